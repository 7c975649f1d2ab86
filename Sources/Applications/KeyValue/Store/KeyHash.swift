/// SipHash-1-3 of octets (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): who does not know the key
/// can't choose octets that meet in one place.
struct KeyHash {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64

  private init(key: (UInt64, UInt64)) {
    v0 = key.0 ^ 0x736f_6d65_7073_6575
    v1 = key.1 ^ 0x646f_7261_6e64_6f6d
    v2 = key.0 ^ 0x6c79_6765_6e65_7261
    v3 = key.1 ^ 0x7465_6462_7974_6573
  }

  static func of(_ octets: Span<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
    var hash = Self(key: key)
    var offset = 0
    while offset <= octets.count - 8 {
      hash.add(octets.word(at: offset))
      offset += 8
    }
    var rest = UInt64(truncatingIfNeeded: octets.count) << 56
    for index in offset..<octets.count {
      rest |= UInt64(octets[index]) << UInt64(8 * (index - offset))
    }
    hash.add(rest)
    hash.v2 ^= 0xff
    for _ in 0..<3 { hash.round() }
    return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3
  }

  private mutating func add(_ word: UInt64) {
    v3 ^= word
    round()
    v0 ^= word
  }

  private mutating func round() {
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

  private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }
}

extension Span where Element == UInt8 {
  /// Eight octets from an offset on, the first one lowest.
  func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 8, "there are eight octets")
    var word: UInt64 = 0
    for index in 0..<8 { word |= UInt64(self[offset &+ index]) << UInt64(8 &* index) }
    return word
  }
}
