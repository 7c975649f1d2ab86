import CBaton
import Maps
import Synchronization
import Testing

@Suite struct QueueMapTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 1) }

  static let types: [MapType] = [.queue, .stack]

  private func make(_ type: MapType, value: UInt32 = 8, entries: UInt32) throws -> Map {
    try Map(
      MapSpec(type: type.rawValue, keySize: 0, valueSize: value, maxEntries: entries), seed: 1,
      epochs: epochs)
  }

  @Test(arguments: types)
  func errorsAreLinuxs(_ type: MapType) throws {
    let map = try make(type, entries: 2)
    var value = UInt64.max
    #expect(unsafe MapOperations.pop(map.address, &value) == Errno.noEntry)
    #expect(value == 0, "nothing is zeros")
    #expect(unsafe MapOperations.peek(map.address, &value) == Errno.noEntry)
    for flags in [Flags.noExist, 3, 4, .max] {
      #expect(map.push(bytes(UInt64(1)), flags: flags) == Errno.invalid)
    }
    #expect(map.push(bytes(UInt64(1))) == 0)
    #expect(map.push(bytes(UInt64(2)), flags: Flags.exist) == 0)
    #expect(map.push(bytes(UInt64(3))) == Errno.tooBig)
    #expect(map.push(bytes(UInt64(3)), flags: Flags.exist) == 0, "drops the oldest")
    #expect(map.count == 2)
    #expect(word(map.peek()) == (type == .queue ? 2 : 3))
    #expect(word(map.pop()) == (type == .queue ? 2 : 3))
    #expect(word(map.pop()) == (type == .queue ? 3 : 2))
    #expect(map.pop() == nil)
  }

  @Test(arguments: types)
  func thereAreNoKeys(_ type: MapType) throws {
    let map = try make(type, entries: 2)
    #expect(map.value(forKey: []) == nil)
    #expect(map.update(key: [], value: bytes(UInt64(1))) == Errno.invalid)
    #expect(map.delete(key: []) == Errno.invalid)
    #expect(map.keys() == [])
    unsafe #expect(map.lookup(UInt32(0)) == nil)
    #expect(map.update(UInt32(0), UInt64(0)) == Errno.invalid)
    #expect(map.delete(UInt32(0)) == Errno.invalid)
    let array = try Map(arraySpec(entries: 1), seed: 1, epochs: epochs)
    #expect(array.push(bytes(UInt64(1))) == Errno.invalid)
    #expect(array.pop() == nil)
    #expect(throws: MapError.keySize(got: 4, allowed: 0...0)) {
      try Map(
        MapSpec(type: type.rawValue, keySize: 4, valueSize: 8, maxEntries: 1), seed: 1,
        epochs: epochs)
    }
  }

  @Test(arguments: types, [1, 2, 3] as [UInt64])
  func behavesAsAnArray(_ type: MapType, _ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for (valueSize, entries) in [(1, 1), (3, 5), (8, 7), (40, 16)] {
      let map = try make(type, value: UInt32(valueSize), entries: UInt32(entries))
      var model: [[UInt8]] = []
      for step in 0..<2000 {
        let value = random.bytes(valueSize)
        switch random.next() % 5 {
        case 0...1:
          #expect(map.push(value) == (model.count < entries ? 0 : Errno.tooBig))
          if model.count < entries { model.append(value) }
        case 2:
          if model.count == entries { model.removeFirst() }
          model.append(value)
          #expect(map.push(value, flags: Flags.exist) == 0)
        case 3: #expect(map.peek() == (type == .queue ? model.first : model.last))
        default:
          let expected =
            model.isEmpty ? nil : type == .queue ? model.removeFirst() : model.removeLast()
          #expect(map.pop() == expected, "seed \(seed), step \(step)")
        }
        #expect(map.count == model.count)
      }
    }
  }

  /// Every value comes out once, and a queue's in the order in which each thread put them.
  @Test(arguments: types)
  func nothingIsLostOrDoubled(_ type: MapType) throws {
    let (producerCount, consumerCount) = (2, 2)
    let total = UInt64(isThorough ? 100_000 : 5_000)
    let map = try make(type, value: 16, entries: 64)
    let taken = Atomic<UInt64>(0)
    let sums = Guarded([UInt64](repeating: 0, count: producerCount))
    let faults = Faults()
    onThreads(producerCount + consumerCount) { thread in
      if thread < producerCount {
        for number in 1...total {
          var value = (UInt64(thread), number)
          while unsafe MapOperations.push(map.address, &value, 0) != 0 { yieldThread() }
        }
        return
      }
      var newest = [UInt64](repeating: 0, count: producerCount)
      var mine = newest
      var value: (UInt64, UInt64) = (0, 0)
      while taken.load(ordering: .relaxed) < total * UInt64(producerCount) {
        guard unsafe MapOperations.pop(map.address, &value) == 0 else {
          yieldThread()
          continue
        }
        taken.add(1, ordering: .relaxed)
        let (producer, number) = (Int(value.0), value.1)
        if type == .queue, number <= newest[producer] { faults.add("out of order") }
        newest[producer] = number
        mine[producer] += number
      }
      let counts = mine
      sums.withLock { for producer in 0..<producerCount { $0[producer] += counts[producer] } }
    }
    #expect(faults.all == [:])
    #expect(sums.withLock { $0 } == [UInt64](repeating: total * (total + 1) / 2, count: 2))
    #expect(map.count == 0)
  }
}
