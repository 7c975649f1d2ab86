import Hashing

/// The hash of a key, by a secret: nobody can choose keys that all meet in one place.
enum KeyHash {
  static func of(_ octets: Span<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
    var hash = SipHash(key: key, .light)
    var offset = 0
    while offset <= octets.count - 8 {
      hash.add(octets.word(at: offset))
      offset += 8
    }
    var rest: UInt64 = 0
    for index in offset..<octets.count {
      rest |= UInt64(octets[index]) << UInt64(8 * (index - offset))
    }
    return hash.finish(rest: rest, restByteCount: octets.count - offset)
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
