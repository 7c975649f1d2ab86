import Wire

/// How much memory each socket may hold of what all have. A socket that holds much gets no more once little is left, so that
/// whoever takes without giving back, by never reading or by sending with gaps, leaves enough to others (dynamic thresholds:
/// Choudhury and Hahne, 1998). With n that take all they can, a part of about 1/n stays free.
extension NetworkStack {
  /// How many packets and blocks more can be kept.
  private var freeCount: Int {
    max(configuration.heldPacketLimit - heldCount, 0) + blocks.available
  }

  /// What a socket may hold at any time, in chunks: a few segments each way.
  private static let leastChunkCount = 4

  /// Whether a segment's payload may be kept. What comes out of order is of use only later, and may be told to have been
  /// dropped (RFC 2018 §8): it gets a smaller part.
  func canKeep(_ segment: TCPSegment, at socket: SocketReference) -> Bool {
    let free = freeCount
    guard free > 0 else { return false }
    let charged = socket.value.readable.chargedByteCount + socket.value.early.chargedByteCount
    let chunks = charged / BufferQueue.charge
    let expected = socket.value.connection.expectedSequence
    guard segment.sequence > expected else {
      return chunks <= max(free, Self.leastChunkCount)
    }
    // Small segments take more memory than the window that they fill says.
    let limit = 2 * socket.value.connection.configuration.receiveBufferByteCount
    return charged < limit && chunks <= free / 4
  }

  /// How many octets a socket's peer may send: as many as its buffer has room for, of what a chunk takes three quarters at
  /// best, and not more than its part of what is free.
  mutating func updateRoom(of socket: SocketReference) {
    let charged = socket.value.readable.chargedByteCount + socket.value.early.chargedByteCount
    let own = socket.value.connection.configuration.receiveBufferByteCount - charged
    let free = max(min(own, freeCount / 2 * BufferQueue.charge), 0)
    socket.value.connection.setReceiveRoom(free - free / 4)
  }

  /// A block for what a socket's user writes; nil where the socket holds its part already.
  mutating func takeBlock(for socket: SocketReference) -> BufferReference? {
    let chunks = socket.value.unacknowledged.chargedByteCount / BufferQueue.charge
    guard chunks < max(blocks.available / 2, Self.leastChunkCount) else { return nil }
    return blocks.take(sequence: socket.value.connection.writtenEnd)
  }

  /// What has arrived beyond gaps is dropped where there is no memory for what fills them: the peer sends it again.
  mutating func pruneEarly(of socket: SocketReference) {
    while let buffer = socket.value.early.removeFirst() { put(buffer) }
    socket.value.connection.forgetEarly()
  }
}
