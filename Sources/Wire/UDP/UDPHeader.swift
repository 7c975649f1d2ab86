/// The UDP header, eight octets (RFC 768, "Format").
@frozen
public struct UDPHeader: Equatable, Sendable {
  public static let byteCount = 8

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  /// Header and payload together, in octets.
  public var length: UInt16
  /// 0 when the sender made none.
  public var checksum: UInt16

  /// Without a checksum.
  ///
  /// Precondition: the payload has at most 65527 octets.
  @inlinable
  public init(sourcePort: UInt16, destinationPort: UInt16, payloadByteCount: Int) {
    precondition(payloadByteCount <= Int(UInt16.max) - Self.byteCount, "too long for UDP")
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
    length = UInt16(Self.byteCount + payloadByteCount)
    checksum = 0
  }

  /// Checks the length, not the checksum: `verify` does. What follows `length` octets is padding.
  ///
  /// Throws `truncated` and `badLength`.
  @inlinable
  public init(parsing datagram: Span<UInt8>) throws(WireError) {
    try self.init(parsingQuoted: datagram)
    guard length <= datagram.count else {
      throw .badLength(claimed: Int(length), available: datagram.count)
    }
  }

  /// Reads a header of which the payload may be cut off, as ICMP quotes them.
  ///
  /// Throws `truncated` and `badLength`.
  @inlinable
  public init(parsingQuoted datagram: Span<UInt8>) throws(WireError) {
    guard datagram.count >= Self.byteCount else {
      throw .truncated(needed: Self.byteCount, got: datagram.count)
    }
    sourcePort = datagram.uint16(at: 0)
    destinationPort = datagram.uint16(at: 2)
    length = datagram.uint16(at: 4)
    checksum = datagram.uint16(at: 6)
    guard length >= Self.byteCount else {
      throw .badLength(claimed: Int(length), available: datagram.count)
    }
  }

  /// Where the payload lies in the datagram that was parsed.
  @inlinable public var payloadRange: Range<Int> { Self.byteCount..<Int(length) }
}

// MARK: Checksums

extension UDPHeader {
  /// Checks a datagram's checksum; over IPv4 one of 0 means that there is none.
  ///
  /// Throws as `init(parsing:)`, and `badChecksum`, `missingChecksum` (over IPv6, RFC 8200 §8.1).
  @inlinable
  public static func verify(
    _ datagram: Span<UInt8>, from source: IPAddress, to destination: IPAddress
  ) throws(WireError) {
    let header = try UDPHeader(parsing: datagram)
    guard header.checksum != 0 else {
      if destination.isV4 { return }
      throw .missingChecksum
    }
    var sum = header.pseudoHeader(from: source, to: destination)
    sum.add(datagram.extracting(0..<Int(header.length)))
    guard sum.value == 0 else {
      throw .badChecksum(found: header.checksum, computed: sum.value)
    }
  }

  /// What to begin a checksum with.
  @inlinable
  public func pseudoHeader(from source: IPAddress, to destination: IPAddress) -> InternetChecksum {
    InternetChecksum(
      pseudoHeaderFrom: source, to: destination, protocolNumber: IPProtocol.udp,
      byteCount: Int(length))
  }
}

// MARK: Writing

extension UDPHeader {
  /// Writes eight octets, with `checksum` as it is. Traps unless they fit.
  @inlinable
  public func write(to octets: inout MutableSpan<UInt8>, at offset: Int = 0) {
    octets.store(sourcePort, at: offset)
    octets.store(destinationPort, at: offset + 2)
    octets.store(length, at: offset + 4)
    octets.store(checksum, at: offset + 6)
  }

  /// Writes eight octets, with a checksum over them and what `sum` has gathered: pseudo-header and payload.
  /// Traps unless they fit.
  @inlinable
  public func write(
    to octets: inout MutableSpan<UInt8>, at offset: Int = 0, including sum: InternetChecksum
  ) {
    var whole = InternetChecksum()
    whole.add(sourcePort)
    whole.add(destinationPort)
    whole.add(length)
    // Behind the header: the payload may be of odd length.
    whole.add(sum)
    var header = self
    // A computed checksum of zero is sent as all ones (RFC 768).
    header.checksum = whole.value == 0 ? 0xffff : whole.value
    header.write(to: &octets, at: offset)
  }

  /// Appends the header alone, without a checksum: RFC 768 lets a sender make none.
  public func appendUnchecked(to octets: inout [UInt8]) {
    octets.appendHeader(Self.byteCount) { write(to: &$0, at: $1) }
  }

  /// Appends header and payload, with a checksum.
  public func append(
    to octets: inout [UInt8], payload: Span<UInt8>, from source: IPAddress,
    to destination: IPAddress
  ) {
    octets.appendHeader(Self.byteCount + payload.count) {
      var sum = pseudoHeader(from: source, to: destination)
      sum.copy(from: payload, to: &$0, at: $1 + Self.byteCount)
      write(to: &$0, at: $1, including: sum)
    }
  }
}
