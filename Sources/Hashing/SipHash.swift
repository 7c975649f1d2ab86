/// SipHash (Aumasson and Bernstein, “SipHash: a fast short-input PRF”, 2012) of 64-bit words and what octets are left: who
/// does not know the key can't tell what it gives for others, nor choose such that meet in one place.
@frozen
public struct SipHash: Sendable {
  @usableFromInline var v0: UInt64
  @usableFromInline var v1: UInt64
  @usableFromInline var v2: UInt64
  @usableFromInline var v3: UInt64
  @usableFromInline var byteCount: UInt64
  @usableFromInline let strength: Strength

  /// How many rounds there are for each word, and at the end.
  @frozen
  public enum Strength: Sendable {
    /// SipHash-1-3, for tables.
    case light
    /// SipHash-2-4, for what others are to believe.
    case full

    @inlinable var perWord: Int { self == .light ? 1 : 2 }
    @inlinable var atEnd: Int { self == .light ? 3 : 4 }
  }

  @inlinable
  public init(key: (UInt64, UInt64), _ strength: Strength = .full) {
    v0 = key.0 ^ 0x736f_6d65_7073_6575
    v1 = key.1 ^ 0x646f_7261_6e64_6f6d
    v2 = key.0 ^ 0x6c79_6765_6e65_7261
    v3 = key.1 ^ 0x7465_6462_7974_6573
    byteCount = 0
    self.strength = strength
  }

  /// Adds eight octets, the first one lowest.
  @inlinable
  public mutating func add(_ word: UInt64) {
    compress(word)
    byteCount &+= 8
  }

  @inlinable
  public mutating func add(_ word: UInt128) {
    add(UInt64(truncatingIfNeeded: word))
    add(UInt64(truncatingIfNeeded: word >> 64))
  }

  /// The hash, with up to seven octets more, the first one lowest.
  @inlinable
  public consuming func finish(rest: UInt64 = 0, restByteCount: Int = 0) -> UInt64 {
    precondition((0...7).contains(restByteCount), "eight octets are a word")
    var hash = self
    hash.compress((hash.byteCount &+ UInt64(restByteCount)) << 56 | rest)
    hash.v2 ^= 0xff
    for _ in 0..<hash.strength.atEnd { hash.round() }
    return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3
  }

  @inlinable
  mutating func compress(_ word: UInt64) {
    v3 ^= word
    for _ in 0..<strength.perWord { round() }
    v0 ^= word
  }

  @inlinable
  mutating func round() {
    v0 = v0 &+ v1
    v1 = Self.rotated(v1, 13) ^ v0
    v0 = Self.rotated(v0, 32)
    v2 = v2 &+ v3
    v3 = Self.rotated(v3, 16) ^ v2
    v0 = v0 &+ v3
    v3 = Self.rotated(v3, 21) ^ v0
    v2 = v2 &+ v1
    v1 = Self.rotated(v1, 17) ^ v2
    v2 = Self.rotated(v2, 32)
  }

  @inlinable
  static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }
}
