import Hashing
import Testing

/// Octets 0 to n - 1 under the key of octets 0 to 15, as the authors of SipHash give them.
struct SipHashTests {
  private static let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)

  private func hash(_ count: Int, _ strength: SipHash.Strength) -> UInt64 {
    var hash = SipHash(key: Self.key, strength)
    let octets = (0..<count).map { UInt64($0) }
    for start in stride(from: 0, through: count - 8, by: 8) {
      hash.add(octets[start..<start + 8].reversed().reduce(0) { $0 << 8 | $1 })
    }
    let rest = octets[(count - count % 8)...]
    return hash.finish(
      rest: rest.reversed().reduce(0) { $0 << 8 | $1 }, restByteCount: rest.count)
  }

  /// From the paper's appendix A, and the reference implementation's vectors.
  @Test func theFullOneIsThatOfThePaper() {
    #expect(hash(0, .full) == 0x726f_db47_dd0e_0e31)
    #expect(hash(15, .full) == 0xa129_ca61_49be_45e5)
  }

  /// What 1-3 gives has no published vector of its own: words and octets left must be told apart, and rounds counted.
  @Test func theLightOneTellsLengthsApart() {
    let hashes = (0..<64).map { hash($0, .light) }
    #expect(Set(hashes).count == hashes.count)
    #expect(hashes.allSatisfy { light in !(0..<64).contains { hash($0, .full) == light } })
  }
}
