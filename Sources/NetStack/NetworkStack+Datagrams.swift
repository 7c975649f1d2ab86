import Wire

/// What has come to a bound UDP port, oldest first.
struct DatagramPort {
  /// Each lies in its packet, from `payload` on.
  struct Waiting {
    var source: IPAddress
    var port: UInt16
    /// Which of our addresses it came to.
    var local: IPAddress
    var packet: PacketReference
    var payload: Range<Int>
  }

  let limit: Int
  var waiting: [Waiting] = []

  init(limit: Int) {
    self.limit = limit
    waiting.reserveCapacity(limit)
  }
}

/// A datagram that has come.
public struct ReceivedDatagram: Equatable, Sendable {
  public var source: IPAddress
  public var port: UInt16
  /// Which of our addresses it came to: where it came to a group, one of ours all the same, to answer from.
  public var local: IPAddress
  public var octets: [UInt8]
}

/// UDP over either version (RFC 768, RFC 1122 §4.1, RFC 8200 §8.1): ports that users bind, each with a row of packets that wait to be read.
extension NetworkStack {
  /// Takes a port, at which up to `limit` datagrams may wait; the next ones are lost.
  public mutating func bindDatagrams(port: UInt16, limit: Int = 64) throws(SocketError) {
    guard datagramPorts[port] == nil else { throw .portTaken(port) }
    datagramPorts[port] = DatagramPort(limit: limit)
  }

  /// Gives a port back; what waits there is lost.
  public mutating func unbindDatagrams(port: UInt16) {
    guard let gone = datagramPorts.removeValue(forKey: port) else { return }
    for waiting in gone.waiting { release(waiting) }
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
    guard let first = datagramPorts[port]?.waiting.first else { return nil }
    datagramPorts[port]?.waiting.removeFirst()
    return first
  }

  /// Sends the oldest datagram that waits at a port back to where it came from (RFC 862). False: none waits.
  ///
  /// What comes from such a port itself is not answered: two that echo would answer each other without end.
  public mutating func echoDatagram(port: UInt16, at now: UInt64) -> Bool {
    guard let first = takeWaiting(port) else { return false }
    if first.port != port {
      first.packet.withFrame { frame in
        _ = sendDatagram(
          frame.extracting(first.payload), from: port, of: first.local, to: first.source,
          port: first.port, at: now)
      }
    }
    release(first)
    return true
  }

  /// Sends a datagram, from `local` of our addresses if that is given. False: it is longer than a packet, or there is no packet
  /// for it, or no way.
  @discardableResult
  public mutating func sendDatagram(
    _ payload: Span<UInt8>, from port: UInt16, of local: IPAddress? = nil,
    to destination: IPAddress, port remote: UInt16, at now: UInt64
  ) -> Bool {
    guard let source = local ?? configuration.source(to: destination),
      UDPHeader.byteCount + payload.count <= configuration.mtu
    else { return false }
    let header = UDPHeader(
      sourcePort: port, destinationPort: remote, payloadByteCount: payload.count)
    var sum = header.pseudoHeader(from: source, to: destination)
    return sendIP(
      from: source, to: destination, protocolNumber: IPProtocol.udp,
      payloadByteCount: UDPHeader.byteCount + payload.count, at: now
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
      guard let port = datagramPorts[header.destinationPort] else {
        return refuse(packet, datagram, .closedPort, at: now)
      }
      guard port.waiting.count < port.limit, heldCount < configuration.heldPacketLimit else {
        return discard(packet, \.datagramsLost)
      }
      let start = datagram.payload.lowerBound
      let payload = start + UDPHeader.byteCount..<start + Int(header.length)
      counters.consumed += 1
      heldCount += 1
      datagramPorts[header.destinationPort]?.waiting.append(
        DatagramPort.Waiting(
          source: source, port: header.sourcePort,
          local: destination.isMulticast
            ? configuration.source(to: source) ?? destination : destination,
          packet: packet, payload: payload))
    }
  }
}
