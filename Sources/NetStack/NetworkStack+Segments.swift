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
    guard let segment = parseSegment(packet, datagram) else { return }
    guard let socket = find(segment.key) else {
      counters.noSocket += 1
      discarded.append(packet)
      return refuse(segment.segment, segment.key, at: now)
    }
    switch receive(segment, at: socket, at: now) {
    case .keep: queue(packet, at: socket)
    case .done:
      counters.consumed += 1
      discarded.append(packet)
    }
    settle(socket, at: now)
  }

  /// A segment, and where in its packet the payload lies.
  struct ParsedSegment {
    var segment: TCPSegment
    var key: SocketKey
    var packet: PacketReference
    /// Where the payload begins in the frame.
    var payloadOffset: Int
  }

  /// Nil where it is none, and its packet is discarded.
  private mutating func parseSegment(
    _ packet: PacketReference, _ datagram: Datagram
  ) -> ParsedSegment? {
    let (source, destination) = (datagram.source, datagram.destination)
    let parsed = packet.withFrame { frame -> Result<TCPHeader, WireError> in
      let octets = frame.extracting(datagram.payload)
      return Result { () throws(WireError) in
        try TCPHeader.verify(octets, from: source, to: destination)
        return try TCPHeader(parsing: octets)
      }
    }
    switch parsed {
    case .failure(.badChecksum): discard(packet, \.badChecksum)
    case .failure: discard(packet, \.malformed)
    case .success(let header):
      return ParsedSegment(
        segment: TCPSegment(
          header, payloadByteCount: datagram.payload.count - header.headerByteCount),
        key: SocketKey(
          local: destination, localPort: header.destinationPort, remote: source,
          remotePort: header.sourcePort), packet: packet,
        payloadOffset: datagram.payload.lowerBound + header.headerByteCount)
    }
    return nil
  }

  /// The socket that a segment is for: its connection, or who listens there.
  mutating func find(_ key: SocketKey) -> SocketReference? {
    table.find(key) ?? table.listeners[key.localPort]
  }

  /// The transport layer: what the segment says to its connection.
  mutating func receive(
    _ parsed: ParsedSegment, at socket: SocketReference, at now: UInt64
  ) -> SegmentOutcome {
    if socket.value.kind == .listener {
      listen(parsed, at: socket, at: now)
      return .done
    }
    if socket.value.connection.mayBeginAnew(with: parsed.segment),
      let listener = table.listeners[parsed.key.localPort]
    {
      end(socket)
      listen(parsed, at: listener, at: now)
      return .done
    }
    let before = socket.value.connection.expectedSequence
    let arrival = socket.value.connection.receive(
      parsed.segment, at: now, canKeep: makeRoom(for: parsed.segment, at: socket))
    if parsed.segment.payloadByteCount > 0, arrival.kept.isEmpty { counters.notKept += 1 }
    if arrival.acknowledged > 0 {
      release(arrival.acknowledged, of: socket)
      if socket.value.waitsForRoom {
        socket.value.waitsForRoom = false
        markReady(socket)
      }
    }
    note(arrival.events, of: socket)
    guard !arrival.kept.isEmpty else { return .done }
    let start = parsed.packet.address + UInt(parsed.payloadOffset)
    socket.value.arriving = ArrivingPayload(
      packet: parsed.packet, start: start + UInt(arrival.kept.lowerBound),
      end: start + UInt(arrival.kept.upperBound), sequence: arrival.place,
      isInOrder: arrival.place == before)
    return .keep
  }

  /// Keeps what `receive` has said is to be kept, and takes the packet over.
  mutating func queue(_ packet: PacketReference, at socket: SocketReference) {
    guard let arriving = socket.value.arriving, arriving.packet == packet else {
      preconditionFailure("only what has just arrived is queued")
    }
    socket.value.arriving = nil
    counters.consumed += 1
    let charged = socket.value.early.chargedByteCount
    keep(arriving, of: packet, at: socket)
    if !socket.value.early.isEmpty { socket.value.takeEarly(into: &self) }
    earlyChunkCount += (socket.value.early.chargedByteCount - charged) / BufferQueue.charge
    updateRoom(of: socket)
    markReady(socket)
  }

  /// What is smaller is copied where there is room behind what came before.
  private static let copiedByteCountMax = 512

  private mutating func keep(
    _ arriving: ArrivingPayload, of packet: PacketReference, at socket: SocketReference
  ) {
    let count = Int(arriving.end - arriving.start)
    let offset = Int(arriving.start - packet.address)
    let mustCopy = heldCount >= configuration.heldPacketLimit
    let isSmall = count <= Self.copiedByteCountMax || mustCopy
    let isJoined =
      isSmall
      && packet.withFrame { frame in
        socket.value.join(
          frame.extracting(offset..<offset + count), arriving.sequence,
          isInOrder: arriving.isInOrder)
      }
    if isJoined {
      discarded.append(packet)
    } else if mustCopy, let block = blocks.take(sequence: arriving.sequence) {
      _ = packet.withFrame { block.append($0.extracting(offset..<offset + count)) }
      socket.value.put(block, isInOrder: arriving.isInOrder)
      discarded.append(packet)
    } else {
      let limit = packet.chunkStart + UInt(configuration.chunkByteCount)
      let buffer = BufferReference.begin(
        in: packet, start: arriving.start, end: arriving.end, limit: limit,
        sequence: arriving.sequence)
      socket.value.put(buffer, isInOrder: arriving.isInOrder)
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
