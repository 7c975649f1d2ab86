import Maps
import Testing

@Suite struct MapSpecTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 1) }

  func failure(_ spec: MapSpec, memoryLimit: Int = Map.memoryLimitDefault) -> MapError? {
    do throws(MapError) {
      _ = try Map(spec, seed: 1, epochs: epochs, memoryLimit: memoryLimit)
      return nil
    } catch {
      return error
    }
  }

  @Test func typesAreLinuxs() {
    for type in [UInt32(0), 4, 7, 15, 28, .max] {
      let spec = MapSpec(type: type, keySize: 4, valueSize: 4, maxEntries: 1)
      #expect(failure(spec) == .unsupportedType(type))
    }
  }

  @Test func sizesAreLimited() {
    #expect(failure(hashSpec(key: 0, entries: 1)) == .keySize(got: 0, allowed: 1...65536))
    #expect(failure(hashSpec(key: 65537, entries: 1)) == .keySize(got: 65537, allowed: 1...65536))
    #expect(failure(hashSpec(key: 65536, entries: 1)) == nil)
    #expect(failure(hashSpec(key: 1, value: 1, entries: 1)) == nil)
    #expect(
      failure(hashSpec(value: 0, entries: 1)) == .valueSize(got: 0, allowed: 1...1_073_741_824))
    #expect(
      failure(arraySpec(value: 1_073_741_825, entries: 1))
        == .valueSize(got: 1_073_741_825, allowed: 1...1_073_741_824))
    #expect(failure(arraySpec(value: 1_073_741_824, entries: 1)) == nil)
    for entries in [UInt32(0), 1_073_741_825, .max] {
      #expect(
        failure(hashSpec(entries: entries))
          == .maxEntries(got: entries, allowed: 1...1_073_741_824))
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8] as [UInt32])
  func arraysHaveWordsForKeys(_ keySize: UInt32) {
    let spec = MapSpec(type: 2, keySize: keySize, valueSize: 8, maxEntries: 1)
    #expect(failure(spec) == .keySize(got: keySize, allowed: 4...4))
  }

  @Test func memoryIsLimited() throws {
    for spec in [
      arraySpec(value: 64, entries: 1000), hashSpec(value: 64, entries: 1000),
      hashSpec(value: 1 << 20, entries: 3),
    ] {
      let needed = try Map(spec, seed: 1, epochs: epochs).byteCount
      #expect(failure(spec, memoryLimit: needed) == nil)
      #expect(
        failure(spec, memoryLimit: needed - 1) == .memory(needed: needed, limit: needed - 1))
    }
    // The largest of everything doesn't overflow on the way to the answer.
    guard
      case .memory(let needed, _) = failure(
        hashSpec(key: 65536, value: 1 << 30, entries: 1 << 30))
    else {
      Issue.record("a map of 2^60 bytes and more was not refused")
      return
    }
    #expect(needed > 1 << 60)
  }

  @Test func theSystemMayRefuse() {
    guard
      case .allocation(let byteCount, let errno) = failure(
        arraySpec(value: 1 << 30, entries: 1 << 30), memoryLimit: .max)
    else {
      Issue.record("a map of 2^60 bytes was made")
      return
    }
    #expect(byteCount >= 1 << 60)
    #expect(errno == 12)
  }

  @Test func fieldsLieInTheValue() {
    func fields(_ fields: SpecialField...) -> MapSpec {
      hashSpec(value: 32, entries: 1, fields: fields)
    }
    let lock = SpecialField(kind: .spinLock, offset: 0, byteCount: 4)
    #expect(failure(fields(lock)) == nil)
    let last = SpecialField(kind: .spinLock, offset: 28, byteCount: 4)
    #expect(failure(fields(last, lock)) == nil)
    for (offset, kind) in [
      (29, .spinLock), (32, .spinLock), (.max, .spinLock), (2, .spinLock), (20, .listHead),
      (12, .listHead),
    ] as [(UInt32, SpecialField.Kind)] {
      let field = SpecialField(kind: kind, offset: offset, byteCount: kind.byteCount)
      #expect(
        failure(fields(field))
          == .fieldPlace(field, valueSize: 32, alignment: kind == .spinLock ? 4 : 8))
    }
    for kind in [SpecialField.Kind.singleProducerRing, .manyProducerRing] {
      let ring = SpecialField(kind: kind, offset: 8, byteCount: kind.byteCount)
      #expect(
        failure(hashSpec(value: 7 + kind.byteCount, entries: 1, fields: [ring]))
          == .fieldPlace(ring, valueSize: 7 + kind.byteCount, alignment: 8))
    }
    let wrong = SpecialField(kind: .listHead, offset: 0, byteCount: 24)
    #expect(failure(fields(wrong)) == .fieldSize(wrong, expected: 16))
    let list = SpecialField(kind: .listHead, offset: 8, byteCount: 16)
    let inside = SpecialField(kind: .spinLock, offset: 20, byteCount: 4)
    #expect(failure(fields(inside, list)) == .fieldOverlap(list, inside))
    let many = (0..<17).map { SpecialField(kind: .spinLock, offset: 4 * $0, byteCount: 4) }
    #expect(
      failure(hashSpec(value: 128, entries: 1, fields: many)) == .fieldCount(got: 17, max: 16))
  }

  @Test func errorsSayTheirNumbers() {
    let error = MapError.keySize(got: 70000, allowed: 1...65536)
    #expect("\(error)" == "key size is 70000 bytes, allowed is 1...65536")
  }
}
