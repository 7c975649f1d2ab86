import Wire

/// What `receive` does in one, step by step, for programs that take the steps themselves. A packet stays its owner's until
/// `queue`; one on which a step fails is as it was.
extension NetworkStack {
  public enum StepError: Error, Equatable, Sendable {
    /// It is not whole, or its checksum is wrong.
    case malformed
    /// It is for somebody else.
    case notForUs
    /// It is a part of a datagram.
    case fragment
    /// It has told all that it had to tell.
    case done
    /// It is not of this socket.
    case otherSocket
  }

  // MARK: The network layer

  /// Takes an IPv4 datagram of the host that has an address. Looks at no stack, so that any thread may ask.
  public static func takeDatagram(
    _ packet: PacketReference, for address: IPv4Address
  ) throws(StepError) {
    _ = try datagram(in: packet, for: address)
    packet.stage = .postIP
  }

  /// The datagram in a packet. Also looked for where `takeDatagram` has taken it: who owns the packet may have changed it
  /// meanwhile.
  private static func datagram(
    in packet: PacketReference, for address: IPv4Address
  ) throws(StepError) -> IPv4Datagram {
    guard let offset = packet.ipv4Offset else { throw .malformed }
    switch checkIPv4(packet, behind: offset, for: address) {
    case .refused(\.notForUs): throw .notForUs
    case .refused: throw .malformed
    case .taken(let datagram):
      guard !datagram.header.fragmentation.isFragment else { throw .fragment }
      return datagram
    }
  }

  // MARK: Sockets

  /// The socket that a segment is for, which stays what it is until it is put; nil where there is none.
  public mutating func lookUp(_ packet: PacketReference) -> SocketReference? {
    guard let key = packet.ipv4SegmentKey, let socket = find(key) else { return nil }
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
    guard let datagram = try? Self.datagram(in: packet, for: configuration.address),
      datagram.header.protocolNumber == IPProtocol.tcp
    else { throw .malformed }
    guard let parsed = try? parseSegment(packet, Datagram(datagram)) else { throw .malformed }
    guard socket.value.takes(parsed.key) else { throw .otherSocket }
    counters.received += 1
    note(datagram.header.source, packet.withFrame { MACAddress(from: $0, at: 6) }, at: now)
    guard receive(parsed, at: socket, at: now) == .keep else { throw .done }
    updateRoom(of: socket)
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
    var (skipped, count) = (offset, 0)
    var next = socket.value.readable.first
    while let buffer = next, count < octets.count {
      next = buffer.value.next
      guard skipped < buffer.value.count else {
        skipped -= buffer.value.count
        continue
      }
      let piece = min(buffer.value.count - skipped, octets.count - count)
      buffer.withOctets(skipped..<skipped + piece) { octets.copy($0, at: count) }
      count += piece
      skipped = 0
    }
    return count
  }
}

extension Socket {
  /// Whether segments of those addresses and ports are for it.
  func takes(_ other: SocketKey) -> Bool {
    kind == .listener ? key.localPort == other.localPort : key == other
  }
}

extension PacketReference {
  /// Where the IPv4 header begins in the frame; nil where that has none that is whole.
  public var ipv4Offset: Int? {
    withFrame { frame -> Int? in
      guard let ethernet = try? EthernetHeader(parsing: frame),
        ethernet.etherType == EthernetHeader.EtherType.ipv4,
        frame.count >= ethernet.headerByteCount + IPv4Header.byteCountMin
      else { return nil }
      return ethernet.headerByteCount
    }
  }

  /// Where the header of that protocol begins behind that of IPv4, `byteCount` octets at least; nil where there is none.
  public func transportOffset(of protocolNumber: UInt8, byteCount: Int) -> Int? {
    guard let start = ipv4Offset else { return nil }
    return withFrame { frame -> Int? in
      let offset = start + Int(frame[start] & 15) * 4
      guard frame[start] >> 4 == 4, offset >= start + IPv4Header.byteCountMin,
        frame[start + 9] == protocolNumber, offset + byteCount <= frame.count
      else { return nil }
      return offset
    }
  }

  /// Of which connection an IPv4 segment is; nil where it is none.
  fileprivate var ipv4SegmentKey: SocketKey? {
    guard let offset = transportOffset(of: IPProtocol.tcp, byteCount: TCPHeader.byteCountMin),
      let start = ipv4Offset
    else { return nil }
    return withFrame { frame in
      SocketKey(
        local: IPAddress(IPv4Address(bits: frame.uint32(at: start + 16))),
        localPort: frame.uint16(at: offset + 2),
        remote: IPAddress(IPv4Address(bits: frame.uint32(at: start + 12))),
        remotePort: frame.uint16(at: offset))
    }
  }
}
