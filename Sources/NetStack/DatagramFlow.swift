import Wire

/// Whom a datagram of UDP goes to that a program sends, and from which port. Nothing here looks at a stack, so that any thread may
/// ask: `NetworkStack.sendDatagram` sends what is made.
public struct DatagramFlow: Equatable, Sendable {
  public var sourcePort: UInt16
  public var destination: IPAddress
  public var destinationPort: UInt16

  public init(sourcePort: UInt16, destination: IPAddress, destinationPort: UInt16) {
    self.sourcePort = sourcePort
    self.destination = destination
    self.destinationPort = destinationPort
  }

  /// Makes a packet a datagram of this flow. Whom it goes to on the link is to be written yet.
  ///
  /// Precondition: `octets` are there; they may lie in the packet.
  @unsafe
  public func make(
    _ packet: PacketReference, carrying octets: UnsafeRawBufferPointer, for host: HostConfiguration
  ) throws(NetworkStack.StepError) {
    guard let source = host.source(to: destination), host.nextHop(to: destination) != nil else {
      throw .noWay
    }
    try unsafe make(packet, carrying: octets, from: source, to: .zero, for: host)
  }

  /// The same from one of the host's addresses, and to one on the link.
  @unsafe
  fileprivate func make(
    _ packet: PacketReference, carrying octets: UnsafeRawBufferPointer, from source: IPAddress,
    to hardware: MACAddress, for host: HostConfiguration
  ) throws(NetworkStack.StepError) {
    guard octets.count <= host.largestUnfragmented(to: destination) else { throw .tooLong }
    let header = UDPHeader(
      sourcePort: sourcePort, destinationPort: destinationPort, payloadByteCount: octets.count)
    let place = EthernetHeader.byteCount + destination.version.leastHeaderByteCount
    let start = place + UDPHeader.byteCount
    unsafe packet.make(start: start, headroom: host.headroom, endingIn: octets) { frame in
      var sum = header.pseudoHeader(from: source, to: destination)
      sum.add(frame.span.extracting(droppingFirst: start))
      header.write(to: &frame, at: place, including: sum)
      host.writeHeaders(
        to: &frame, from: source, to: destination, at: hardware, protocolNumber: IPProtocol.udp,
        hopLimit: host.datagramHopLimit(to: destination), payloadByteCount: Int(header.length))
    }
    packet.stage = .datagram
  }
}

/// Datagrams that programs take themselves.
extension NetworkStack {
  /// Takes a datagram whose packet the network layer has taken.
  public static func takeUDP(
    _ packet: PacketReference, for host: HostConfiguration
  ) throws(StepError) {
    let datagram = try udpDatagram(in: packet, for: host)
    let isRight = packet.withFrame {
      (try? UDPHeader.verify(
        $0.extracting(datagram.payload), from: datagram.source, to: datagram.destination)) != nil
    }
    guard isRight else { throw .malformed }
    packet.stage = .datagram
  }

  /// Makes a datagram one that goes back to where it came from, by the link that it came by.
  ///
  /// Precondition: `octets` are there; they may lie in it.
  @unsafe
  public static func answer(
    _ packet: PacketReference, with octets: UnsafeRawBufferPointer, for host: HostConfiguration
  ) throws(StepError) {
    let datagram = try udpDatagram(in: packet, for: host)
    let header = try udpHeader(of: datagram, in: packet)
    guard let link = packet.ethernetHeader else { throw .malformed }
    guard header.sourcePort != 0 else { throw .unwanted }
    let flow = DatagramFlow(
      sourcePort: header.destinationPort, destination: datagram.source,
      destinationPort: header.sourcePort)
    try unsafe flow.make(
      packet, carrying: octets, from: host.answeringSource(datagram), to: link.source, for: host)
  }

  /// Makes a datagram one of another flow, with the octets that it carries.
  public static func forward(
    _ packet: PacketReference, by flow: DatagramFlow, for host: HostConfiguration
  ) throws(StepError) {
    let datagram = try udpDatagram(in: packet, for: host)
    let header = try udpHeader(of: datagram, in: packet)
    let start = datagram.payload.lowerBound
    // Sound: the header was parsed within the frame, and says how many there are.
    let octets = unsafe packet.octets(
      start + header.payloadRange.lowerBound..<start + header.payloadRange.upperBound)
    try unsafe flow.make(packet, carrying: octets, for: host)
  }

  private static func udpDatagram(
    in packet: PacketReference, for host: HostConfiguration
  ) throws(StepError) -> Datagram {
    guard let ethernet = packet.ethernetHeader else { throw .malformed }
    let datagram = try datagram(in: packet, behind: ethernet, for: host)
    guard datagram.protocolNumber == IPProtocol.udp else { throw .malformed }
    return datagram
  }

  private static func udpHeader(
    of datagram: Datagram, in packet: PacketReference
  ) throws(StepError) -> UDPHeader {
    let header = packet.withFrame { try? UDPHeader(parsing: $0.extracting(datagram.payload)) }
    guard let header else { throw .malformed }
    return header
  }
}
