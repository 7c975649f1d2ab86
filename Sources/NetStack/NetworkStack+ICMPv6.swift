import Wire

/// ICMPv6 (RFC 4443).
extension NetworkStack {
  mutating func receiveICMPv6(
    _ packet: PacketReference, _ datagram: Datagram, at now: UInt64
  ) {
    let parsed = packet.withFrame { frame -> Result<ICMPHeader, WireError> in
      Result { () throws(WireError) in
        try ICMPHeader(
          parsing: frame.extracting(datagram.payload), from: datagram.source.v6,
          to: datagram.destination.v6)
      }
    }
    switch parsed {
    case .failure(.badChecksum): discard(packet, \.badChecksum)
    case .failure: discard(packet, \.malformed)
    case .success(let header) where NeighborMessage.isNeighborMessage(type: header.type):
      receiveNeighborMessage(packet, datagram, at: now)
    case .success(let header) where header.type == MulticastListener.query:
      receiveListenerQuery(packet, datagram, at: now)
    case .success(let header):
      guard !datagram.source.isUnspecified else { return discard(packet, \.malformed) }
      let message = ICMPv6Message(header)
      if case .echoRequest(let echo) = message { answer(echo, packet, datagram, at: now) }
      if message.isError, let quoted = quoted(packet, datagram) {
        if let key = strayKey(of: quoted) { return keepStray(packet, key) }
        note(message, about: quoted, at: now)
      }
      discard(packet, \.consumed)
    }
  }

  /// An error, to the connection that has a segment on the way that it is about.
  private mutating func note(
    _ error: ICMPv6Message, about quoted: QuotedDatagram, at now: UInt64
  ) {
    guard let socket = connection(of: quoted) else { return }
    switch error {
    case .packetTooBig(let mtu):
      // RFC 8201 §4: no path is narrower than all links are wide.
      guard mtu >= UInt32(IPv6Header.linkMTUMin) else { return }
      socket.value.connection.reduceSegmentSize(to: Int(min(mtu, 0xffff)) - 60)
      settle(socket, at: now)
    case .destinationUnreachable(let code):
      noteUnreachable(socket, isCertain: code == ICMPv6Unreachable.port, at: now)
    case .parameterProblem(ICMPv6ParameterProblem.unknownNextHeader, _):
      // It has no TCP (RFC 1122 §4.2.3.9 has this for IPv4's error).
      noteUnreachable(socket, isCertain: true, at: now)
    default: break
    }
  }

  private mutating func answer(
    _ echo: ICMPEcho, _ packet: PacketReference, _ datagram: Datagram, at now: UInt64
  ) {
    let source = configuration.answeringSource(datagram)
    let body = datagram.payload.lowerBound + ICMPHeader.byteCount..<datagram.payload.upperBound
    send(.echoReply(echo), body, of: packet, from: source, to: datagram.source, at: now)
  }

  /// Sends a message with some octets of a packet behind it.
  private mutating func send(
    _ message: ICMPv6Message, _ body: Range<Int>, of packet: PacketReference,
    from source: IPAddress, to destination: IPAddress, at now: UInt64
  ) {
    let byteCount = ICMPHeader.byteCount + body.count
    sendIP(
      from: source, to: destination, protocolNumber: IPProtocol.icmpv6,
      payloadByteCount: byteCount, at: now
    ) { octets, offset in
      packet.withFrame { frame in
        var sum = ICMPHeader.pseudoHeader(
          from: source.v6, to: destination.v6, byteCount: byteCount)
        sum.copy(from: frame.extracting(body), to: &octets, at: offset + ICMPHeader.byteCount)
        message.header.write(to: &octets, at: offset, including: sum)
      }
    }
  }

  // MARK: Errors

  /// Tells a datagram's sender why it is not taken, as RFC 4443 §2.4 has it: never about an error, nor to who has no address,
  /// and about what went to a group only where an option demands it.
  mutating func sendError(
    _ error: ICMPv6Message, about packet: PacketReference, _ datagram: Datagram, at now: UInt64
  ) {
    guard !datagram.source.isUnspecified, !isError(packet, datagram) else { return }
    if datagram.destination.isMulticast {
      guard case .parameterProblem(ICMPv6ParameterProblem.unknownOption, _) = error else { return }
    }
    guard errorLimit.admits(at: now) else { return }
    counters.errorsSent += 1
    let source = configuration.answeringSource(datagram)
    let quoted = datagram.whole.prefix(ICMPv6Message.quotedByteCountMax)
    send(error, quoted, of: packet, from: source, to: datagram.source, at: now)
  }

  private func isError(_ packet: PacketReference, _ datagram: Datagram) -> Bool {
    guard datagram.protocolNumber == IPProtocol.icmpv6 else { return false }
    let header = packet.withFrame {
      try? ICMPHeader(parsingQuoted: $0.extracting(datagram.payload))
    }
    // What is cut off may be one.
    return header.map { ICMPv6Message($0).isError || $0.isRedirect } ?? true
  }
}

extension ICMPHeader {
  /// Not answered by errors either (RFC 4443 §2.4 (e)).
  fileprivate var isRedirect: Bool { type == 137 }
}
