/// The IPv4 header (RFC 791 §3.1); options are skipped over, never made.
public struct IPv4Header: Equatable, Sendable {
  public static let byteCountMin = 20

  public enum ProtocolNumber {
    public static let icmp: UInt8 = 1
    public static let tcp: UInt8 = 6
    public static let udp: UInt8 = 17
  }

  /// With options, in octets: 20 to 60.
  public var headerByteCount: Int
  /// Header and payload, in octets.
  public var totalLength: UInt16
  public var identification: UInt16
  public var timeToLive: UInt8
  public var protocolNumber: UInt8
  public var source: UInt32
  public var destination: UInt32

  public init(
    payloadByteCount: Int, identification: UInt16 = 0, timeToLive: UInt8 = 64,
    protocolNumber: UInt8, source: UInt32, destination: UInt32
  ) {
    precondition(payloadByteCount <= Int(UInt16.max) - Self.byteCountMin, "too long for IPv4")
    headerByteCount = Self.byteCountMin
    totalLength = UInt16(Self.byteCountMin + payloadByteCount)
    self.identification = identification
    self.timeToLive = timeToLive
    self.protocolNumber = protocolNumber
    self.source = source
    self.destination = destination
  }

  /// Parses and checks lengths and the header checksum.
  public init(parsing packet: Span<UInt8>) throws(WireError) {
    guard packet.count >= Self.byteCountMin else {
      throw .truncated(needed: Self.byteCountMin, got: packet.count)
    }
    guard packet[0] >> 4 == 4 else { throw .badVersion(Int(packet[0] >> 4)) }
    headerByteCount = Int(packet[0] & 0xf) * 4
    totalLength = packet.uint16(at: 2)
    guard (Self.byteCountMin...packet.count).contains(headerByteCount) else {
      throw .badLength(claimed: headerByteCount, available: packet.count)
    }
    guard (headerByteCount...packet.count).contains(Int(totalLength)) else {
      throw .badLength(claimed: Int(totalLength), available: packet.count)
    }
    var checksum = InternetChecksum()
    checksum.add(packet.extracting(0..<headerByteCount))
    guard checksum.value == 0 else {
      throw .badChecksum(found: packet.uint16(at: 10), computed: checksum.value)
    }
    identification = packet.uint16(at: 4)
    timeToLive = packet[8]
    protocolNumber = packet[9]
    source = packet.uint32(at: 12)
    destination = packet.uint32(at: 16)
  }

  /// Appends the header without options, with its checksum.
  public func append(to octets: inout [UInt8]) {
    let start = octets.count
    octets += [0x45, 0]
    octets.append(networkOrder: totalLength)
    octets.append(networkOrder: identification)
    // Don't fragment.
    octets.append(networkOrder: UInt16(0x4000))
    octets += [timeToLive, protocolNumber]
    octets.append(networkOrder: UInt16(0))
    octets.append(networkOrder: source)
    octets.append(networkOrder: destination)
    var checksum = InternetChecksum()
    checksum.add(octets.span.extracting(start..<octets.count))
    octets[start + 10] = UInt8(checksum.value >> 8)
    octets[start + 11] = UInt8(truncatingIfNeeded: checksum.value)
  }
}
