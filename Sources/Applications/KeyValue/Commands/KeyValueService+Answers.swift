/// Answers that are too long for one step.
extension KeyValueService {
  /// A value that is longer is sent piece by piece, out of its block.
  static let directByteCountMax = 32 << 10

  /// Answers with the value of an entry, as it is now.
  mutating func answer(
    valueAt index: Int, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    let entry = store.entries[index]
    guard entry.valueByteCount > Self.directByteCountMax else {
      return reply.append(bulk: store.value(index))
    }
    store.heap.hold(entry.block)
    answer(held: entry, &connection, &reply)
  }

  /// Answers with the value that an entry had, of which we hold the block, and lets it go at the end.
  mutating func answer(
    held entry: Entry, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    reply.append(bulkByteCount: Int(entry.valueByteCount))
    connection.task = .sendingValue
    connection.block = entry.block
    connection.offset = entry.keyByteCount
    connection.end = entry.keyByteCount + entry.valueByteCount
  }

  /// Answers with octets that came in.
  mutating func answer(
    _ octets: Span<UInt8>, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    guard octets.count > Self.directByteCountMax else { return reply.append(bulk: octets) }
    guard let block = store.allocate(octets.count) else { return refuseMemory(&reply) }
    store.heap.write(octets, to: block, at: 0)
    reply.append(bulkByteCount: octets.count)
    connection.task = .sendingValue
    connection.block = block
    connection.offset = 0
    connection.end = UInt32(octets.count)
  }

  /// Sends as much of a block as the reply likes to hold.
  mutating func sendBlock(_ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer) {
    let start = Int(connection.offset)
    let end = min(Int(connection.end), start + reply.limit - reply.count)
    reply.append(store.heap.octets(of: connection.block, start..<end))
    connection.offset = UInt32(end)
    guard connection.offset == connection.end else { return }
    let next =
      connection.task == .sendingList ? ListBlock.next(connection.block, store.heap) : Heap.none
    if connection.task == .sendingValue { reply.append("\r\n") }
    store.heap.release(connection.block)
    connection.block = next
    if next == Heap.none {
      connection.task = .none
    } else {
      startBlock(&connection)
    }
  }

  /// Makes ready for sending the block of a list that the connection refers to.
  func startBlock(_ connection: inout KeyValueConnection) {
    connection.offset = UInt32(ListBlock.headerByteCount)
    connection.end = UInt32(ListBlock.end(connection.block, store.heap))
  }

  /// Gives a list's blocks back.
  mutating func releaseList(_ first: UInt32) {
    var block = first
    while block != Heap.none {
      let next = ListBlock.next(block, store.heap)
      store.heap.release(block)
      block = next
    }
  }
}
