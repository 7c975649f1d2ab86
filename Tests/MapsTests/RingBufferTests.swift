import CBaton
import Maps
import Synchronization
import Testing

@Suite struct RingBufferTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 1) }

  static let forceWakeup: UInt64 = 2
  static let noWakeup: UInt64 = 1

  private func make(_ size: UInt32 = 4096, wakeup: RingWakeup? = nil) throws -> Map {
    try Map(
      MapSpec(type: 27, keySize: 0, valueSize: 0, maxEntries: size), seed: 1, epochs: epochs,
      wakeup: wakeup)
  }

  private func output(_ map: Map, _ record: [UInt8], _ flags: UInt64 = 0) -> Int64 {
    unsafe record.withUnsafeBytes {
      unsafe MapOperations.output(map.address, $0.baseAddress!, UInt64($0.count), flags)
    }
  }

  private func reserve(_ map: Map, _ count: UInt64) -> UnsafeMutableRawPointer? {
    unsafe MapOperations.reserve(map.address, count, 0)
  }

  private func records(_ map: Map, limit: Int = .max) -> [[UInt8]] {
    var records: [[UInt8]] = []
    map.consumeRecords(limit: limit) { record in
      records.append(record.indices.map { record[$0] })
    }
    return records
  }

  /// Available data, size, consumer's and producer's position.
  private func query(_ map: Map) -> [UInt64] {
    (UInt64(0)..<4).map { unsafe MapOperations.query(map.address, $0) }
  }

  @Test func recordsComeInOrder() throws {
    let map = try make()
    #expect(records(map) == [])
    for size in 1...20 { #expect(output(map, [UInt8](repeating: UInt8(size), count: size)) == 0) }
    #expect(records(map, limit: 3).map(\.count) == [1, 2, 3])
    #expect(records(map) == (4...20).map { [UInt8](repeating: UInt8($0), count: $0) })
    #expect(records(map) == [])
  }

  @Test func headersAreLinuxs() throws {
    let map = try make()
    unsafe #expect(MapOperations.reserve(map.address, 8, 1) == nil, "there are no flags")
    let first = unsafe reserve(map, 13)!
    let second = unsafe reserve(map, 8)!
    #expect(unsafe second - first == 24)
    #expect(unsafe (first - 8).load(as: UInt32.self) == 1 << 31 | 13)
    // The page offset leads from the record's page to the map.
    let page = UInt(bitPattern: unsafe first - 8) >> 12
    let offset = unsafe (first - 4).load(as: UInt32.self)
    #expect((page - UInt(offset)) << 12 == UInt(bitPattern: unsafe map.address))
    #expect(query(map) == [40, 4096, 0, 40])
    unsafe MapOperations.submit(first, 0)
    #expect(unsafe (first - 8).load(as: UInt32.self) == 13)
    unsafe MapOperations.discard(second, 0)
    #expect(unsafe (second - 8).load(as: UInt32.self) == 1 << 30 | 8)
    #expect(records(map).map(\.count) == [13])
    #expect(query(map) == [0, 4096, 40, 40])
    #expect(unsafe MapOperations.query(map.address, 4) == 0)
  }

  @Test func aBusyRecordStopsTheConsumer() throws {
    let map = try make()
    let first = unsafe reserve(map, 8)!
    #expect(output(map, [1, 2, 3]) == 0)
    #expect(records(map) == [])
    unsafe first.storeBytes(of: 5, as: UInt64.self)
    unsafe MapOperations.submit(first, 0)
    #expect(records(map) == [bytes(UInt64(5)), [1, 2, 3]])
  }

  @Test func aFullRingRefuses() throws {
    let map = try make()
    // As in Linux the ring is never filled to the last byte.
    unsafe #expect(reserve(map, 4096) == nil)
    unsafe #expect(reserve(map, 4088) == nil)
    unsafe #expect(reserve(map, .max) == nil)
    #expect(output(map, [UInt8](repeating: 1, count: 4088)) == Errno.again)
    #expect(output(map, [UInt8](repeating: 1, count: 4080)) == 0)
    unsafe #expect(reserve(map, 0) == nil)
    #expect(output(map, [1], 4) == Errno.invalid)
    #expect(records(map).map(\.count) == [4080])
    unsafe #expect(reserve(map, 0) != nil)
  }

  @Test func recordsReachRoundTheEnd() throws {
    let map = try make()
    var random = SplitMix64(seed: 3)
    for round in 0..<2000 {
      let sent = (0..<random.next() % 4).map { _ in random.bytes(1 + Int(random.next() % 900)) }
      for record in sent { #expect(output(map, record) == 0) }
      #expect(records(map) == sent, "seed 3, round \(round)")
    }
  }

  @Test func otherMapsAreNoRings() throws {
    let array = try Map(arraySpec(entries: 1), seed: 1, epochs: epochs)
    unsafe #expect(reserve(array, 8) == nil)
    #expect(output(array, [1]) == Errno.invalid)
    #expect(query(array) == [0, 0, 0, 0])
    #expect(records(array) == [])
    #expect(unsafe MapOperations.redirectTarget(array.address, 0) == nil)
  }

  @Test func sizesAreLimited() throws {
    for size in [0, 1, 2048, 1 << 31, .max] as [UInt32] {
      #expect(throws: MapError.maxEntries(got: size, allowed: 4096...(1 << 30))) {
        try make(size)
      }
    }
    #expect(throws: MapError.ringSize(got: 12288)) { try make(12288) }
    let map = try make(1 << 20)
    #expect(map.byteCount > 1 << 20 && map.byteCount < (1 << 20) + (64 << 10))
    #expect(throws: MapError.memory(needed: map.byteCount, limit: map.byteCount - 1)) {
      try Map(map.spec, seed: 1, epochs: epochs, memoryLimit: map.byteCount - 1)
    }
  }

  private final class Bell: Sendable {
    let count = Atomic<Int>(0)
    var wakeup: RingWakeup {
      unsafe RingWakeup(context: Unmanaged.passUnretained(self).toOpaque()) { context in
        let bell = unsafe Unmanaged<Bell>.fromOpaque(context!).takeUnretainedValue()
        bell.count.add(1, ordering: .releasing)
      }
    }
    var rings: Int { count.exchange(0, ordering: .acquiring) }
  }

  @Test func theConsumerIsWokenForWhatItWaitsFor() throws {
    let bell = Bell()
    let map = try make(wakeup: bell.wakeup)
    #expect(output(map, [1]) == 0)
    #expect(bell.rings == 1)
    #expect(output(map, [2]) == 0)
    #expect(bell.rings == 0, "it hasn't come that far")
    #expect(output(map, [3], Self.forceWakeup) == 0)
    #expect(bell.rings == 1)
    #expect(records(map).count == 3)
    #expect(output(map, [4], Self.noWakeup) == 0)
    #expect(bell.rings == 0)
    #expect(records(map).count == 1)
    let first = unsafe reserve(map, 8)!
    #expect(output(map, [5]) == 0)
    #expect(bell.rings == 0, "it waits for the one before")
    unsafe MapOperations.discard(first, 0)
    #expect(bell.rings == 1)
    #expect(records(map) == [[5]])
  }

  /// Two producers and a consumer that sleeps when there is nothing: each record comes once, whole, and in
  /// its producer's order, and no wake-up is missed.
  @Test func nothingIsLostOrTorn() throws {
    let (producerCount, total) = (2, UInt64(isThorough ? 100_000 : 5_000))
    let bell = Bell()
    let map = try make(wakeup: bell.wakeup)
    let faults = Faults()
    onThreads(producerCount + 1) { thread in
      if thread < producerCount {
        produce(map, UInt64(thread), total)
      } else {
        consume(map, bell, producerCount, total, faults)
      }
    }
    #expect(faults.all == [:])
    #expect(query(map)[0] == 0)
  }

  private func produce(_ map: Map, _ producer: UInt64, _ total: UInt64) {
    var random = SplitMix64(seed: producer)
    for number in 1...total {
      let wordCount = 2 + random.next() % 20
      var record = unsafe reserve(map, wordCount * 8)
      while unsafe record == nil {
        yieldThread()
        unsafe record = reserve(map, wordCount * 8)
      }
      let words = unsafe record!.bindMemory(to: UInt64.self, capacity: Int(wordCount))
      unsafe words[0] = producer
      for index in 1..<Int(wordCount) { unsafe words[index] = number }
      // One in eight is given up and comes again.
      if random.next() % 8 == 0 {
        unsafe MapOperations.discard(record!, 0)
        _ = persistentlyOutput(map, [producer, number])
      } else {
        unsafe MapOperations.submit(record!, 0)
      }
    }
  }

  private func persistentlyOutput(_ map: Map, _ words: [UInt64]) -> Int64 {
    let record = words.flatMap { bytes($0) }
    while true {
      let result = output(map, record)
      if result != Errno.again { return result }
      yieldThread()
    }
  }

  private func consume(
    _ map: Map, _ bell: Bell, _ producerCount: Int, _ total: UInt64, _ faults: Faults
  ) {
    var newest = [UInt64](repeating: 0, count: producerCount)
    var seen: UInt64 = 0
    while seen < total * UInt64(producerCount) {
      map.consumeRecords { record in
        seen += 1
        let words = stride(from: 0, to: record.count, by: 8).map { offset in
          (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(record[offset + $1]) }
        }
        if !words.dropFirst().allSatisfy({ $0 == words[1] }) { faults.add("torn") }
        let producer = Int(words[0])
        if words[1] != newest[producer] + 1 { faults.add("lost, doubled or out of order") }
        newest[producer] = words[1]
      }
      // Sleeps until it is woken.
      while seen < total * UInt64(producerCount), bell.rings == 0 { yieldThread() }
    }
  }
}
