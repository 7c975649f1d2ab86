import Wire

/// Neighbour discovery (RFC 4861), which is for IPv6 what ARP is for IPv4.
///
/// Routers are not asked for, and what they advertise, and where they redirect to, is not believed: who configures the host says
/// where its gateway is.
extension NetworkStack {
  mutating func receiveNeighborMessage(
    _ packet: PacketReference, _ datagram: Datagram, at now: UInt64
  ) {
    let parsed = packet.withFrame { frame -> (IPv6Header, NeighborMessage)? in
      guard let header = try? IPv6Header(parsing: frame.extracting(datagram.offset...)),
        let message = try? NeighborMessage(parsing: frame.extracting(datagram.payload))
      else { return nil }
      return (header, message)
    }
    guard let (header, message) = parsed, message.isValid(under: header) else {
      return discard(packet, \.malformed)
    }
    switch message.body {
    case .neighborSolicitation(let target):
      answer(header, target, message.options.sourceLinkAddress, at: now)
    case .neighborAdvertisement(let target, let flags):
      note(target, message.options.targetLinkAddress, flags, at: now)
    case .routerSolicitation, .routerAdvertisement, .redirect: break
    }
    discard(packet, \.consumed)
  }

  /// Somebody asks who has an address (RFC 4861 §7.2.3).
  private mutating func answer(
    _ header: IPv6Header, _ target: IPv6Address, _ hardware: MACAddress?, at now: UInt64
  ) {
    guard configuration.owns(target) else { return }
    let isProbe = header.source.isUnspecified
    let source = IPAddress(header.source)
    // Who is not on the link is not a neighbour, whatever it says (RFC 4861 §11.1).
    if let hardware, !isProbe, configuration.nextHop(to: source) == source {
      neighbors.noteSolicitation(source, hardware, at: now)
      sendResolved(source)
    }
    // Who has no address yet wants to have this one (RFC 4862 §5.4.3): all are told that it is taken (§7.2.4).
    let message = NeighborMessage(
      .neighborAdvertisement(target: target, flags: isProbe ? .override : [.solicited, .override]),
      options: NeighborOptions(targetLinkAddress: configuration.hardwareAddress))
    send(message, from: target, to: isProbe ? .allNodes : header.source, at: now)
  }

  /// Somebody says who has an address (RFC 4861 §7.2.5).
  private mutating func note(
    _ target: IPv6Address, _ hardware: MACAddress?, _ flags: NeighborFlags, at now: UInt64
  ) {
    // Who says that it has our address is not believed: it was given to us.
    guard !configuration.owns(target) else { return counters.addressConflicts += 1 }
    neighbors.noteAdvertisement(IPAddress(target), hardware, flags, at: now)
    sendResolved(IPAddress(target))
    tellOthers(IPAddress(target), hardware, flags)
  }

  /// Asks who has an address: all that may have it, or the one that has had it (RFC 4861 §7.2.2, §7.3.3).
  mutating func solicit(_ target: IPv6Address, at hardware: MACAddress?, _ now: UInt64) {
    guard let source = configuration.source(to: IPAddress(target)) else { return }
    let message = NeighborMessage(
      .neighborSolicitation(target: target),
      options: NeighborOptions(sourceLinkAddress: configuration.hardwareAddress))
    let destination = hardware == nil ? target.solicitedNode : target
    send(message, from: source.v6, to: destination, at: now)
  }

  private mutating func send(
    _ message: NeighborMessage, from source: IPv6Address, to destination: IPv6Address,
    at now: UInt64
  ) {
    sendIP(
      from: IPAddress(source), to: IPAddress(destination), protocolNumber: IPProtocol.icmpv6,
      payloadByteCount: message.byteCount, hopLimit: NeighborMessage.hopLimit, at: now
    ) { octets, offset in
      message.write(to: &octets, at: offset, from: source, to: destination)
    }
  }
}
