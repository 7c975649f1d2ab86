import Wire

/// Kinds of frames between the same two hosts, of which lanes make flows. Sums and lengths are of no matter to them.
enum LaneFlow: Hashable {
  case ipv4(protocolNumber: UInt8, port: UInt16, optionWordCount: Int)
  /// UDP over IPv4, of another host of the same network.
  case neighbor(UInt8, port: UInt16)
  case ipv4Fragments(protocolNumber: UInt8)
  case ipv6(protocolNumber: UInt8, port: UInt16)
  case ipv6BehindOptions
  /// No order is kept of these.
  case icmp, arp, garbage, cutOff

  /// Whether packets of it stay in order.
  var isOrdered: Bool {
    switch self {
    case .ipv4(let number, _, _), .ipv4Fragments(let number), .ipv6(let number, _):
      number == IPProtocol.tcp || number == IPProtocol.udp
    case .ipv6BehindOptions, .neighbor: true
    case .icmp, .arp, .garbage, .cutOff: false
    }
  }

  /// The frame of its packet with a number.
  func frame(_ number: Int) -> [UInt8] {
    let mark = [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    switch self {
    case .ipv4(let protocolNumber, let port, let count):
      return Self.ethernet(0x0800)
        + Self.ipv4(protocolNumber, optionWordCount: count, mark, fragmentation: [0x40, 0])
        + Self.ports(port) + mark
    case .neighbor(let host, let port):
      var frame = LaneFlow.ipv4(protocolNumber: IPProtocol.udp, port: port, optionWordCount: 0)
        .frame(number)
      frame[29] = host
      return frame
    case .ipv4Fragments(let protocolNumber):
      // The first one has ports, others have anything there.
      let fragmentation = number % 3 == 0 ? [0x20, 0] : [0, UInt8(number % 3)]
      return Self.ethernet(0x0800)
        + Self.ipv4(protocolNumber, optionWordCount: 0, mark, fragmentation: fragmentation)
        + Self.ports(UInt16(number)) + mark
    case .ipv6(let protocolNumber, let port):
      return Self.ethernet(0x86dd) + Self.ipv6(protocolNumber) + Self.ports(port) + mark
    case .ipv6BehindOptions:
      return Self.ethernet(0x86dd) + Self.ipv6(0) + Self.ports(UInt16(number)) + mark
    case .icmp: return LaneFlow.ipv4(protocolNumber: 1, port: 0, optionWordCount: 0).frame(number)
    case .arp: return Self.ethernet(0x0806) + Array(repeating: 0, count: 28)
    case .garbage: return mark + Array(repeating: mark[0], count: number % 60)
    case .cutOff: return Self.ethernet(number % 2 == 0 ? 0x0800 : 0x86dd) + mark
    }
  }

  private static func ethernet(_ etherType: UInt16) -> [UInt8] {
    [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, UInt8(etherType >> 8), UInt8(etherType & 255)]
  }

  private static func ipv4(
    _ protocolNumber: UInt8, optionWordCount: Int, _ mark: [UInt8], fragmentation: [UInt8]
  ) -> [UInt8] {
    [0x45 + UInt8(optionWordCount), 0, 0, 40] + mark + fragmentation
      + [64, protocolNumber, 0, 0, 10, 0, 0, 2, 10, 0, 0, 1]
      + Array(repeating: 1, count: 4 * optionWordCount)
  }

  private static func ipv6(_ nextHeader: UInt8) -> [UInt8] {
    [0x60, 0, 0, 0, 0, 6, nextHeader, 64, 0xfd] + Array(repeating: 0, count: 14) + [2, 0xfd]
      + Array(repeating: 0, count: 14) + [1]
  }

  private static func ports(_ port: UInt16) -> [UInt8] {
    [UInt8(port >> 8), UInt8(port & 255), 0, 80]
  }
}
