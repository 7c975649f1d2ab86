import NetStack
import PacketScripts
import Wire

/// Frames that no host has made.
enum TestFrame {
  static let hardware = MACAddress(bits: 0x0200_0000_0063)

  static func tcp(
    _ header: TCPHeader, _ payload: [UInt8] = [], from source: IPAddress,
    to host: HostConfiguration
  ) -> [UInt8] {
    var octets: [UInt8] = []
    header.append(
      to: &octets, payload: payload.span, from: source, to: host.address(like: source))
    return ip(octets, protocolNumber: IPProtocol.tcp, from: source, to: host)
  }

  static func ip(
    _ payload: [UInt8], protocolNumber: UInt8, from source: IPAddress, to host: HostConfiguration
  ) -> [UInt8] {
    var frame: [UInt8] = []
    EthernetHeader(
      destination: host.hardwareAddress, source: hardware,
      etherType: source.isV4 ? EthernetHeader.EtherType.ipv4 : EthernetHeader.EtherType.ipv6
    ).append(to: &frame)
    let destination = host.address(like: source)
    if let source = source.v4 {
      IPv4Header(
        payloadByteCount: payload.count, protocolNumber: protocolNumber, source: source,
        destination: host.address
      ).append(to: &frame)
    } else {
      IPv6Header(
        payloadByteCount: payload.count, nextHeader: protocolNumber, source: source.v6,
        destination: destination.v6
      ).append(to: &frame)
    }
    return frame + payload
  }

  /// Who has an address asks for a host, which knows it from then on.
  static func solicitation(from source: IPv6Address, for host: HostConfiguration) -> [UInt8] {
    let target = host.address(.v6).v6
    let message = NeighborMessage(
      .neighborSolicitation(target: target),
      options: NeighborOptions(sourceLinkAddress: hardware))
    var frame: [UInt8] = []
    EthernetHeader(
      destination: host.hardwareAddress, source: hardware,
      etherType: EthernetHeader.EtherType.ipv6
    ).append(to: &frame)
    IPv6Header(
      payloadByteCount: message.byteCount, nextHeader: IPProtocol.icmpv6,
      hopLimit: NeighborMessage.hopLimit, source: source, destination: target
    ).append(to: &frame)
    message.append(to: &frame, from: source, to: target)
    return frame
  }

  /// The TCP header of a host's frame; nil: it has none.
  static func tcpHeader(of frame: [UInt8]) -> TCPHeader? {
    guard let ethernet = try? EthernetHeader(parsing: frame.span) else { return nil }
    let packet = Array(frame[ethernet.headerByteCount...])
    if ethernet.etherType == EthernetHeader.EtherType.ipv6 {
      guard let ip = try? IPv6Header(parsing: packet.span), ip.nextHeader == IPProtocol.tcp else {
        return nil
      }
      return try? TCPHeader(parsing: packet[ip.payloadRange].span)
    }
    guard let ip = try? IPv4Header(parsing: packet.span), ip.protocolNumber == IPProtocol.tcp else {
      return nil
    }
    return try? TCPHeader(parsing: packet[ip.headerByteCount..<Int(ip.totalLength)].span)
  }
}

extension HostConfiguration {
  /// Its address of another one's version.
  func address(like other: IPAddress) -> IPAddress {
    other.isV4 ? IPAddress(address) : IPAddress(v6?.address ?? .any)
  }

  func address(_ family: ScriptFamily) -> IPAddress {
    family == .v4 ? IPAddress(address) : IPAddress(v6?.address ?? .any)
  }
}
