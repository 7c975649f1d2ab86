import Wire

/// Packets that have come in.
extension NetworkStack {
  /// Takes a packet over, and does all that there is to be done with it.
  public mutating func receive(_ packet: PacketReference, at now: UInt64) {
    counters.received += 1
    guard let header = packet.withFrame({ try? EthernetHeader(parsing: $0) }) else {
      return discard(packet, \.malformed)
    }
    guard header.destination == configuration.hardwareAddress || header.destination.isMulticast
    else { return discard(packet, \.notForUs) }
    switch header.etherType {
    case EthernetHeader.EtherType.arp: receiveARP(packet, at: header.headerByteCount, now)
    case EthernetHeader.EtherType.ipv4: receiveIPv4(packet, behind: header, at: now)
    default: discard(packet, \.unknownProtocol)
    }
  }

  // MARK: ARP (RFC 826)

  private mutating func receiveARP(_ packet: PacketReference, at offset: Int, _ now: UInt64) {
    let parsed = packet.withFrame { try? ARPPacket(parsing: $0.extracting(offset...)) }
    guard let arp = parsed else { return discard(packet, \.malformed) }
    let isForUs = arp.target == configuration.address
    // Who says that it has our address is not believed.
    if arp.sender != configuration.address {
      neighbors.learn(arp.sender, arp.senderHardware, speaksToUs: isForUs, at: now)
      sendResolved(arp.sender, arp.senderHardware)
    }
    discarded.append(packet)
    counters.consumed += 1
    guard isForUs, arp.operation == .request else { return }
    sendARP(
      ARPPacket(
        operation: .reply, senderHardware: configuration.hardwareAddress,
        sender: configuration.address, targetHardware: arp.senderHardware, target: arp.sender),
      to: arp.senderHardware)
  }

  // MARK: IPv4 (RFC 791, RFC 1122 §3.2)

  private mutating func receiveIPv4(
    _ packet: PacketReference, behind ethernet: EthernetHeader, at now: UInt64
  ) {
    // RFC 1122 §3.3.6: what goes to one host is not sent to all on the link.
    guard ethernet.destination == configuration.hardwareAddress else {
      return discard(packet, \.notForUs)
    }
    var datagram: Datagram
    switch checkIPv4(packet, behind: ethernet.headerByteCount) {
    case .taken(let checked): datagram = checked
    case .refused(let reason): return discard(packet, reason)
    }
    note(datagram.header.source, ethernet.source, at: now)
    if datagram.header.fragmentation.isFragment {
      guard let whole = reassemble(packet, datagram, ethernet, at: now) else { return }
      datagram = whole
    }
    switch datagram.header.protocolNumber {
    case IPProtocol.tcp: receiveTCP(packet, datagram, at: now)
    case IPProtocol.icmp: receiveICMP(packet, datagram, at: now)
    case IPProtocol.udp: receiveUDP(packet, datagram, at: now)
    default: refuse(packet, datagram, code: ICMPUnreachable.protocol, at: now)
    }
  }

  /// Who speaks to us on the link is likely to be answered.
  mutating func note(_ source: IPv4Address, _ hardware: MACAddress, at now: UInt64) {
    guard configuration.nextHop(to: source) == source else { return }
    neighbors.note(source, hardware, gateway: configuration.gateway, at: now)
  }

  enum CheckedDatagram {
    case taken(Datagram)
    case refused(WritableKeyPath<StackCounters, UInt64>)
  }

  /// An IPv4 datagram in a frame.
  struct Datagram {
    var header: IPv4Header
    /// Where it begins in the frame.
    var offset: Int

    /// What is behind its header, in the frame.
    var payload: Range<Int> { offset + header.headerByteCount..<offset + Int(header.totalLength) }
  }

  /// The network layer: whether a datagram is whole, and for us.
  @inline(__always)
  func checkIPv4(_ packet: PacketReference, behind offset: Int) -> CheckedDatagram {
    let parsed = packet.withFrame { frame -> Result<IPv4Header, WireError> in
      Result { () throws(WireError) in try IPv4Header(parsing: frame.extracting(offset...)) }
    }
    let header: IPv4Header
    switch parsed {
    case .success(let whole): header = whole
    case .failure(.badChecksum): return .refused(\.badChecksum)
    case .failure: return .refused(\.malformed)
    }
    guard header.destination == configuration.address else { return .refused(\.notForUs) }
    // RFC 1122 §3.2.1.3; where packets are sent by the source's wish is refused (RFC 6274 §3.13.2.3).
    guard !header.source.isMulticast, header.source.bits != 0, header.source.bits != .max,
      !header.source.isLoopback, header.source != configuration.address,
      !header.options.hasSourceRoute
    else { return .refused(\.malformed) }
    return .taken(Datagram(header: header, offset: offset))
  }

  /// Keeps what a fragment carries. The last one's packet becomes the whole datagram; nil for others, which are discarded.
  private mutating func reassemble(
    _ packet: PacketReference, _ datagram: Datagram, _ ethernet: EthernetHeader, at now: UInt64
  ) -> Datagram? {
    let outcome = packet.withFrame {
      reassembler.take(datagram.header, $0.extracting(datagram.payload), at: now)
    }
    guard case .whole(let payload) = outcome else {
      discard(packet, \.fragments)
      return nil
    }
    counters.reassembled += 1
    let header = IPv4Header(
      payloadByteCount: payload.count, identification: datagram.header.identification,
      protocolNumber: datagram.header.protocolNumber, source: datagram.header.source,
      destination: datagram.header.destination)
    let link = EthernetHeader(
      destination: ethernet.destination, source: ethernet.source, etherType: ethernet.etherType)
    let start = EthernetHeader.byteCount + IPv4Header.byteCountMin
    packet.make(byteCount: start + payload.count, headroom: configuration.headroom) {
      $0.copy(payload.span, at: start)
      header.write(to: &$0, at: EthernetHeader.byteCount)
      link.write(to: &$0)
    }
    return Datagram(header: header, offset: EthernetHeader.byteCount)
  }

  // MARK: ICMP (RFC 792, RFC 1122 §3.2.2)

  private mutating func receiveICMP(
    _ packet: PacketReference, _ datagram: Datagram, at now: UInt64
  ) {
    let parsed = packet.withFrame { try? ICMPHeader(parsing: $0.extracting(datagram.payload)) }
    guard let header = parsed else { return discard(packet, \.malformed) }
    switch ICMPMessage(header) {
    case .echoRequest(let echo): answer(echo, packet, datagram, at: now)
    case .destinationUnreachable(let code, let mtu):
      noteUnreachable(code: code, nextHopMTU: mtu, packet, datagram, at: now)
    default: break
    }
    counters.consumed += 1
    discarded.append(packet)
  }

  private mutating func answer(
    _ echo: ICMPEcho, _ packet: PacketReference, _ datagram: Datagram, at now: UInt64
  ) {
    let body = datagram.payload.lowerBound + ICMPHeader.byteCount..<datagram.payload.upperBound
    sendIPv4(
      to: datagram.header.source, protocolNumber: IPProtocol.icmp,
      payloadByteCount: datagram.payload.count, at: now
    ) { octets, offset in
      packet.withFrame { frame in
        var sum = InternetChecksum()
        sum.copy(from: frame.extracting(body), to: &octets, at: offset + ICMPHeader.byteCount)
        ICMPMessage.echoReply(echo).header.write(to: &octets, at: offset, including: sum)
      }
    }
  }

  /// RFC 1191, RFC 5927: what does not name something that we have on the way is not believed.
  private mutating func noteUnreachable(
    code: UInt8, nextHopMTU: UInt16, _ packet: PacketReference, _ datagram: Datagram,
    at now: UInt64
  ) {
    let start = datagram.payload.lowerBound + ICMPHeader.byteCount
    let parsed = packet.withFrame {
      try? QuotedDatagram(parsingIPv4: $0.extracting(start..<datagram.payload.upperBound))
    }
    guard let quoted = parsed, quoted.protocolNumber == IPProtocol.tcp, let ports = quoted.ports,
      let sequence = quoted.sequenceNumber
    else { return }
    let key = SocketKey(
      local: quoted.source, localPort: ports.source, remote: quoted.destination,
      remotePort: ports.destination)
    guard let socket = table.find(key),
      socket.value.connection.hasOnTheWay(SequenceNumber(sequence))
    else { return }
    if code == ICMPUnreachable.fragmentationNeeded {
      let size = max(Int(nextHopMTU), Self.minimumMTU) - 40
      socket.value.connection.reduceSegmentSize(to: size)
    } else {
      let isCertain = code == ICMPUnreachable.protocol || code == ICMPUnreachable.port
      socket.value.connection.noteUnreachable(isCertain: isCertain)
      if socket.value.connection.state == .closed { note(.closed, of: socket) }
    }
    settle(socket, at: now)
  }

  /// Less than this no path has (RFC 791, as Linux has it: RFC 1191's 68 lets anybody make segments tiny).
  private static let minimumMTU = 552

  /// Answers what can't be taken by an error (RFC 1122 §3.2.2): never one about an error, or about what went to all.
  mutating func refuse(
    _ packet: PacketReference, _ datagram: Datagram, code: UInt8, at now: UInt64
  ) {
    counters.noSocket += 1
    discarded.append(packet)
    guard errorLimit.admits(at: now) else { return }
    // As much of it as was always asked for, and not more (RFC 792).
    let quoted = min(datagram.header.headerByteCount + 8, Int(datagram.header.totalLength))
    let range = datagram.offset..<datagram.offset + quoted
    counters.errorsSent += 1
    sendIPv4(
      to: datagram.header.source, protocolNumber: IPProtocol.icmp,
      payloadByteCount: ICMPHeader.byteCount + quoted, at: now
    ) { octets, offset in
      packet.withFrame { frame in
        var sum = InternetChecksum()
        sum.copy(from: frame.extracting(range), to: &octets, at: offset + ICMPHeader.byteCount)
        ICMPMessage.destinationUnreachable(code: code, nextHopMTU: 0).header
          .write(to: &octets, at: offset, including: sum)
      }
    }
  }
}
