import CBaton
import Maps
import Synchronization
import Testing

/// Going over all entries: as programs do, and key by key as tools do.
@Suite struct MapCursorTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 2) }

  static let types: [MapType] = [
    .array, .perWorkerArray, .hash, .perWorkerHash, .lruHash, .lruPerWorkerHash, .lpmTrie,
  ]

  private func make(_ type: MapType, entries: UInt32) throws -> Map {
    let keySize: UInt32 = type == .lpmTrie ? 8 : 4
    return try Map(
      MapSpec(type: type.rawValue, keySize: keySize, valueSize: 8, maxEntries: entries), seed: 1,
      epochs: epochs)
  }

  private func key(_ type: MapType, _ number: UInt32) -> [UInt8] {
    type == .lpmTrie ? bytes(UInt32(32)) + bytes(number) : bytes(number)
  }

  /// Calls `body` with the last four bytes of the key, and the value.
  private func walk(
    _ map: Map, worker: UInt32 = 0, _ body: (UInt32, UnsafeMutableRawPointer) -> Void
  ) {
    let offset = Int(map.spec.keySize) - 4
    var cursor = unsafe MapCursor(map.address, worker: worker)!
    unsafe withUnsafeMutablePointer(to: &cursor) { cursor in
      while let entry = unsafe MapOperations.next(cursor) {
        unsafe body(entry.key.loadUnaligned(fromByteOffset: offset, as: UInt32.self), entry.value)
      }
      unsafe #expect(MapOperations.next(cursor) == nil, "the end is the end")
    }
  }

  @Test(arguments: types)
  func meetsEveryEntryOnce(_ type: MapType) throws {
    let map = try make(type, entries: 50)
    for number in UInt32(0)..<50 {
      #expect(map.update(bytes: key(type, number), bytes(UInt64(number)), worker: 1) == 0)
    }
    var seen: [UInt32: UInt64] = [:]
    unsafe walk(map, worker: 1) { number, value in
      #expect(seen.updateValue(unsafe value.load(as: UInt64.self), forKey: number) == nil)
    }
    #expect(seen == Dictionary(uniqueKeysWithValues: (UInt32(0)..<50).map { ($0, UInt64($0)) }))
  }

  @Test(arguments: types)
  func theCurrentEntryMayGo(_ type: MapType) throws {
    guard type != .array, type != .perWorkerArray else { return }
    let map = try make(type, entries: 200)
    for number in UInt32(0)..<200 {
      #expect(map.update(bytes: key(type, number), bytes(UInt64(1))) == 0)
    }
    let participant = epochs.participant(0)
    participant.enter()
    var seen: Set<UInt32> = []
    unsafe walk(map) { number, _ in
      seen.insert(number)
      #expect(map.delete(bytes: key(type, number)) == 0)
      // What is reused meanwhile is not what we stand on.
      _ = map.update(bytes: key(type, number + 1000), bytes(UInt64(number)))
      _ = map.delete(bytes: key(type, number + 1000))
    }
    participant.leave()
    #expect(seen.isSuperset(of: 0..<200))
    #expect(map.count == 0)
  }

  @Test func someMapsAreNotGoneOver() throws {
    let specs = [
      MapSpec(type: 3, keySize: 4, valueSize: 4, maxEntries: 1),
      MapSpec(type: 22, keySize: 0, valueSize: 4, maxEntries: 1),
      MapSpec(type: 27, keySize: 0, valueSize: 0, maxEntries: 4096),
      MapSpec(
        type: 13, keySize: 4, valueSize: 4, maxEntries: 1, prototype: arraySpec(entries: 1)),
    ]
    for spec in specs {
      let map = try Map(spec, seed: 1, epochs: epochs)
      unsafe #expect(MapCursor(map.address, worker: 0) == nil)
    }
  }

  /// Entries that stay are met, whatever happens to the others.
  @Test(arguments: [MapType.hash, .perWorkerHash, .lpmTrie])
  func entriesThatStayAreMet(_ type: MapType) throws {
    let map = try make(type, entries: 2000)
    let faults = Faults()
    let isDone = Atomic<Bool>(false)
    let epochs = epochs
    for number in UInt32(0)..<100 {
      #expect(map.update(bytes: key(type, number), bytes(UInt64(7))) == 0)
    }
    onThreads(2) { thread in
      var random = SplitMix64(seed: 9)
      if thread == 0 {
        for _ in 0..<(isThorough ? 50_000 : 2_000) {
          let number = UInt32.random(in: 100..<1000, using: &random)
          if random.next() % 2 == 0 {
            _ = map.update(bytes: key(type, number), bytes(UInt64(8)))
          } else {
            _ = map.delete(bytes: key(type, number))
          }
        }
        isDone.store(true, ordering: .releasing)
        return
      }
      let participant = epochs.participant(0)
      participant.enter()
      while !isDone.load(ordering: .acquiring) {
        var seen: Set<UInt32> = []
        unsafe walk(map) { number, _ in
          if number < 100, !seen.insert(number).inserted { faults.add("met twice") }
        }
        if seen.count != 100 { faults.add("missed") }
        participant.pass()
      }
      participant.leave()
    }
    #expect(faults.all == [:])
  }

  @Test(arguments: types)
  func keysFollowEachOther(_ type: MapType) throws {
    let map = try make(type, entries: 30)
    if type != .array, type != .perWorkerArray { #expect(map.nextKey(after: nil) == nil) }
    for number in UInt32(0)..<30 {
      #expect(map.update(bytes: key(type, number), bytes(UInt64(1))) == 0)
    }
    var keys: [[UInt8]] = []
    var current = map.nextKey(after: nil)
    while let next = current {
      keys.append(next)
      current = map.nextKey(after: next)
    }
    #expect(keys.count == 30)
    #expect(Set(keys) == Set((UInt32(0)..<30).map { key(type, $0) }))
    #expect(map.nextKey(after: key(type, 30)) == keys.first, "after one that isn't there")
    #expect(map.nextKey(after: key(type, .max)) == keys.first)
  }

  @Test func arrayKeysComeInOrder() throws {
    for type in [MapType.array, .programArray, .xskMap] {
      let size: UInt32 = type == .array ? 8 : 4
      let map = try Map(
        MapSpec(type: type.rawValue, keySize: 4, valueSize: size, maxEntries: 3), seed: 1,
        epochs: epochs)
      #expect(map.nextKey(after: nil) == bytes(UInt32(0)))
      #expect(map.nextKey(after: bytes(UInt32(0))) == bytes(UInt32(1)))
      #expect(map.nextKey(after: bytes(UInt32(2))) == nil)
      #expect(map.nextKey(after: bytes(UInt32(3))) == bytes(UInt32(0)))
    }
  }
}
