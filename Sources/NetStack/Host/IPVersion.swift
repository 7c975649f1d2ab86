import Wire

/// A version of IP.
public enum IPVersion: Sendable {
  case v4, v6

  /// What an Ethernet header says of a datagram that follows.
  var etherType: UInt16 {
    switch self {
    case .v4: EthernetHeader.EtherType.ipv4
    case .v6: EthernetHeader.EtherType.ipv6
    }
  }
}
