/// The one's complement sum of 16-bit words (RFC 1071), gathered piece by piece.
public struct InternetChecksum: Sendable {
  private var sum: UInt64 = 0

  public init() {}

  /// Adds octets that start at an even place of the data.
  public mutating func add(_ octets: Span<UInt8>) {
    var index = 0
    while index + 1 < octets.count {
      sum &+= UInt64(octets.uint16(at: index))
      index += 2
    }
    // An odd octet counts as if a zero followed.
    if index < octets.count { sum &+= UInt64(octets[index]) << 8 }
  }

  public mutating func add(_ word: UInt16) { sum &+= UInt64(word) }

  public mutating func add(_ word: UInt32) {
    add(UInt16(truncatingIfNeeded: word >> 16))
    add(UInt16(truncatingIfNeeded: word))
  }

  /// The checksum: the complement of the folded sum.
  public var value: UInt16 {
    var folded = sum
    while folded > 0xffff { folded = (folded & 0xffff) + (folded >> 16) }
    return ~UInt16(folded)
  }
}
