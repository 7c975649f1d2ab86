import NetStack
import Wire

/// Frames that no host has made.
enum TestFrame {
  static let hardware = MACAddress(bits: 0x0200_0000_0063)

  static func tcp(
    _ header: TCPHeader, _ payload: [UInt8] = [], from source: IPv4Address,
    to host: HostConfiguration
  ) -> [UInt8] {
    var octets: [UInt8] = []
    header.append(
      to: &octets, payload: payload.span, from: IPAddress(source), to: IPAddress(host.address))
    return ipv4(octets, protocolNumber: IPProtocol.tcp, from: source, to: host)
  }

  static func ipv4(
    _ payload: [UInt8], protocolNumber: UInt8, from source: IPv4Address,
    to host: HostConfiguration
  ) -> [UInt8] {
    var frame: [UInt8] = []
    EthernetHeader(
      destination: host.hardwareAddress, source: hardware,
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    IPv4Header(
      payloadByteCount: payload.count, protocolNumber: protocolNumber, source: source,
      destination: host.address
    ).append(to: &frame)
    return frame + payload
  }

  /// The TCP header of a host's IPv4 frame; nil: it is none.
  static func tcpHeader(of frame: [UInt8]) -> TCPHeader? {
    guard let ethernet = try? EthernetHeader(parsing: frame.span),
      ethernet.etherType == EthernetHeader.EtherType.ipv4
    else { return nil }
    let packet = Array(frame[ethernet.headerByteCount...])
    guard let ip = try? IPv4Header(parsing: packet.span), ip.protocolNumber == IPProtocol.tcp else {
      return nil
    }
    let segment = Array(packet[ip.headerByteCount..<Int(ip.totalLength)])
    return try? TCPHeader(parsing: segment.span)
  }
}
