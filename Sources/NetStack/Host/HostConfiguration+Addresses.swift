import Wire

/// Which addresses a host has, and which ways lead from it.
extension HostConfiguration {
  var hasIPv4: Bool { address != .any }

  /// The address that is good on the link alone.
  public var linkLocal: IPv6Address { IPv6Address(linkLocal: hardwareAddress) }

  /// Whether frames to an address are for the host: its own ones, and those to groups.
  func hears(_ destination: MACAddress) -> Bool {
    destination == hardwareAddress || destination.isMulticast
  }

  /// Whether an address is one of the host's.
  func owns(_ address: IPv6Address) -> Bool {
    guard let v6 else { return false }
    return address == linkLocal || address == v6.address
  }

  /// Whether packets to an address are for the host: its own ones, and the groups in which all nodes are, and those that its
  /// own addresses are asked for in (RFC 4291 §2.8).
  func takes(_ destination: IPv6Address) -> Bool {
    if owns(destination) { return true }
    guard let v6, destination.isMulticast else { return false }
    return destination == .allNodes || destination == linkLocal.solicitedNode
      || destination == v6.address?.solicitedNode
  }

  /// Which of its addresses the host speaks from; nil: it has none of that version.
  func source(to remote: IPAddress) -> IPAddress? {
    if remote.isV4 { return hasIPv4 ? IPAddress(address) : nil }
    guard let v6 else { return nil }
    // RFC 6724 §5, rule 2: the scopes are to be the same.
    if remote.v6.isLinkLocal { return IPAddress(linkLocal) }
    return IPAddress(v6.address ?? linkLocal)
  }

  /// Whom a packet is given to on the link, to get to an address; nil: there is no way.
  func nextHop(to destination: IPAddress) -> IPAddress? {
    if let v4 = destination.v4 {
      guard hasIPv4 else { return nil }
      let isNear = v4.matches(address, prefixLength: prefixLength)
      return isNear ? destination : gateway.map { IPAddress($0) }
    }
    guard let v6 else { return nil }
    if destination.v6.isLinkLocal || destination.isMulticast { return destination }
    guard let address = v6.address else { return nil }
    let isNear = destination.v6.matches(address, prefixLength: v6.prefixLength)
    return isNear ? destination : v6.gateway.map { IPAddress($0) }
  }

  /// What connections to an address are told: segments fill packets of its version.
  func tcp(to remote: IPAddress) -> TCPConfiguration {
    guard !remote.isV4 else { return tcp }
    var tcp = tcp
    tcp.maximumSegmentSize = min(tcp.maximumSegmentSize, UInt16(mtu - 60))
    tcp.assumedSegmentSize = TCPConfiguration.assumedSegmentSize(to: remote)
    return tcp
  }
}
