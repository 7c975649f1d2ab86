import Wire

/// Segments that have come in.
extension NetworkStack {
  /// What is to be done with the packet of a segment.
  public enum SegmentOutcome: Equatable, Sendable {
    /// Octets of it are to be kept: `queue` does that.
    case keep
    /// It has told all that it had to tell.
    case done
  }

  mutating func receiveTCP(_ packet: PacketReference, _ datagram: Datagram, at now: UInt64) {
    let (segment, place): (TCPSegment, SegmentPlace)
    do throws(WireError) {
      (segment, place) = try parseSegment(packet, datagram)
    } catch .badChecksum {
      return discard(packet, \.badChecksum)
    } catch {
      return discard(packet, \.malformed)
    }
    let found = find(place.key)
    if mayStray(segment.flags, found: found, at: now) {
      return keepStray(packet, place.key)
    }
    guard let socket = found else {
      counters.noSocket += 1
      discarded.append(packet)
      return refuse(segment, place.key, at: now)
    }
    switch receive(segment, place, at: socket, at: now) {
    case .keep:
      queue(packet, at: socket)
      markReady(socket)
      // Its user is about to read, and to write: there is nothing to be said before that.
      if socket.value.connection.isQuiet { return schedule(socket) }
    case .done:
      counters.consumed += 1
      discarded.append(packet)
    }
    settle(socket, at: now)
  }

  /// Whose a segment is, and where in its packet the payload lies. Apart from the segment, which is handed on where it lies:
  /// of a value that has both it would be a copy, read back too soon after it was written.
  struct SegmentPlace {
    var key: SocketKey
    var packet: PacketReference
    /// Where the payload begins in the frame.
    var payloadOffset: Int
  }

  /// The segment in a datagram, if that is one.
  @inline(__always)
  func parseSegment(
    _ packet: PacketReference, _ datagram: Datagram
  ) throws(WireError) -> (TCPSegment, SegmentPlace) {
    let (source, destination) = (datagram.source, datagram.destination)
    let header = try packet.withFrame { (frame) throws(WireError) -> TCPHeader in
      let octets = frame.extracting(datagram.payload)
      try TCPHeader.verify(octets, from: source, to: destination)
      return try TCPHeader(parsing: octets)
    }
    let segment = TCPSegment(
      header, payloadByteCount: datagram.payload.count - header.headerByteCount)
    let key = SocketKey(
      local: destination, localPort: header.destinationPort, remote: source,
      remotePort: header.sourcePort)
    return (
      segment,
      SegmentPlace(
        key: key, packet: packet,
        payloadOffset: datagram.payload.lowerBound + header.headerByteCount)
    )
  }

  /// The socket that a segment is for: its connection, or who listens there.
  mutating func find(_ key: SocketKey) -> SocketReference? {
    table.find(key) ?? table.listeners[key.localPort]
  }

  /// The transport layer: what the segment says to its connection.
  mutating func receive(
    _ segment: TCPSegment, _ place: SegmentPlace, at socket: SocketReference, at now: UInt64
  ) -> SegmentOutcome {
    socket.value.isUnsettled = true
    if socket.value.kind == .listener {
      listen(segment, place.key, at: socket, at: now)
      return .done
    }
    if socket.value.connection.mayBeginAnew(with: segment),
      let listener = table.listeners[place.key.localPort]
    {
      end(socket)
      listen(segment, place.key, at: listener, at: now)
      return .done
    }
    let arrival = socket.value.connection.receive(
      segment, at: now, canKeep: makeRoom(for: segment, at: socket))
    if segment.payloadByteCount > 0, arrival.kept.isEmpty { counters.notKept += 1 }
    if arrival.acknowledged > 0 {
      release(arrival.acknowledged, of: socket)
      if socket.value.waitsForRoom {
        socket.value.waitsForRoom = false
        markReady(socket)
      }
    }
    note(arrival.events, of: socket)
    guard !arrival.kept.isEmpty else { return .done }
    keep(arrival, at: place, of: socket)
    return .keep
  }

  /// Notes in the packet which of its octets are the socket's.
  private mutating func keep(
    _ arrival: TCPArrival, at place: SegmentPlace, of socket: SocketReference
  ) {
    let packet = place.packet
    let start = packet.address + UInt(place.payloadOffset)
    let buffer = BufferReference.begin(
      in: packet, start: start + UInt(arrival.kept.lowerBound),
      end: start + UInt(arrival.kept.upperBound),
      limit: packet.chunkStart + UInt(configuration.chunkByteCount), sequence: arrival.place)
    buffer.value.socket = socket
    if socket.value.placedEnd == nil {
      socket.value.placedEnd = socket.value.connection.firstSequence
    }
    noteUnqueued(1, at: socket)
  }

  mutating func noteUnqueued(_ change: Int, at socket: SocketReference) {
    socket.value.unqueuedCount += change
    unqueuedCount += change
  }

  /// Keeps what `receive` has said is to be kept, and takes the packet over.
  mutating func queue(_ packet: PacketReference, at socket: SocketReference) {
    let buffer = packet.buffer
    precondition(buffer.value.socket == socket, "only what has arrived for a socket is queued")
    buffer.value.socket = nil
    counters.consumed += 1
    noteUnqueued(-1, at: socket)
    let charged = socket.value.early.chargedByteCount
    put(buffer, of: packet, at: socket)
    if !socket.value.early.isEmpty { socket.value.takeEarly(into: &self) }
    earlyChunkCount += (socket.value.early.chargedByteCount - charged) / BufferQueue.charge
    noteRoom(of: socket)
  }

  /// What is smaller is copied where there is room behind what came before.
  private static let copiedByteCountMax = 512

  private mutating func put(
    _ buffer: BufferReference, of packet: PacketReference, at socket: SocketReference
  ) {
    let (count, sequence) = (buffer.value.count, buffer.value.sequence)
    let isInOrder = socket.value.placedEnd == sequence
    let mustCopy = heldCount >= configuration.heldPacketLimit
    let isJoined =
      (count <= Self.copiedByteCountMax || mustCopy)
      && buffer.withOctets(0..<count) {
        socket.value.join($0, sequence, isInOrder: isInOrder)
      }
    if isJoined {
      discarded.append(packet)
    } else if mustCopy, let block = blocks.take(sequence: sequence) {
      _ = buffer.withOctets(0..<count) { block.append($0) }
      socket.value.put(block, isInOrder: isInOrder)
      discarded.append(packet)
    } else {
      socket.value.put(buffer, isInOrder: isInOrder)
      heldCount += 1
    }
  }

  /// A buffer that nobody needs any more.
  mutating func put(_ buffer: BufferReference) {
    guard let packet = buffer.value.packet else { return blocks.put(buffer) }
    heldCount -= 1
    discarded.append(packet)
  }

  /// So many octets of ours have arrived.
  private mutating func release(_ count: Int, of socket: SocketReference) {
    var left = count
    while left > 0, let buffer = socket.value.unacknowledged.first {
      guard left >= buffer.value.count else {
        return socket.value.unacknowledged.trimFirst(by: left)
      }
      left -= buffer.value.count
      _ = socket.value.unacknowledged.removeFirst()
      if socket.value.sendCursor == buffer { socket.value.sendCursor = nil }
      putSent(buffer)
    }
  }
}
