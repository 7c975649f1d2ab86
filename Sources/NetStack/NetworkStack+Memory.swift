import Wire

/// How much memory each socket may hold of what all have, so that whoever takes without giving back, by never reading or by
/// sending with gaps, leaves enough to others.
///
/// While little is in use, a socket may fill its buffers. After that, what may be received is a part of what is still free
/// (dynamic thresholds: Choudhury and Hahne, 1998), what came out of order has a smaller part of its own, and what may be
/// written is as much as can be on the way.
extension NetworkStack {
  /// What a socket may hold at any time, in chunks: a few segments each way.
  private static let leastChunkCount = 4
  /// A socket's part of what is free, for what it receives in order, and out of order.
  private static let part = 16
  private static let earlyPart = 4

  // MARK: Receiving

  /// How many packets and blocks more can be kept of what arrives, which leaves half of the blocks to what is written.
  @inline(__always)
  private var receivableCount: Int {
    let blocksInUse = blocks.inUse - sendBlockCount
    let share = max(configuration.blockLimit / 2 - blocksInUse, 0)
    let packets = configuration.heldPacketLimit - heldCount - unqueuedCount
    return max(packets, 0) + min(share, blocks.available)
  }

  /// A socket's part of what is free; all that it likes, while at least half is.
  @inline(__always)
  private var receivablePart: Int {
    let free = receivableCount
    let isCalm = 2 * free > configuration.heldPacketLimit + configuration.blockLimit / 2
    return isCalm ? free : free / Self.part
  }

  /// How many chunks more may be held beyond gaps, by all together.
  @inline(__always)
  private var earlyRoom: Int {
    let limit = (configuration.heldPacketLimit + configuration.blockLimit / 2) / 4
    return min(limit - earlyChunkCount, receivableCount)
  }

  /// Whether a segment's payload may be kept. What comes out of order is of use only later, and may be told to have been
  /// dropped (RFC 2018 §8).
  @inline(__always)
  private func canKeep(_ segment: TCPSegment, at socket: SocketReference) -> Bool {
    guard receivableCount > 0 else { return false }
    guard segment.sequence > socket.value.connection.expectedSequence else {
      // Beyond its part it was offered more than there is now: as if it were lost.
      return receivedChunkCount(socket) < max(receivablePart, Self.leastChunkCount)
    }
    let chunks = socket.value.early.chargedByteCount / BufferQueue.charge
    // Small segments take more memory than the window that they fill says.
    let limit = socket.value.connection.configuration.receiveBufferByteCount / BufferQueue.charge
    return chunks < min(2 * limit, earlyRoom / Self.earlyPart)
  }

  /// Whether a segment's payload may be kept, after what had arrived beyond gaps has made room for what fills them.
  mutating func makeRoom(for segment: TCPSegment, at socket: SocketReference) -> Bool {
    if canKeep(segment, at: socket) { return true }
    guard segment.payloadByteCount > 0, !socket.value.early.isEmpty,
      segment.sequence <= socket.value.connection.expectedSequence
    else { return false }
    pruneEarly(of: socket)
    return canKeep(segment, at: socket)
  }

  @inline(__always)
  private func receivedChunkCount(_ socket: SocketReference) -> Int {
    (socket.value.readable.chargedByteCount + socket.value.early.chargedByteCount)
      / BufferQueue.charge + socket.value.unqueuedCount
  }

  /// What a socket holds has changed. Only what is sent next has to say so.
  mutating func noteRoom(of socket: SocketReference) {
    socket.value.isUnsettled = true
    socket.value.isRoomOld = true
  }

  /// How many octets a socket's peer may send: as many as its buffer has room for, of what a chunk takes three quarters at
  /// best, and not more than its part of what is free.
  mutating func updateRoom(of socket: SocketReference) {
    socket.value.isRoomOld = false
    let held = receivedChunkCount(socket)
    let part = max(receivablePart, Self.leastChunkCount - held)
    let own =
      socket.value.connection.configuration.receiveBufferByteCount - held * BufferQueue.charge
    let free = max(min(own, part * BufferQueue.charge), 0)
    socket.value.connection.setReceiveRoom(free - free / 4)
  }

  /// What has arrived beyond gaps is dropped where there is no memory for what fills them: the peer sends it again.
  mutating func pruneEarly(of socket: SocketReference) {
    counters.pruned += 1
    dropEarly(of: socket, from: socket.value.connection.expectedSequence)
    socket.value.connection.forgetEarly()
  }

  /// Drops what lies beyond gaps, from a place on; what is before that was acknowledged, and waits for packets that are to be
  /// queued.
  mutating func dropEarly(of socket: SocketReference, from place: SequenceNumber? = nil) {
    let charged = socket.value.early.chargedByteCount
    var kept = BufferQueue()
    while let buffer = socket.value.early.removeFirst() {
      if let place, buffer.value.sequence < place { kept.append(buffer) } else { put(buffer) }
    }
    socket.value.early = kept
    earlyChunkCount += (kept.chargedByteCount - charged) / BufferQueue.charge
  }

  // MARK: Sending

  /// A block for what a socket's user writes; nil where the socket holds its part already. While at least half of all are
  /// free, that is what its buffer has room for.
  mutating func takeBlock(for socket: SocketReference) -> BufferReference? {
    let held = socket.value.unacknowledged.chargedByteCount
    // Twice what can be on the way, so that there is always something to send.
    let limit = max(
      2 * socket.value.connection.sendableByteCount, Self.leastChunkCount * BufferQueue.charge)
    guard 2 * blocks.available > blocks.limit || held < limit else { return nil }
    guard let block = blocks.take(sequence: socket.value.connection.writtenEnd) else { return nil }
    sendBlockCount += 1
    return block
  }

  /// Gives back what was written, and is acknowledged or given up.
  mutating func putSent(_ buffer: BufferReference) {
    sendBlockCount -= 1
    put(buffer)
  }
}
