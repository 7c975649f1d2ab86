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

  /// Whether packets to an address are for all on the link (RFC 919): 255.255.255.255, and the last address of the host's network,
  /// which one of two addresses has none of (RFC 3021).
  @inline(__always)
  func isBroadcast(_ destination: IPv4Address) -> Bool {
    if destination == .broadcast { return true }
    guard prefixLength < 31 else { return false }
    let hosts = UInt32.max >> UInt32(prefixLength)
    return destination.bits == address.bits | hosts
  }

  /// Whether packets to an address are for more hosts than one.
  @inline(__always)
  func isGroup(_ destination: IPAddress) -> Bool {
    guard let v4 = destination.v4 else { return destination.isMulticast }
    return v4.isMulticast || isBroadcast(v4)
  }

  /// Whom packets to a group are given to on the link; nil: the address is one host's.
  @inline(__always)
  func hardware(ofGroup destination: IPAddress) -> MACAddress? {
    guard isGroup(destination) else { return nil }
    guard let v4 = destination.v4 else { return MACAddress(multicast: destination.v6) }
    return v4.isMulticast ? MACAddress(multicast: v4) : .broadcast
  }

  /// Which of its addresses the host speaks from; nil: it has none of that version.
  func source(to remote: IPAddress) -> IPAddress? {
    if remote.isV4 { return hasIPv4 ? IPAddress(address) : nil }
    guard let v6 else { return nil }
    // RFC 6724 §5, rule 2: the scopes are to be the same.
    if remote.v6.isLinkLocal { return IPAddress(linkLocal) }
    return IPAddress(v6.address ?? linkLocal)
  }

  /// From which of its addresses the host answers a datagram that it has taken: that which it came to, or, where it came to a
  /// group, one of the same scope as the sender's (RFC 1122 §4.1.3.5, RFC 4443 §4.2).
  func answeringSource(_ datagram: NetworkStack.Datagram) -> IPAddress {
    let own = isGroup(datagram.destination) ? source(to: datagram.source) : nil
    return own ?? datagram.destination
  }

  /// Whom a packet is given to on the link, to get to an address; nil: there is no way.
  func nextHop(to destination: IPAddress) -> IPAddress? {
    if let v4 = destination.v4 {
      guard hasIPv4 else { return nil }
      if v4.isMulticast || v4 == .broadcast { return destination }
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
