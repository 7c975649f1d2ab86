import Wire

/// A version of IP.
public enum IPVersion: Sendable {
  case v4, v6

  /// The shortest header, in octets: without options and extensions.
  var leastHeaderByteCount: Int {
    switch self {
    case .v4: IPv4Header.byteCountMin
    case .v6: IPv6Header.byteCount
    }
  }

  /// What an Ethernet header says of a datagram that follows.
  var etherType: UInt16 {
    switch self {
    case .v4: EthernetHeader.EtherType.ipv4
    case .v6: EthernetHeader.EtherType.ipv6
    }
  }
}

extension IPAddress {
  /// Of datagrams that go there.
  var version: IPVersion { isV4 ? .v4 : .v6 }
}
