import CBaton
import Maps
import Testing

@Suite struct ReclamationTests {
  /// A map of four entries has 512 spare elements of this size.
  static let spec = hashSpec(entries: 4)
  static let elementCount = 4 + 512

  @Test func aDeletedValueStaysUntilAllHavePassed() throws {
    let epochs = try Epochs(participantCount: 2)
    let map = try Map(Self.spec, seed: 1, epochs: epochs)
    let (reader, other) = (epochs.participant(0), epochs.participant(1))
    reader.enter()
    other.enter()
    #expect(map.update(UInt64(1), UInt64(10)) == 0)
    let value = unsafe map.lookup(UInt64(1))!
    #expect(map.delete(UInt64(1)) == 0)
    unsafe #expect(map.lookup(UInt64(1)) == nil)
    #expect(map.limboCount == 1)
    for _ in 0..<5 {
      other.pass()
      #expect(map.advance(to: epochs.safe()) == 0)
    }
    // Whatever else happens to the map, the memory isn't given to another entry.
    for round in 0..<Self.elementCount { _ = map.update(UInt64(2), UInt64(round)) }
    unsafe #expect(value.load(as: UInt64.self) == 10)
    reader.pass()
    other.pass()
    #expect(map.advance(to: epochs.safe()) > 0)
    reader.pass()
    other.pass()
    map.advance(to: epochs.safe())
    #expect(map.limboCount == 0)
    #expect(map.advance(to: epochs.safe()) == 0)
  }

  @Test func spareElementsRunOutAndComeBack() throws {
    let epochs = try Epochs(participantCount: 1)
    let map = try Map(Self.spec, seed: 1, epochs: epochs)
    let participant = epochs.participant(0)
    participant.enter()
    #expect(map.update(UInt64(1), UInt64(0)) == 0)
    let first = unsafe map.lookup(UInt64(1))!
    for round in 1..<UInt64(Self.elementCount) {
      #expect(map.update(UInt64(1), round) == 0)
    }
    let last = UInt64(Self.elementCount - 1)
    #expect(map.update(UInt64(1), last + 1) == Errno.tooBig)
    #expect(map.update(UInt64(2), last + 1) == Errno.tooBig, "limbo isn't ours to take from")
    #expect(map.count == 1)
    unsafe #expect(first.load(as: UInt64.self) == 0)
    unsafe #expect(map.lookup(UInt64(1))!.load(as: UInt64.self) == last)
    participant.pass()
    #expect(map.update(UInt64(1), last + 1) == 0, "what nobody sees is reclaimed first")
    #expect(map.update(UInt64(2), 5) == 0)
  }

  /// Nobody has to call `advance`: who retires elements reclaims now and then.
  @Test(arguments: [1, 100, 200])
  func updatesNeverRunOutWhereThreadsPass(_ updatesPerPass: Int) throws {
    let epochs = try Epochs(participantCount: 1)
    let map = try Map(Self.spec, seed: 1, epochs: epochs)
    let participant = epochs.participant(0)
    participant.enter()
    for round in 0..<20_000 {
      #expect(map.update(UInt64(round % 4), UInt64(round)) == 0)
      if round % updatesPerPass == 0 { participant.pass() }
    }
    #expect(map.limboCount < Self.elementCount)
  }

  /// Deleting from a full map makes room, though the deleted elements are still in limbo.
  @Test func aFullMapGoesRound() throws {
    let epochs = try Epochs(participantCount: 1)
    let map = try Map(Self.spec, seed: 1, epochs: epochs)
    let participant = epochs.participant(0)
    participant.enter()
    for key in UInt64(0)..<4 { #expect(map.update(key, key) == 0) }
    for key in UInt64(4)..<5000 {
      #expect(map.update(key, key) == Errno.tooBig)
      #expect(map.delete(key - 4) == 0)
      #expect(map.update(key, key) == 0)
      if key % 100 == 0 { participant.pass() }
    }
    #expect(Set(map.keys()) == Set((UInt64(4996)..<5000).map { bytes($0) }))
  }

  @Test func largeValuesHaveFewSpares() throws {
    let epochs = try Epochs(participantCount: 0)
    let map = try Map(hashSpec(value: 64 << 20, entries: 1), seed: 1, epochs: epochs)
    // Two elements of 64 MiB, and one that is none.
    #expect(map.byteCount < 200 << 20)
    let value = [UInt8](repeating: 7, count: 64 << 20)
    for _ in 0..<4 { #expect(map.update(key: bytes(UInt64(1)), value: value) == 0) }
    #expect(map.delete(key: bytes(UInt64(1))) == 0)
  }
}
