import CBaton
import Maps
import Testing

/// Maps in which each worker has values of its own.
@Suite struct PerWorkerMapTests {
  let epochs: Epochs
  static let workerCount = 3

  init() throws { epochs = try Epochs(participantCount: Self.workerCount) }

  static let types: [MapType] = [.perWorkerArray, .perWorkerHash, .lruPerWorkerHash]

  private func spec(_ type: MapType, value: UInt32 = 8, entries: UInt32 = 8) -> MapSpec {
    MapSpec(type: type.rawValue, keySize: 4, valueSize: value, maxEntries: entries)
  }

  @Test(arguments: types)
  func aWorkerSeesItsOwnValue(_ type: MapType) throws {
    let map = try Map(spec(type), seed: 1, epochs: epochs)
    for worker in UInt32(0)..<3 {
      #expect(map.update(UInt32(5), UInt64(100 + worker), worker: worker) == 0)
    }
    for worker in UInt32(0)..<3 {
      let value = unsafe map.lookup(UInt32(5), worker: worker)!
      #expect(unsafe value.load(as: UInt64.self) == UInt64(100 + worker))
      let other = unsafe map.lookup(UInt32(5), ofWorker: worker)
      #expect(unsafe other == value)
    }
    #expect(map.value(forKey: bytes(UInt32(5))) == [100, 101, 102].flatMap { bytes(UInt64($0)) })
    unsafe #expect(map.lookup(UInt32(5), ofWorker: 3) == nil)
    unsafe #expect(map.lookup(UInt32(5), ofWorker: .max) == nil)
  }

  @Test func whereOneValueIsSharedThereAreNoOthers() throws {
    let array = try Map(arraySpec(entries: 4), seed: 1, epochs: epochs)
    unsafe #expect(array.lookup(UInt32(0), ofWorker: 0) == nil)
    let hash = try Map(hashSpec(key: 4, entries: 4), seed: 1, epochs: epochs)
    #expect(hash.update(UInt32(0), UInt64(1)) == 0)
    unsafe #expect(hash.lookup(UInt32(0), ofWorker: 0) == nil)
  }

  /// Two workers never write to one cache line, however small the values.
  @Test(arguments: types, [1, 8, 24] as [UInt32])
  func valuesOfWorkersLieApart(_ type: MapType, _ valueSize: UInt32) throws {
    let map = try Map(spec(type, value: valueSize, entries: 5), seed: 1, epochs: epochs)
    var lines: [UInt: UInt32] = [:]
    let zero = [UInt8](repeating: 0, count: map.valueByteCount)
    for key in UInt32(0)..<5 {
      #expect(map.update(key: bytes(key), value: zero) == 0)
      for worker in UInt32(0)..<3 {
        let place = UInt(bitPattern: unsafe map.lookup(key, worker: worker)!)
        #expect(place % 8 == 0)
        for line in place / 64...(place + UInt(valueSize) - 1) / 64 {
          #expect(lines.updateValue(worker, forKey: line) ?? worker == worker)
        }
      }
    }
  }

  @Test(arguments: [MapType.perWorkerHash, .lruPerWorkerHash])
  func aNewEntryIsZeroForOtherWorkers(_ type: MapType) throws {
    let map = try Map(spec(type, entries: 2), seed: 1, epochs: epochs)
    // Every element is used more than once, so that old values would show.
    for round in UInt64(1)..<2000 {
      #expect(map.update(UInt32(1), round, worker: 1) == 0)
      #expect(map.value(forKey: bytes(UInt32(1))) == [0, round, 0].flatMap { bytes($0) })
      #expect(map.update(key: bytes(UInt32(1)), value: [UInt8](repeating: 7, count: 24)) == 0)
      #expect(map.delete(UInt32(1)) == 0)
    }
  }

  /// Unlike in other hash maps the element stays: a pointer sees what its worker writes.
  @Test(arguments: types)
  func updatesAreInPlace(_ type: MapType) throws {
    let map = try Map(spec(type), seed: 1, epochs: epochs)
    #expect(map.update(UInt32(1), UInt64(10), worker: 2) == 0)
    let value = unsafe map.lookup(UInt32(1), worker: 2)!
    #expect(map.update(UInt32(1), UInt64(11), worker: 2) == 0)
    #expect(map.update(UInt32(1), UInt64(12), worker: 0) == 0)
    #expect(unsafe value.load(as: UInt64.self) == 11)
    unsafe #expect(map.lookup(UInt32(1), worker: 2) == value)
  }

  @Test(arguments: types)
  func flagsAreLinuxs(_ type: MapType) throws {
    let map = try Map(spec(type), seed: 1, epochs: epochs)
    let isArray = type == .perWorkerArray
    #expect(map.update(UInt32(1), UInt64(1), 3) == Errno.invalid)
    #expect(map.update(UInt32(1), UInt64(1), Flags.exist) == (isArray ? 0 : Errno.noEntry))
    #expect(map.update(UInt32(1), UInt64(1), Flags.noExist) == (isArray ? Errno.exists : 0))
    #expect(map.update(UInt32(1), UInt64(1), Flags.noExist) == Errno.exists)
    #expect(map.update(UInt32(1), UInt64(1), Flags.exist) == 0)
    #expect(map.delete(UInt32(1)) == (isArray ? Errno.invalid : 0))
    #expect(map.delete(UInt32(2)) == (isArray ? Errno.invalid : Errno.noEntry))
    if isArray {
      #expect(map.update(UInt32(8), UInt64(1)) == Errno.tooBig)
      unsafe #expect(map.lookup(UInt32(8)) == nil)
    }
  }

  /// A map beside a dictionary of the values of all workers.
  @Test(arguments: [MapType.perWorkerArray, .perWorkerHash], [1, 2, 3] as [UInt64])
  func behavesAsADictionaryOfArrays(_ type: MapType, _ seed: UInt64) throws {
    let map = try Map(spec(type, value: 12, entries: 10), seed: seed, epochs: epochs)
    var random = SplitMix64(seed: seed)
    var model: [UInt32: [[UInt8]]] = [:]
    let none = [[UInt8]](repeating: [UInt8](repeating: 0, count: 12), count: 3)
    if type == .perWorkerArray { for key in UInt32(0)..<10 { model[key] = none } }
    for step in 0..<3000 {
      let key = UInt32.random(in: 0..<10, using: &random)
      let worker = Int.random(in: 0..<3, using: &random)
      switch random.next() % 6 {
      case 0...2:
        let value = random.bytes(12)
        model[key, default: none][worker] = value
        #expect(map.update(bytes: bytes(key), value, worker: UInt32(worker)) == 0)
      case 3:
        model[key] = (0..<3).map { _ in random.bytes(12) }
        #expect(map.update(key: bytes(key), value: Self.padded(model[key]!)) == 0)
      case 4 where type != .perWorkerArray:
        #expect(map.delete(key) == (model.removeValue(forKey: key) == nil ? Errno.noEntry : 0))
      default:
        let expected = model[key].map(Self.padded)
        #expect(map.value(forKey: bytes(key)) == expected, "seed \(seed), step \(step)")
      }
      #expect(map.count == model.count)
    }
    var left: [[UInt8]: [UInt8]] = [:]
    map.forEach { left[$0] = $1 }
    #expect(left.count == model.count, "seed \(seed)")
    for (key, values) in model {
      #expect(left[bytes(key)] == Self.padded(values), "seed \(seed)")
    }
  }

  /// Values of twelve bytes, as the control side has them.
  private static func padded(_ values: [[UInt8]]) -> [UInt8] {
    values.reduce(into: []) { $0 += $1 + [0, 0, 0, 0] }
  }

  /// Each worker counts in its own value; nothing is lost.
  @Test(arguments: types)
  func workersDontDisturbEachOther(_ type: MapType) throws {
    let map = try Map(spec(type, entries: 4), seed: 1, epochs: epochs)
    let rounds = isThorough ? 100_000 : 5_000
    for key in UInt32(0)..<4 {
      #expect(map.update(key: bytes(key), value: [UInt8](repeating: 0, count: 24)) == 0)
    }
    let epochs = epochs
    onThreads(Self.workerCount) { thread in
      let participant = epochs.participant(thread)
      participant.enter()
      for round in 0..<rounds {
        let value = unsafe map.lookup(UInt32(round % 4), worker: UInt32(thread))!
        unsafe value.storeBytes(of: value.load(as: UInt64.self) + 1, as: UInt64.self)
        participant.pass()
      }
      participant.leave()
    }
    for key in UInt32(0)..<4 {
      let expected = [UInt64](repeating: UInt64(rounds / 4), count: 3).flatMap { bytes($0) }
      #expect(map.value(forKey: bytes(key)) == expected)
    }
  }

  @Test func sizesAreLimited() throws {
    #expect(throws: MapError.valueSize(got: 32769, allowed: 1...32768)) {
      try Map(spec(.perWorkerHash, value: 32769), seed: 1, epochs: epochs)
    }
    let map = try Map(
      spec(.perWorkerArray, entries: 1000), seed: 1, epochs: epochs, workerCount: 64)
    #expect(map.byteCount >= 64 * 8000 && map.byteCount < 64 * 8200 + 8192)
    #expect(throws: MapError.memory(needed: map.byteCount, limit: 1 << 16)) {
      try Map(
        spec(.perWorkerArray, entries: 1000), seed: 1, epochs: epochs, workerCount: 64,
        memoryLimit: 1 << 16)
    }
  }

  @Test func aWorkerThatDoesNotExistIsOurMistake() async {
    await #expect(processExitsWith: .failure) {
      let epochs = try Epochs(participantCount: 2)
      let spec = MapSpec(type: 6, keySize: 4, valueSize: 8, maxEntries: 1)
      _ = unsafe try Map(spec, seed: 0, epochs: epochs).lookup(UInt32(0), worker: 2)
    }
  }
}
