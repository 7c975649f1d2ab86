/// The one's complement sum of 16-bit words (RFC 1071), gathered piece by piece.
///
/// Pieces may have any length: the octet after a piece of odd length is the second one of its word. A sum over
/// data that contains its own checksum comes to a `value` of 0.
@frozen
public struct InternetChecksum: Sendable {
  /// Of words in the machine's byte order: the sum is the same but for the order of its own octets
  /// (RFC 1071 §2 (B)), which is undone once, at the end. Carries come in again at the bottom.
  @usableFromInline var sum: UInt64
  /// Whether an odd number of octets has been added.
  @usableFromInline var isOdd: Bool

  @inlinable
  public init() {
    sum = 0
    isOdd = false
  }

  /// The checksum: the complement of the folded sum, as a number; to be stored in network byte order.
  @inlinable
  public var value: UInt16 { ~Self.folded(sum).bigEndian }

  /// Adds the octets that follow those before.
  @inlinable
  public mutating func add(_ octets: Span<UInt8>) {
    append(WordSum.of(octets), byteCount: octets.count)
  }

  /// Copies to `destination`, from `offset` on, and adds the octets on the way. Traps unless they fit.
  @inlinable
  public mutating func copy(
    from source: Span<UInt8>, to destination: inout MutableSpan<UInt8>, at offset: Int = 0
  ) {
    append(WordSum.copying(source, to: &destination, at: offset), byteCount: source.count)
  }

  /// Adds a number of two octets.
  @inlinable
  public mutating func add(_ number: UInt16) { append(UInt64(number.bigEndian), byteCount: 2) }

  /// Adds a number of four octets.
  @inlinable
  public mutating func add(_ number: UInt32) { append(UInt64(number.bigEndian), byteCount: 4) }

  /// Adds a number of sixteen octets.
  @inlinable
  public mutating func add(_ number: UInt128) {
    append(UInt64(truncatingIfNeeded: number >> 64).bigEndian, byteCount: 8)
    append(UInt64(truncatingIfNeeded: number).bigEndian, byteCount: 8)
  }

  /// Adds numbers of two or four octets by their sum as numbers: which is congruent to that of their words.
  @inlinable
  @inline(__always)
  mutating func add(sumOfNumbers sum: UInt64) { add(Self.folded(sum)) }

  /// Adds what another sum has gathered, as if its octets followed.
  @inlinable
  @inline(__always)
  public mutating func add(_ other: InternetChecksum) {
    append(other.sum, byteCount: other.isOdd ? 1 : 0)
  }

  @inlinable
  @inline(__always)
  mutating func append(_ words: UInt64, byteCount: Int) {
    // At an odd place all octets have changed places within their words (RFC 1071 §2 (B)).
    let added = isOdd ? UInt64(Self.folded(words).byteSwapped) : words
    let (partial, overflow) = sum.addingReportingOverflow(added)
    // 2⁶⁴ is 1 modulo 2¹⁶ - 1. The sum can't be all ones when it overflowed.
    sum = partial &+ (overflow ? 1 : 0)
    isOdd = isOdd != (byteCount & 1 != 0)
  }

  /// 0 for 0 alone.
  @inlinable
  @inline(__always)
  static func folded(_ sum: UInt64) -> UInt16 {
    var folded = (sum & 0xffff_ffff) &+ (sum >> 32)
    folded = (folded & 0xffff) &+ (folded >> 16 & 0xffff) &+ (folded >> 32)
    folded = (folded & 0xffff) &+ (folded >> 16)
    folded = (folded & 0xffff) &+ (folded >> 16)
    return UInt16(truncatingIfNeeded: folded)
  }
}

// MARK: Pseudo-headers

extension InternetChecksum {
  /// The pseudo-header of TCP, UDP and the like over IPv4 (RFC 9293 §3.1); `byteCount` counts their header
  /// and data.
  @inlinable
  @inline(__always)
  public init(
    pseudoHeaderFrom source: IPv4Address, to destination: IPv4Address, protocolNumber: UInt8,
    byteCount: Int
  ) {
    self.init()
    // Five numbers below 2³² can't overflow.
    sum =
      UInt64(source.bits.bigEndian) &+ UInt64(destination.bits.bigEndian)
      &+ UInt64(UInt16(protocolNumber).bigEndian)
      &+ UInt64(UInt32(truncatingIfNeeded: byteCount).bigEndian)
  }

  /// The pseudo-header of TCP, UDP, ICMPv6 and the like over IPv6 (RFC 8200 §8.1); `byteCount` counts their
  /// header and data.
  @inlinable
  public init(
    pseudoHeaderFrom source: IPv6Address, to destination: IPv6Address, protocolNumber: UInt8,
    byteCount: Int
  ) {
    self.init()
    add(source.bits)
    add(destination.bits)
    add(UInt32(truncatingIfNeeded: byteCount))
    add(UInt32(protocolNumber))
  }

  /// The pseudo-header of the version that both addresses are of.
  @inlinable
  @inline(__always)
  public init(
    pseudoHeaderFrom source: IPAddress, to destination: IPAddress, protocolNumber: UInt8,
    byteCount: Int
  ) {
    if let source = source.v4, let destination = destination.v4 {
      self.init(
        pseudoHeaderFrom: source, to: destination, protocolNumber: protocolNumber,
        byteCount: byteCount)
    } else {
      self.init(
        pseudoHeaderFrom: source.v6, to: destination.v6, protocolNumber: protocolNumber,
        byteCount: byteCount)
    }
  }
}

// MARK: Incremental update

extension InternetChecksum {
  /// A checksum after one 16-bit field that it covers has changed (RFC 1624, equation 3).
  @inlinable
  public static func updated(_ checksum: UInt16, from old: UInt16, to new: UInt16) -> UInt16 {
    ~folded(UInt64(~checksum) &+ UInt64(~old) &+ UInt64(new))
  }

  /// A checksum after one 32-bit field that it covers has changed.
  @inlinable
  public static func updated(_ checksum: UInt16, from old: UInt32, to new: UInt32) -> UInt16 {
    ~folded(UInt64(~checksum) &+ UInt64(~old) &+ UInt64(new))
  }
}
