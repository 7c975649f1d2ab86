/// One line about a frame, as `tcpdump -n -t -S` prints it: for traces, and for tests to say what they saw.
///
/// Any octets have one: what can't be read ends it with the reason, in brackets. Checksums are looked at in
/// IPv4 headers only. It differs from tcpdump where that says less: tags are shown, later fragments say which
/// part they are, and ports stand behind addresses even where extension headers come between.
public struct FrameSummary: Sendable, Equatable, CustomStringConvertible {
  public let description: String

  /// Of an Ethernet frame.
  public init(_ frame: Span<UInt8>) { description = Self.ethernet(frame) }

  /// Of an IP packet without a frame around it.
  public init(packet: Span<UInt8>) {
    let version = packet.isEmpty ? 4 : packet[0] >> 4
    description = version == 6 ? Self.ipv6(packet) : Self.ipv4(packet)
  }

  private static func ethernet(_ frame: Span<UInt8>) -> String {
    let header: EthernetHeader
    do {
      header = try EthernetHeader(parsing: frame)
    } catch {
      return "Ethernet [\(error)]"
    }
    let payload = frame.extracting(header.headerByteCount..<frame.count)
    let tag = header.tag.map { "vlan \($0.identifier), p \($0.priority), " } ?? ""
    return tag
      + {
        switch header.etherType {
        case EthernetHeader.EtherType.ipv4: ipv4(payload)
        case EthernetHeader.EtherType.ipv6: ipv6(payload)
        case EthernetHeader.EtherType.arp: arp(payload)
        case 0..<EthernetHeader.EtherType.least: "802.3, length \(header.etherType)"
        default: "ethertype 0x\(String(header.etherType, radix: 16)), length \(payload.count)"
        }
      }()
  }

  private static func arp(_ octets: Span<UInt8>) -> String {
    do {
      let packet = try ARPPacket(parsing: octets)
      let text =
        switch packet.operation {
        case .request: "Request who-has \(packet.target) tell \(packet.sender)"
        case .reply: "Reply \(packet.sender) is-at \(packet.senderHardware)"
        }
      return "ARP, \(text), length \(octets.count)"
    } catch {
      return "ARP [\(error)]"
    }
  }
}
