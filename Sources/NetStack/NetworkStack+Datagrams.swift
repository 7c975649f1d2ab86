import Wire

/// A datagram that has come.
public struct ReceivedDatagram: Equatable, Sendable {
  public var source: IPAddress
  public var port: UInt16
  /// Which of our addresses it came to: where it came to a group, one of ours all the same, to answer from.
  public var local: IPAddress
  public var octets: [UInt8]
}

/// UDP over either version (RFC 768, RFC 1122 §4.1, RFC 8200 §8.1): ports that users bind, each with a row of packets that wait
/// to be read.
extension NetworkStack {
  /// Takes a port, at which up to `limit` datagrams may wait; the next ones are lost.
  public mutating func bindDatagrams(port: UInt16, limit: Int = 64) throws(SocketError) {
    guard datagramPorts[port] == nil else { throw .portTaken(port) }
    datagramPorts[port] = DatagramPort(limit: limit)
  }

  /// Gives a port back; what waits there is lost.
  public mutating func unbindDatagrams(port: UInt16) {
    while let waiting = takeWaiting(port) { release(waiting) }
    datagramPorts[port] = nil
  }

  private mutating func release(_ waiting: DatagramPort.Waiting) {
    heldCount -= 1
    discarded.append(waiting.packet)
  }

  /// The oldest datagram that waits at a port; nil where none does.
  public mutating func takeDatagram(port: UInt16) -> ReceivedDatagram? {
    guard let first = takeWaiting(port) else { return nil }
    let octets = first.packet.withFrame { frame in first.payload.map { frame[$0] } }
    release(first)
    return ReceivedDatagram(
      source: first.source, port: first.port, local: first.local, octets: octets)
  }

  private mutating func takeWaiting(_ port: UInt16) -> DatagramPort.Waiting? {
    guard let first = datagramPorts[port]?.removeFirst() else { return nil }
    waitingDatagramCount -= 1
    return first
  }

  /// Sends the oldest datagram that waits at a port back to where it came from (RFC 862). False: none waits.
  ///
  /// What comes from such a port itself is not answered: two that echo would answer each other without end. Nor is what comes from
  /// port 0, which wants no answer (RFC 768).
  public mutating func echoDatagram(port: UInt16, at now: UInt64) -> Bool {
    answerDatagram(port: port, at: now) { octets, source, send in
      if source != port { send(octets) }
    }
  }

  /// Hands the oldest datagram that waits at a port to `answer`: its octets, where they lie, its source port, and what sends a
  /// datagram back to where it came from. False: none waits.
  ///
  /// What comes from port 0 wants no answer (RFC 768). An answer that is longer than a chunk has room for is
  /// counted, and not sent.
  public mutating func answerDatagram(
    port: UInt16, at now: UInt64,
    _ answer: (Span<UInt8>, _ sourcePort: UInt16, _ send: (Span<UInt8>) -> Void) -> Void
  ) -> Bool {
    guard let first = takeWaiting(port) else { return false }
    first.packet.withFrame { frame in
      answer(frame.extracting(first.payload), first.port) { octets in
        guard first.port != 0 else { return }
        if octets.count > configuration.largestDatagram(to: first.source) {
          counters.datagramsTooLong += 1
        } else {
          sendDatagram(
            octets, from: port, of: first.local, to: first.source, port: first.port, at: now)
        }
      }
    }
    release(first)
    return true
  }

  /// Sends a datagram, from `local` of our addresses if that is given. False: it is longer than a chunk has room for, or there
  /// are no packets for it, or no way.
  @discardableResult
  public mutating func sendDatagram(
    _ payload: Span<UInt8>, from port: UInt16, of local: IPAddress? = nil,
    to destination: IPAddress, port remote: UInt16, at now: UInt64
  ) -> Bool {
    guard let source = local ?? configuration.source(to: destination),
      payload.count <= configuration.largestDatagram(to: destination)
    else { return false }
    let header = UDPHeader(
      sourcePort: port, destinationPort: remote, payloadByteCount: payload.count)
    var sum = header.pseudoHeader(from: source, to: destination)
    return sendIP(
      from: source, to: destination, protocolNumber: IPProtocol.udp,
      payloadByteCount: UDPHeader.byteCount + payload.count,
      hopLimit: configuration.datagramHopLimit(to: destination), at: now
    ) { octets, offset in
      sum.copy(from: payload, to: &octets, at: offset + UDPHeader.byteCount)
      header.write(to: &octets, at: offset, including: sum)
    }
  }

  /// A datagram for a port: it waits there, or its sender is told that nobody is there.
  mutating func receiveUDP(_ packet: PacketReference, _ datagram: Datagram, at now: UInt64) {
    let (source, destination) = (datagram.source, datagram.destination)
    let parsed = packet.withFrame { frame -> Result<UDPHeader, WireError> in
      let octets = frame.extracting(datagram.payload)
      return Result { () throws(WireError) in
        try UDPHeader.verify(octets, from: source, to: destination)
        return try UDPHeader(parsing: octets)
      }
    }
    switch parsed {
    case .failure(.badChecksum), .failure(.missingChecksum): discard(packet, \.badChecksum)
    case .failure: discard(packet, \.malformed)
    case .success(let header):
      keep(packet, datagram, header, at: now)
    }
  }

  private mutating func keep(
    _ packet: PacketReference, _ datagram: Datagram, _ header: UDPHeader, at now: UInt64
  ) {
    let start = datagram.payload.lowerBound
    let waiting = DatagramPort.Waiting(
      source: datagram.source, port: header.sourcePort,
      local: configuration.answeringSource(datagram), packet: packet,
      payload: start + UDPHeader.byteCount..<start + Int(header.length))
    let hasRoom = heldCount < configuration.heldPacketLimit
    // In its place: a copy of the port would have its ring copied, too.
    let isKept = datagramPorts[header.destinationPort]?.append(waiting, if: hasRoom)
    switch isKept {
    case true?:
      counters.consumed += 1
      heldCount += 1
      waitingDatagramCount += 1
    case false?: discard(packet, \.datagramsLost)
    case nil: refuse(packet, datagram, .closedPort, at: now)
    }
  }
}

extension HostConfiguration {
  /// How many octets a datagram of UDP carries that is not fragmented.
  func largestUnfragmented(to destination: IPAddress) -> Int {
    mtu - destination.version.leastHeaderByteCount - UDPHeader.byteCount
  }

  /// How many it carries at most, in fragments if need be.
  func largestDatagram(to destination: IPAddress) -> Int {
    datagramByteCountMax - destination.version.leastHeaderByteCount - UDPHeader.byteCount
  }

  /// Datagrams for a group stay on the link (RFC 1112 §6.1).
  func datagramHopLimit(to destination: IPAddress) -> UInt8 { isGroup(destination) ? 1 : 64 }
}
