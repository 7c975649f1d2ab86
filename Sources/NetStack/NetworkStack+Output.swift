import Wire

/// Packets that go out.
extension NetworkStack {
  // MARK: Datagrams

  /// Sends a datagram of the version that both addresses are of, whose payload `body` writes from the offset on that it is
  /// given. False: there was no packet for it, or no way.
  @discardableResult
  mutating func sendIP(
    from source: IPAddress, to destination: IPAddress, protocolNumber: UInt8,
    payloadByteCount: Int, hopLimit: UInt8 = 64, at now: UInt64,
    _ body: (inout MutableSpan<UInt8>, Int) -> Void
  ) -> Bool {
    guard let hop = configuration.nextHop(to: destination) else { return false }
    return sendIP(
      from: source, to: destination, by: hop, protocolNumber: protocolNumber,
      payloadByteCount: payloadByteCount, hopLimit: hopLimit, at: now, body)
  }

  /// The same, given to `hop` on the link.
  @inline(__always)
  private mutating func sendIP(
    from source: IPAddress, to destination: IPAddress, by hop: IPAddress, protocolNumber: UInt8,
    payloadByteCount: Int, hopLimit: UInt8 = 64, at now: UInt64,
    _ body: (inout MutableSpan<UInt8>, Int) -> Void
  ) -> Bool {
    let byteCount = destination.version.leastHeaderByteCount + payloadByteCount
    guard byteCount <= configuration.datagramByteCountMax else { return false }
    guard let packet = supply.removeFirst() else {
      counters.noPacket += 1
      return false
    }
    identification &+= 1
    let start = EthernetHeader.byteCount + destination.version.leastHeaderByteCount
    packet.make(byteCount: start + payloadByteCount, headroom: configuration.headroom) {
      body(&$0, start)
      configuration.writeHeaders(
        to: &$0, from: source, to: destination, protocolNumber: protocolNumber,
        identification: identification, hopLimit: hopLimit, payloadByteCount: payloadByteCount)
    }
    if byteCount > configuration.mtu {
      defer { discarded.append(packet) }
      return sendFragments(
        of: packet, from: source, to: destination, by: hop, protocolNumber: protocolNumber,
        hopLimit: hopLimit, at: now)
    }
    send(packet, to: hop, at: now)
    return true
  }

  /// Sends a frame whose destination is not written yet.
  mutating func send(_ packet: PacketReference, to hop: IPAddress, at now: UInt64) {
    if let group = configuration.hardware(ofGroup: hop) { return emit(packet, to: group) }
    switch neighbors.find(hop, at: now) {
    case .known(let hardware): emit(packet, to: hardware)
    case .stale(let hardware, let mustAsk):
      emit(packet, to: hardware)
      if mustAsk { ask(for: hop, at: hardware, now) }
    case .unknown(let mustAsk):
      keepUnresolved(packet, hop, at: now)
      if mustAsk { ask(for: hop, now) }
    }
  }

  private mutating func emit(_ packet: PacketReference, to hardware: MACAddress) {
    packet.write(destination: hardware)
    outgoing.append(packet)
    counters.sent += 1
  }

  /// Sends a frame of a datagram that programs have made (`DatagramFlow`). Takes it over.
  public mutating func sendDatagram(_ packet: PacketReference, at now: UInt64) {
    guard let destination = packet.destination, let hop = configuration.nextHop(to: destination)
    else { return discard(packet, \.malformed) }
    send(packet, to: hop, at: now)
  }

  // MARK: Neighbours

  private static let unresolvedCountMax = 64

  /// RFC 1122 §2.3.2.2: a packet or more waits; beyond that the oldest one goes.
  private mutating func keepUnresolved(
    _ packet: PacketReference, _ hop: IPAddress, at now: UInt64
  ) {
    if unresolved.count >= Self.unresolvedCountMax {
      discard(unresolved.removeFirst().packet, \.unresolved)
    }
    unresolved.append((hop, packet))
    if neighborsAt == .max { neighborsAt = now + NeighborCache.askingInterval }
  }

  /// Asks who has an address; `hardware` is where it was known to be.
  private mutating func ask(
    for address: IPAddress, at hardware: MACAddress? = nil, _ now: UInt64
  ) {
    guard let v4 = address.v4 else { return solicit(address.v6, at: hardware, now) }
    sendARP(
      ARPPacket(
        operation: .request, senderHardware: configuration.hardwareAddress,
        sender: configuration.address, target: v4), to: .broadcast)
  }

  mutating func sendARP(_ arp: ARPPacket, to hardware: MACAddress) {
    guard let packet = supply.removeFirst() else {
      counters.noPacket += 1
      return
    }
    let ethernet = EthernetHeader(
      destination: hardware, source: configuration.hardwareAddress,
      etherType: EthernetHeader.EtherType.arp)
    packet.make(
      byteCount: EthernetHeader.byteCount + ARPPacket.byteCount, headroom: configuration.headroom
    ) {
      ethernet.write(to: &$0)
      arp.write(to: &$0, at: EthernetHeader.byteCount)
    }
    outgoing.append(packet)
    counters.sent += 1
  }

  /// A neighbour has said who it is: what waited for that goes.
  mutating func sendResolved(_ address: IPAddress) {
    guard unresolved.contains(where: { $0.address == address }),
      let hardware = neighbors.hardware(of: address)
    else { return }
    for waiting in unresolved where waiting.address == address {
      emit(waiting.packet, to: hardware)
    }
    unresolved.removeAll { $0.address == address }
    if unresolved.isEmpty { neighborsAt = .max }
  }

  mutating func expireNeighbors(at now: UInt64) {
    for address in Set(unresolved.map(\.address)) {
      switch neighbors.find(address, at: now) {
      case .unknown(mustAsk: true): ask(for: address, now)
      case .known, .stale: sendResolved(address)
      case .unknown(mustAsk: false): break
      }
    }
    for address in neighbors.expire(at: now) {
      let silent = unresolved.filter { $0.address == address }
      unresolved.removeAll { $0.address == address }
      for waiting in silent { discard(waiting.packet, \.unresolved) }
    }
    neighborsAt = unresolved.isEmpty ? .max : now + NeighborCache.askingInterval
  }

  // MARK: TCP

  /// Sends all that a socket may send now, as far as there are packets for it.
  mutating func push(_ socket: SocketReference, at now: UInt64) {
    if socket.value.isRoomOld { updateRoom(of: socket) }
    var segment = TCPTransmission.none
    while true {
      guard supply.count > 0 else { return unsent.append(socket) }
      guard socket.value.connection.nextTransmission(&segment, at: now) else { break }
      send(&segment, of: socket, at: now)
    }
    schedule(socket)
  }

  @inline(__always)
  private mutating func send(
    _ segment: inout TCPTransmission, of socket: SocketReference, at now: UInt64
  ) {
    guard let hop = socket.value.hop else { return }
    if segment.isRepeated { counters.retransmitted += 1 }
    let (local, remote) = (socket.value.key.local, socket.value.key.remote)
    segment.header.sourcePort = socket.value.key.localPort
    segment.header.destinationPort = socket.value.key.remotePort
    let headerByteCount = segment.header.headerByteCount
    let byteCount = headerByteCount + segment.payloadByteCount
    var sum = TCPHeader.pseudoHeader(from: local, to: remote, byteCount: byteCount)
    _ = sendIP(
      from: local, to: remote, by: hop, protocolNumber: IPProtocol.tcp,
      payloadByteCount: byteCount, at: now
    ) { octets, offset in
      socket.value.copyUnacknowledged(
        segment.sequence, segment.payloadByteCount, to: &octets, at: offset + headerByteCount, &sum)
      segment.header.seal(into: &octets, at: offset, including: sum)
    }
  }

  /// Answers a segment that belongs to no connection.
  mutating func refuse(_ segment: TCPSegment, _ key: SocketKey, at now: UInt64) {
    guard let refusal = segment.refusal else { return }
    counters.resetsSent += 1
    send(refusal, key, at: now)
  }

  /// Sends a segment of no socket, which has no payload.
  mutating func send(_ segment: TCPTransmission, _ key: SocketKey, at now: UInt64) {
    var header = segment.header
    (header.sourcePort, header.destinationPort) = (key.localPort, key.remotePort)
    let sum = TCPHeader.pseudoHeader(
      from: key.local, to: key.remote, byteCount: header.headerByteCount)
    sendIP(
      from: key.local, to: key.remote, protocolNumber: IPProtocol.tcp,
      payloadByteCount: header.headerByteCount, at: now
    ) { octets, offset in header.write(to: &octets, at: offset, including: sum) }
  }

  /// There are packets again: those go on that lacked them. False: there are more.
  @discardableResult
  public mutating func sendUnsent(at now: UInt64) -> Bool {
    guard unsent.first != nil else { return true }
    while supply.count > 0, let socket = unsent.removeFirst() {
      push(socket, at: now)
      releaseIfOver(socket)
    }
    return unsent.first == nil
  }
}
