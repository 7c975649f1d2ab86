import Wire

/// Packets that have come in.
extension NetworkStack {
  /// Takes a packet over, and does all that there is to be done with it.
  public mutating func receive(_ packet: PacketReference, at now: UInt64) {
    counters.received += 1
    guard let header = packet.withFrame({ try? EthernetHeader(parsing: $0) }) else {
      return discard(packet, \.malformed)
    }
    guard configuration.hears(header.destination) else { return discard(packet, \.notForUs) }
    switch header.etherType {
    case EthernetHeader.EtherType.arp where configuration.hasIPv4:
      receiveARP(packet, at: header.headerByteCount, now)
    case EthernetHeader.EtherType.ipv4 where configuration.hasIPv4:
      receiveIPv4(packet, behind: header, at: now)
    case EthernetHeader.EtherType.ipv6 where configuration.v6 != nil:
      receiveIPv6(packet, behind: header, at: now)
    default: discard(packet, \.unknownProtocol)
    }
  }

  /// A datagram in a frame, of either version.
  struct Datagram {
    var source: IPAddress
    var destination: IPAddress
    var protocolNumber: UInt8
    /// Where it begins in the frame.
    var offset: Int
    /// What its headers introduce, in the frame.
    var payload: Range<Int>
    /// Of IPv6: where in the datagram its protocol's number stands.
    var protocolPointer = 0

    /// All of it, in the frame.
    var whole: Range<Int> { offset..<payload.upperBound }
  }

  /// The protocol above IP.
  mutating func deliver(_ packet: PacketReference, _ datagram: Datagram, at now: UInt64) {
    switch datagram.protocolNumber {
    case IPProtocol.tcp: receiveTCP(packet, datagram, at: now)
    case IPProtocol.udp: receiveUDP(packet, datagram, at: now)
    case IPProtocol.icmp where datagram.source.isV4: receiveICMP(packet, datagram, at: now)
    case IPProtocol.icmpv6 where !datagram.source.isV4: receiveICMPv6(packet, datagram, at: now)
    case IPProtocol.noNextHeader where !datagram.source.isV4: discard(packet, \.consumed)
    default: refuse(packet, datagram, .unknownProtocol, at: now)
    }
  }

  /// Why a datagram that is whole can't be taken.
  enum Refusal {
    case unknownProtocol
    case closedPort
  }

  /// Answers what can't be taken by an error.
  mutating func refuse(
    _ packet: PacketReference, _ datagram: Datagram, _ reason: Refusal, at now: UInt64
  ) {
    counters.noSocket += 1
    if datagram.source.isV4 {
      sendError(
        about: packet, datagram,
        code: reason == .closedPort ? ICMPUnreachable.port : ICMPUnreachable.protocol, at: now)
    } else {
      let pointer = UInt32(datagram.protocolPointer)
      let unknown = ICMPv6Message.parameterProblem(
        code: ICMPv6ParameterProblem.unknownNextHeader, pointer: pointer)
      let closed = ICMPv6Message.destinationUnreachable(code: ICMPv6Unreachable.port)
      sendError(reason == .closedPort ? closed : unknown, about: packet, datagram, at: now)
    }
    discarded.append(packet)
  }

  // MARK: ARP (RFC 826)

  private mutating func receiveARP(_ packet: PacketReference, at offset: Int, _ now: UInt64) {
    let parsed = packet.withFrame { try? ARPPacket(parsing: $0.extracting(offset...)) }
    guard let arp = parsed else { return discard(packet, \.malformed) }
    let isForUs = arp.target == configuration.address
    // Who says that it has our address is not believed.
    if arp.sender != configuration.address {
      neighbors.learn(IPAddress(arp.sender), arp.senderHardware, speaksToUs: isForUs, at: now)
      sendResolved(IPAddress(arp.sender))
      if isForUs, arp.operation == .reply {
        tellOthers(IPAddress(arp.sender), arp.senderHardware, nil)
      }
    } else {
      counters.addressConflicts += 1
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
    let datagram: IPv4Datagram
    switch Self.checkIPv4(packet, behind: ethernet, for: configuration) {
    case .taken(let checked): datagram = checked
    case .refused(let reason): return discard(packet, reason)
    }
    note(datagram.header.source, ethernet.source, at: now)
    guard datagram.header.fragmentation.isFragment else {
      return deliver(packet, Datagram(datagram), at: now)
    }
    guard let whole = reassemble(packet, datagram, ethernet, at: now) else { return }
    deliver(packet, Datagram(whole), at: now)
  }

  /// Who speaks to us on the link is likely to be answered.
  mutating func note(_ source: IPv4Address, _ hardware: MACAddress, at now: UInt64) {
    let source = IPAddress(source)
    if neighbors.wasHeard(source, hardware, at: now) { return }
    guard configuration.nextHop(to: source) == source else { return }
    let gateway = configuration.gateway.map { IPAddress($0) }
    neighbors.note(source, hardware, gateway: gateway, at: now)
  }

  enum CheckedDatagram {
    case taken(IPv4Datagram)
    case refused(WritableKeyPath<StackCounters, UInt64>)
  }

  /// An IPv4 datagram in a frame.
  struct IPv4Datagram {
    var header: IPv4Header
    /// Where it begins in the frame.
    var offset: Int

    /// What is behind its header, in the frame.
    var payload: Range<Int> { offset + header.headerByteCount..<offset + Int(header.totalLength) }
  }

  /// The network layer: whether a datagram is whole, and for the host.
  @inline(__always)
  static func checkIPv4(
    _ packet: PacketReference, behind ethernet: EthernetHeader, for host: HostConfiguration
  ) -> CheckedDatagram {
    // RFC 1122 §3.3.6: what goes to one host is not sent to all on the link.
    let isToAll = ethernet.destination == .broadcast
    guard ethernet.destination == host.hardwareAddress || isToAll else {
      return .refused(\.notForUs)
    }
    let offset = ethernet.headerByteCount
    let parsed = packet.withFrame { frame -> Result<IPv4Header, WireError> in
      Result { () throws(WireError) in try IPv4Header(parsing: frame.extracting(offset...)) }
    }
    let header: IPv4Header
    switch parsed {
    case .success(let whole): header = whole
    case .failure(.badChecksum): return .refused(\.badChecksum)
    case .failure: return .refused(\.malformed)
    }
    guard isToAll ? isBroadcastDatagram(header, for: host) : header.destination == host.address
    else { return .refused(\.notForUs) }
    // RFC 1122 §3.2.1.3; where packets are sent by the source's wish is refused (RFC 6274 §3.13.2.3).
    guard !header.source.isMulticast, header.source.bits != 0, !host.isBroadcast(header.source),
      !header.source.isLoopback, header.source != host.address,
      !header.options.hasSourceRoute
    else { return .refused(\.malformed) }
    return .taken(IPv4Datagram(header: header, offset: offset))
  }

  /// Of what is sent to all on the link, datagrams of UDP alone are taken (RFC 1122 §3.2.2.6, §4.2.3.10).
  private static func isBroadcastDatagram(
    _ header: IPv4Header, for host: HostConfiguration
  ) -> Bool {
    host.hasIPv4 && header.protocolNumber == IPProtocol.udp && host.isBroadcast(header.destination)
  }

  /// Keeps what a fragment carries. The last one's packet becomes the whole datagram; nil for others, which are discarded.
  private mutating func reassemble(
    _ packet: PacketReference, _ datagram: IPv4Datagram, _ ethernet: EthernetHeader,
    at now: UInt64
  ) -> IPv4Datagram? {
    let old = datagram.header
    let fragment = Fragment(
      source: IPAddress(old.source), destination: IPAddress(old.destination),
      identification: UInt32(old.identification), protocolNumber: old.protocolNumber,
      byteOffset: old.fragmentation.byteOffset, hasMore: old.fragmentation.hasMore)
    let outcome = packet.withFrame {
      reassembler.take(fragment, $0.extracting(datagram.payload), at: now)
    }
    guard case .whole(let payload, _) = outcome else {
      discard(packet, \.fragments)
      return nil
    }
    let header = IPv4Header(
      payloadByteCount: payload.count, identification: old.identification,
      protocolNumber: old.protocolNumber, source: old.source, destination: old.destination)
    make(packet, of: payload, behind: ethernet, headerByteCount: IPv4Header.byteCountMin) {
      header.write(to: &$0, at: $1)
    }
    return IPv4Datagram(header: header, offset: EthernetHeader.byteCount)
  }

  /// Makes the last fragment's packet one of the whole datagram, whose IP header `body` writes at the offset that it is given.
  mutating func make(
    _ packet: PacketReference, of payload: [UInt8], behind ethernet: EthernetHeader,
    headerByteCount: Int, _ body: (inout MutableSpan<UInt8>, Int) -> Void
  ) {
    counters.reassembled += 1
    let link = EthernetHeader(
      destination: ethernet.destination, source: ethernet.source, etherType: ethernet.etherType)
    let start = EthernetHeader.byteCount + headerByteCount
    packet.make(byteCount: start + payload.count, headroom: configuration.headroom) {
      $0.copy(payload.span, at: start)
      body(&$0, EthernetHeader.byteCount)
      link.write(to: &$0)
    }
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
      guard let quoted = quoted(packet, datagram) else { break }
      if let key = strayKey(of: quoted) { return keepStray(packet, key) }
      noteUnreachable(code: code, nextHopMTU: mtu, quoted, at: now)
    default: break
    }
    counters.consumed += 1
    discarded.append(packet)
  }

  private mutating func answer(
    _ echo: ICMPEcho, _ packet: PacketReference, _ datagram: Datagram, at now: UInt64
  ) {
    let body = datagram.payload.lowerBound + ICMPHeader.byteCount..<datagram.payload.upperBound
    sendIP(
      from: datagram.destination, to: datagram.source, protocolNumber: IPProtocol.icmp,
      payloadByteCount: datagram.payload.count, at: now
    ) { octets, offset in
      packet.withFrame { frame in
        var sum = InternetChecksum()
        sum.copy(from: frame.extracting(body), to: &octets, at: offset + ICMPHeader.byteCount)
        ICMPMessage.echoReply(echo).header.write(to: &octets, at: offset, including: sum)
      }
    }
  }

  /// What an error is about.
  func quoted(_ packet: PacketReference, _ datagram: Datagram) -> QuotedDatagram? {
    let start = datagram.payload.lowerBound + ICMPHeader.byteCount
    return packet.withFrame {
      let octets = $0.extracting(start..<datagram.payload.upperBound)
      return datagram.source.isV4
        ? try? QuotedDatagram(parsingIPv4: octets) : try? QuotedDatagram(parsingIPv6: octets)
    }
  }

  /// RFC 1191, RFC 5927: what does not name something that we have on the way is not believed.
  private mutating func noteUnreachable(
    code: UInt8, nextHopMTU: UInt16, _ quoted: QuotedDatagram, at now: UInt64
  ) {
    guard let socket = connection(of: quoted) else { return }
    if code == ICMPUnreachable.fragmentationNeeded {
      let size = max(Int(nextHopMTU), Self.minimumMTU) - 40
      socket.value.connection.reduceSegmentSize(to: size)
      settle(socket, at: now)
    } else {
      let isCertain = code == ICMPUnreachable.protocol || code == ICMPUnreachable.port
      noteUnreachable(socket, isCertain: isCertain, at: now)
    }
  }

  /// The connection that has a segment on the way that an error quotes.
  func connection(of quoted: QuotedDatagram) -> SocketReference? {
    guard let key = quoted.segmentKey, let sequence = quoted.sequenceNumber,
      let socket = table.find(key),
      socket.value.connection.hasOnTheWay(SequenceNumber(sequence))
    else { return nil }
    return socket
  }

  /// The network says that there is no way to a connection's peer.
  mutating func noteUnreachable(_ socket: SocketReference, isCertain: Bool, at now: UInt64) {
    socket.value.connection.noteUnreachable(isCertain: isCertain)
    if socket.value.connection.state == .closed { note(.closed, of: socket) }
    settle(socket, at: now)
  }

  /// Less than this no path has (RFC 791, as Linux has it: RFC 1191's 68 lets anybody make segments tiny).
  private static let minimumMTU = 552

  /// Tells a datagram's sender why it is not taken (RFC 1122 §3.2.2): never about an error, or about what went to all, neither
  /// of which comes here.
  private mutating func sendError(
    about packet: PacketReference, _ datagram: Datagram, code: UInt8, at now: UInt64
  ) {
    // RFC 1122 §3.2.2: what came to all on the link is answered by nobody.
    guard !configuration.isGroup(datagram.destination), errorLimit.admits(at: now) else { return }
    // As much of it as was always asked for, and not more (RFC 792).
    let range = datagram.whole.prefix(
      datagram.payload.lowerBound - datagram.offset + min(8, datagram.payload.count))
    counters.errorsSent += 1
    sendIP(
      from: datagram.destination, to: datagram.source, protocolNumber: IPProtocol.icmp,
      payloadByteCount: ICMPHeader.byteCount + range.count, at: now
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

extension NetworkStack.Datagram {
  init(_ datagram: NetworkStack.IPv4Datagram) {
    self.init(
      source: IPAddress(datagram.header.source),
      destination: IPAddress(datagram.header.destination),
      protocolNumber: datagram.header.protocolNumber, offset: datagram.offset,
      payload: datagram.payload)
  }
}
