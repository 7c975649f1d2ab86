import CBaton
import Maps
import Synchronization
import Testing

@Suite struct LRUMapTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 2) }

  private func spec(_ entries: UInt32, key: UInt32 = 8, value: UInt32 = 8) -> MapSpec {
    MapSpec(type: MapType.lruHash.rawValue, keySize: key, valueSize: value, maxEntries: entries)
  }

  @Test(arguments: [1, 2, 7, 100] as [UInt32])
  func aFullMapMakesRoom(_ entries: UInt32) throws {
    let map = try Map(spec(entries), seed: 1, epochs: epochs)
    for key in UInt64(0)..<5000 {
      #expect(map.update(key, key) == 0)
      #expect(word(map.value(forKey: bytes(key))) == key)
      #expect(map.count == min(Int(key) + 1, Int(entries)))
    }
    #expect(map.keys().count == Int(entries))
  }

  @Test func flagsAreLinuxs() throws {
    let map = try Map(spec(2), seed: 1, epochs: epochs)
    #expect(map.update(UInt64(1), UInt64(1), Flags.exist) == Errno.noEntry)
    #expect(map.update(UInt64(1), UInt64(1), Flags.noExist) == 0)
    #expect(map.update(UInt64(1), UInt64(1), Flags.noExist) == Errno.exists)
    #expect(map.update(UInt64(1), UInt64(2), Flags.exist) == 0)
    #expect(map.update(UInt64(1), UInt64(2), 3) == Errno.invalid)
    #expect(map.delete(UInt64(2)) == Errno.noEntry)
    #expect(map.update(UInt64(2), UInt64(2)) == 0)
    #expect(map.update(UInt64(3), UInt64(3), Flags.exist) == Errno.noEntry, "evicts nothing")
    #expect(map.count == 2)
    #expect(map.delete(UInt64(1)) == 0)
    #expect(map.count == 1)
  }

  /// Of entries that are never looked at, the oldest goes first.
  @Test func whatIsUsedStays() throws {
    let map = try Map(spec(100), seed: 1, epochs: epochs)
    for key in UInt64(0)..<100 { #expect(map.update(key, key) == 0) }
    for key in UInt64(100)..<10_000 {
      // Ten keys that somebody uses, among thousands that pass through.
      for hot in UInt64(0)..<10 { unsafe #expect(map.lookup(hot) != nil, "after \(key) keys") }
      #expect(map.update(key, key) == 0)
    }
  }

  @Test func aNewEntryIsNotTheNextToGo() throws {
    let map = try Map(spec(4), seed: 1, epochs: epochs)
    for key in UInt64(0)..<1000 {
      #expect(map.update(key, key) == 0)
      if key > 0 { #expect(map.value(forKey: bytes(key - 1)) != nil) }
    }
  }

  /// What tools look at doesn't count as used.
  @Test func lookingFromOutsideIsNotUse() throws {
    let map = try Map(spec(64), seed: 1, epochs: epochs)
    for key in UInt64(0)..<64 { #expect(map.update(key, key) == 0) }
    for key in UInt64(64)..<400 {
      _ = map.value(forKey: bytes(UInt64(0)))
      #expect(map.update(key, key) == 0)
    }
    #expect(map.value(forKey: bytes(UInt64(0))) == nil)
  }

  @Test func aHeldValueStaysThoughEvicted() throws {
    let map = try Map(spec(4), seed: 1, epochs: epochs)
    let reader = epochs.participant(0)
    reader.enter()
    #expect(map.update(UInt64(0), UInt64(77)) == 0)
    let value = unsafe map.lookup(UInt64(0))!
    var result: Int64 = 0
    var key: UInt64 = 1
    while result == 0 {
      result = map.update(key, key)
      key += 1
    }
    // All spare elements are waiting for the reader.
    #expect(result == Errno.noMemory)
    #expect(key > 500)
    #expect(unsafe value.load(as: UInt64.self) == 77)
    reader.pass()
    #expect(map.update(key, key) == 0)
    reader.leave()
  }

  /// Whatever is found has the value it was given last, and the map is never over its limit.
  @Test(
    arguments: [(4, 3), (8, 40), (16, 200), (5, 60)] as [(UInt32, UInt32)], [1, 2] as [UInt64])
  func findsOnlyWhatWasPut(_ shape: (key: UInt32, entries: UInt32), _ seed: UInt64) throws {
    let map = try Map(spec(shape.entries, key: shape.key), seed: seed, epochs: epochs)
    var random = SplitMix64(seed: seed)
    let keys = (0..<3 * shape.entries).map { _ in random.bytes(Int(shape.key)) }
    var model: [[UInt8]: UInt64] = [:]
    for step in 0..<5000 {
      let key = keys.randomElement(using: &random)!
      switch random.next() % 4 {
      case 0...1:
        model[key] = random.next()
        #expect(map.update(key: key, value: bytes(model[key]!)) == 0)
        #expect(word(map.value(forKey: key)) == model[key], "seed \(seed), step \(step)")
      case 2:
        let isThere = map.value(forKey: key) != nil
        #expect(map.delete(key: key) == (isThere ? 0 : Errno.noEntry))
        model[key] = nil
      default:
        if let value = map.value(forKey: key) {
          #expect(word(value) == model[key], "seed \(seed), step \(step)")
        }
      }
      #expect(map.count <= Int(shape.entries))
    }
    #expect(map.keys().count == map.count)
  }

  /// Threads that insert far more than fits: no update fails, what is found is whole, and in the end
  /// the map is exactly full.
  @Test(arguments: [2, 16, 1000] as [UInt32], [MapType.lruHash, .lruPerWorkerHash])
  func churnIsSafe(_ entries: UInt32, _ type: MapType) throws {
    let (threadCount, rounds) = (4, isThorough ? 30_000 : 2_000)
    let epochs = try Epochs(participantCount: threadCount)
    let spec = MapSpec(type: type.rawValue, keySize: 8, valueSize: 16, maxEntries: entries)
    let map = try Map(spec, seed: 3, epochs: epochs)
    let faults = Faults()
    onThreads(threadCount) { thread in
      var random = SplitMix64(seed: UInt64(thread))
      let participant = epochs.participant(thread)
      participant.enter()
      for _ in 0..<rounds {
        let key = random.next() % UInt64(3 * entries)
        if let value = unsafe map.lookup(key, worker: UInt32(thread)) {
          let (first, second) = unsafe value.load(as: (UInt64, UInt64).self)
          // The values of a new entry's other workers are zero.
          if first != key, type == .lruHash || first != 0 { faults.add("another key's value") }
          if second != ~key, type == .lruHash || second != 0 { faults.add("torn") }
        } else {
          let result = map.update(key, (key, ~key), worker: UInt32(thread))
          // A reader that the system has stopped keeps the spare elements.
          if result != 0 && result != Errno.noMemory { faults.add("\(result)") }
        }
        if random.next() % 64 == 0 { _ = map.delete(key) }
        participant.pass()
      }
      participant.leave()
    }
    #expect(faults.all == [:])
    for key in UInt64(0)..<3 * UInt64(entries) {
      #expect(map.update(key, (key, ~key)) == 0)
    }
    #expect(map.count == Int(entries))
    #expect(map.keys().count == Int(entries))
  }
}
