import Wire

/// What `receive` does in one, step by step, for programs that take the steps themselves. A packet stays its owner's until
/// `queue`; one on which a step fails is as it was.
extension NetworkStack {
  public enum StepError: Error, Equatable, Sendable {
    /// It is not whole, or its checksum is wrong.
    case malformed
    /// It is for somebody else.
    case notForUs
    /// It is a part of a datagram, or has headers of which its sender is told that they are refused.
    case notSimple
    /// It has told all that it had to tell.
    case done
    /// It is not of this socket.
    case otherSocket
    /// What is to be sent is longer than a packet.
    case tooLong
    /// There is no way to where it is to be sent.
    case noWay
    /// Its sender wants no answer.
    case unwanted
  }

  // MARK: The network layer

  /// Takes a datagram of that version that is for the host. Looks at no stack, so that any thread may ask.
  public static func takeDatagram(
    _ packet: PacketReference, _ version: IPVersion, for host: HostConfiguration
  ) throws(StepError) {
    guard let ethernet = packet.ethernetHeader, ethernet.etherType == version.etherType else {
      throw .malformed
    }
    _ = try datagram(in: packet, behind: ethernet, for: host)
    packet.stage = .postIP
  }

  /// The datagram in a packet. Also looked for where `takeDatagram` has taken it: who owns the packet may have changed it
  /// meanwhile.
  static func datagram(
    in packet: PacketReference, behind ethernet: EthernetHeader, for host: HostConfiguration
  ) throws(StepError) -> Datagram {
    guard host.hears(ethernet.destination) else { throw .notForUs }
    switch ethernet.etherType {
    case IPVersion.v4.etherType:
      return Datagram(try ipv4Datagram(in: packet, behind: ethernet, for: host))
    case IPVersion.v6.etherType:
      return try ipv6Datagram(in: packet, behind: ethernet, for: host)
    default: throw .malformed
    }
  }

  private static func ipv4Datagram(
    in packet: PacketReference, behind ethernet: EthernetHeader, for host: HostConfiguration
  ) throws(StepError) -> IPv4Datagram {
    guard host.hasIPv4 else { throw .notForUs }
    switch checkIPv4(packet, behind: ethernet, for: host) {
    case .refused(\.notForUs): throw .notForUs
    case .refused: throw .malformed
    case .taken(let datagram):
      guard !datagram.header.fragmentation.isFragment else { throw .notSimple }
      return datagram
    }
  }

  private static func ipv6Datagram(
    in packet: PacketReference, behind ethernet: EthernetHeader, for host: HostConfiguration
  ) throws(StepError) -> Datagram {
    guard host.v6 != nil else { throw .notForUs }
    switch checkIPv6(packet, behind: ethernet, for: host) {
    case .refused(\.notForUs): throw .notForUs
    case .refused: throw .malformed
    case .taken(let header):
      let offset = ethernet.headerByteCount
      guard let extensions = packet.extensions(of: header, at: offset) else { throw .malformed }
      guard !extensions.areRefused, extensions.fragment == nil else { throw .notSimple }
      guard mayCarry(extensions.protocolNumber, header) else { throw .malformed }
      return Datagram(header, extensions, at: offset)
    }
  }

  // MARK: Sockets

  /// The socket that a segment is for, which stays what it is until it is put; nil where there is none, or another stack of the
  /// host may have it.
  public mutating func lookUp(_ packet: PacketReference, at now: UInt64) -> SocketReference? {
    guard let (key, flags) = packet.segment, let socket = find(key),
      !mayStray(flags, found: socket, at: now)
    else { return nil }
    socket.value.referenceCount += 1
    packet.stage = .bound
    packet.bind(to: socket)
    return socket
  }

  /// A program has done with a socket that it was given.
  public mutating func putReference(_ socket: SocketReference) {
    socket.value.referenceCount -= 1
    releaseIfOver(socket)
  }

  /// Who has done something to a socket lets it go: what is to be sent is sent, and what can be read is its user's.
  public mutating func finishSteps(_ socket: SocketReference, at now: UInt64) {
    if socket.value.isUnsettled { flush(socket, at: now) }
    if socket.readableCount > 0 { markReady(socket) }
  }

  /// Whether it lacks packets to send with, or soon will.
  public var isShortOfPackets: Bool { supply.count < Self.fewPackets }

  private static let fewPackets = 8

  // MARK: The transport layer

  /// Tells the connection that was looked up for it what a segment says. Where it throws nothing, the packet is to be queued.
  public mutating func receiveSegment(
    _ packet: PacketReference, at now: UInt64
  ) throws(StepError) {
    guard packet.stage == .bound, let socket = packet.buffer.value.socket else {
      preconditionFailure("a socket was looked up for the packet")
    }
    guard let ethernet = packet.ethernetHeader,
      let datagram = try? Self.datagram(in: packet, behind: ethernet, for: configuration),
      datagram.protocolNumber == IPProtocol.tcp,
      let (segment, place) = try? parseSegment(packet, datagram)
    else { throw .malformed }
    guard socket.value.takes(place.key) else { throw .otherSocket }
    counters.received += 1
    if let source = datagram.source.v4 { note(source, ethernet.source, at: now) }
    guard receive(segment, place, at: socket, at: now) == .keep else { throw .done }
    noteRoom(of: socket)
    packet.stage = .received
    socket.value.referenceCount += 1
  }

  /// What the segment carries can be read, where all before it can. Takes the packet over.
  public mutating func queueSegment(_ packet: PacketReference, at socket: SocketReference) {
    queue(packet, at: socket)
    socket.value.referenceCount -= 1
  }

  /// A packet that was to be queued is lost, and with it what was acknowledged: the connection can't go on. Takes it over.
  public mutating func lose(_ packet: PacketReference, at now: UInt64) {
    guard let socket = packet.buffer.value.socket else {
      preconditionFailure("only what has arrived for a socket can be lost")
    }
    noteUnqueued(-1, at: socket)
    discarded.append(packet)
    abort(socket, at: now)
    putReference(socket)
  }

  // MARK: What can be read

  /// Copies octets that can be read, from `offset` on, and leaves them there; how many.
  public mutating func peek(
    _ socket: SocketReference, from offset: Int, into octets: inout MutableSpan<UInt8>
  ) -> Int {
    guard var (buffer, index) = socket.value.readable.place(of: offset) else { return 0 }
    var count = 0
    while count < octets.count {
      let piece = min(buffer.value.count - index, octets.count - count)
      buffer.withOctets(index..<index + piece) { octets.copy($0, at: count) }
      count += piece
      index = 0
      guard let next = buffer.value.next else { break }
      buffer = next
    }
    return count
  }

  /// Where `count` octets lie that can be read, from `offset` on; nil where there are fewer, or they lie in several buffers. They
  /// stay there until something is read or consumed.
  public func octets(
    of socket: SocketReference, from offset: Int, count: Int
  ) -> UnsafeRawPointer? {
    guard let (buffer, index) = socket.value.readable.place(of: offset),
      index + count <= buffer.value.count
    else { return nil }
    return unsafe buffer.address(of: index)
  }
}

extension Socket {
  /// Whether segments of those addresses and ports are for it.
  func takes(_ other: SocketKey) -> Bool {
    kind == .listener ? key.localPort == other.localPort : key == other
  }
}
