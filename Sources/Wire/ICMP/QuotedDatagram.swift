/// The datagram that an ICMP error is about, as far as it is quoted: enough to find whose it was.
@frozen
public struct QuotedDatagram: Hashable, Sendable {
  /// Who sent the datagram: we, unless the error is forged.
  public var source: IPAddress
  public var destination: IPAddress
  /// One of `IPProtocol`: what is above IP.
  public var protocolNumber: UInt8
  /// The first eight octets of the protocol above, as one number: nil when they aren't quoted, or the
  /// datagram is a later fragment.
  public var start: UInt64?

  /// Reads what follows an `ICMPMessage`. Throws as `IPv4Header.init(parsingQuoted:)`.
  @inlinable
  public init(parsingIPv4 quoted: Span<UInt8>) throws(WireError) {
    let header = try IPv4Header(parsingQuoted: quoted)
    source = IPAddress(header.source)
    destination = IPAddress(header.destination)
    protocolNumber = header.protocolNumber
    start = header.fragmentation.byteOffset > 0 ? nil : Self.start(quoted, header.headerByteCount)
  }

  /// Reads what follows an `ICMPv6Message`. Throws as `IPv6Header.init(parsingQuoted:)`; extension headers that
  /// are cut off or wrong leave `start` at nil.
  @inlinable
  public init(parsingIPv6 quoted: Span<UInt8>) throws(WireError) {
    let header = try IPv6Header(parsingQuoted: quoted)
    source = IPAddress(header.source)
    destination = IPAddress(header.destination)
    protocolNumber = header.nextHeader
    start = nil
    let payload = quoted.extracting(IPv6Header.byteCount..<quoted.count)
    guard let extensions = try? IPv6Extensions(parsing: payload, first: header.nextHeader)
    else { return }
    protocolNumber = extensions.protocolNumber
    guard (extensions.fragment?.byteOffset ?? 0) == 0 else { return }
    start = Self.start(payload, extensions.byteCount)
  }

  @inlinable
  static func start(_ octets: Span<UInt8>, _ offset: Int) -> UInt64? {
    octets.count - offset >= 8 ? octets.uint64(at: offset) : nil
  }

  /// Source and destination of TCP or UDP.
  @inlinable
  public var ports: (source: UInt16, destination: UInt16)? {
    guard let start, protocolNumber == IPProtocol.tcp || protocolNumber == IPProtocol.udp
    else { return nil }
    return (UInt16(truncatingIfNeeded: start >> 48), UInt16(truncatingIfNeeded: start >> 32))
  }

  /// Of a TCP segment: an error about one that isn't on its way is forged or late (RFC 5927 §4.1).
  @inlinable
  public var sequenceNumber: UInt32? {
    protocolNumber == IPProtocol.tcp ? start.map { UInt32(truncatingIfNeeded: $0) } : nil
  }

  /// Of an echo request.
  @inlinable
  public var echo: ICMPEcho? {
    guard let start else { return nil }
    switch (protocolNumber, UInt8(truncatingIfNeeded: start >> 56)) {
    case (IPProtocol.icmp, ICMPMessage.TypeNumber.echoRequest),
      (IPProtocol.icmpv6, ICMPv6Message.TypeNumber.echoRequest):
      return ICMPEcho(word: UInt32(truncatingIfNeeded: start))
    default: return nil
    }
  }
}
