/// The UDP header, eight octets (RFC 768, "Format").
public struct UDPHeader: Equatable, Sendable {
  public static let byteCount = 8

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  /// Header and payload together, in octets.
  public var length: UInt16
  /// 0 when the sender made none.
  public var checksum: UInt16

  public init(sourcePort: UInt16, destinationPort: UInt16, payloadByteCount: Int) {
    precondition(payloadByteCount <= Int(UInt16.max) - Self.byteCount, "too long for UDP")
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
    length = UInt16(Self.byteCount + payloadByteCount)
    checksum = 0
  }

  public init(parsing datagram: Span<UInt8>) throws(WireError) {
    guard datagram.count >= Self.byteCount else {
      throw .truncated(needed: Self.byteCount, got: datagram.count)
    }
    sourcePort = datagram.uint16(at: 0)
    destinationPort = datagram.uint16(at: 2)
    length = datagram.uint16(at: 4)
    checksum = datagram.uint16(at: 6)
    guard (Self.byteCount...datagram.count).contains(Int(length)) else {
      throw .badLength(claimed: Int(length), available: datagram.count)
    }
  }

  /// Checks a datagram's checksum over the pseudo-header of `ip`; one of 0 means that there is none.
  public static func verify(_ datagram: Span<UInt8>, ip: IPv4Header) throws(WireError) {
    let header = try UDPHeader(parsing: datagram)
    guard header.checksum != 0 else { return }
    var sum = pseudoHeader(ip, length: header.length)
    sum.add(datagram.extracting(0..<Int(header.length)))
    guard sum.value == 0 else {
      throw .badChecksum(found: header.checksum, computed: sum.value)
    }
  }

  /// Appends the header alone, without a checksum: RFC 768 lets a sender make none.
  public func appendUnchecked(to octets: inout [UInt8]) {
    octets.append(networkOrder: sourcePort)
    octets.append(networkOrder: destinationPort)
    octets.append(networkOrder: length)
    octets.append(networkOrder: UInt16(0))
  }

  /// Appends header and payload, with the checksum over the pseudo-header of `ip`.
  public func append(to octets: inout [UInt8], payload: Span<UInt8>, ip: IPv4Header) {
    let start = octets.count
    appendUnchecked(to: &octets)
    for index in 0..<payload.count { octets.append(payload[index]) }
    var sum = Self.pseudoHeader(ip, length: length)
    sum.add(octets.span.extracting(start..<octets.count))
    // A computed checksum of zero is sent as all ones (RFC 768).
    let value = sum.value == 0 ? 0xffff : sum.value
    octets[start + 6] = UInt8(value >> 8)
    octets[start + 7] = UInt8(truncatingIfNeeded: value)
  }

  private static func pseudoHeader(_ ip: IPv4Header, length: UInt16) -> InternetChecksum {
    var sum = InternetChecksum()
    sum.add(ip.source)
    sum.add(ip.destination)
    sum.add(UInt16(IPv4Header.ProtocolNumber.udp))
    sum.add(length)
    return sum
  }
}
