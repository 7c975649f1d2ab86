import Wire

/// What has come to a bound UDP port, oldest first.
struct DatagramPort {
  /// Each lies in its packet, from `payload` on.
  struct Waiting {
    var source: IPv4Address
    var port: UInt16
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
  public var source: IPv4Address
  public var port: UInt16
  public var octets: [UInt8]
}

/// UDP over IPv4 (RFC 768, RFC 1122 §4.1): ports that users bind, each with a row of packets that wait to be read.
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
    guard let first = datagramPorts[port]?.waiting.first else { return nil }
    datagramPorts[port]?.waiting.removeFirst()
    let octets = first.packet.withFrame { frame in first.payload.map { frame[$0] } }
    release(first)
    return ReceivedDatagram(source: first.source, port: first.port, octets: octets)
  }

  /// Sends a datagram. False: it is longer than a packet, or there is no packet for it, or no way.
  @discardableResult
  public mutating func sendDatagram(
    _ payload: Span<UInt8>, from port: UInt16, to destination: IPv4Address, port remote: UInt16,
    at now: UInt64
  ) -> Bool {
    guard UDPHeader.byteCount + payload.count + IPv4Header.byteCountMin <= configuration.mtu else {
      return false
    }
    let header = UDPHeader(
      sourcePort: port, destinationPort: remote, payloadByteCount: payload.count)
    var sum = header.pseudoHeader(
      from: IPAddress(configuration.address), to: IPAddress(destination))
    return sendIPv4(
      to: destination, protocolNumber: IPProtocol.udp,
      payloadByteCount: UDPHeader.byteCount + payload.count, at: now
    ) { octets, offset in
      sum.copy(from: payload, to: &octets, at: offset + UDPHeader.byteCount)
      header.write(to: &octets, at: offset, including: sum)
    }
  }

  /// A datagram for a port: it waits there, or its sender is told that nobody is there.
  mutating func receiveUDP(_ packet: PacketReference, _ datagram: Datagram, at now: UInt64) {
    let (source, destination) = (datagram.header.source, datagram.header.destination)
    let parsed = packet.withFrame { frame -> Result<UDPHeader, WireError> in
      let octets = frame.extracting(datagram.payload)
      return Result { () throws(WireError) in
        try UDPHeader.verify(octets, from: IPAddress(source), to: IPAddress(destination))
        return try UDPHeader(parsing: octets)
      }
    }
    switch parsed {
    case .failure(.badChecksum): discard(packet, \.badChecksum)
    case .failure: discard(packet, \.malformed)
    case .success(let header):
      guard let port = datagramPorts[header.destinationPort] else {
        return refuse(packet, datagram, code: ICMPUnreachable.port, at: now)
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
          source: source, port: header.sourcePort, packet: packet, payload: payload))
    }
  }
}
