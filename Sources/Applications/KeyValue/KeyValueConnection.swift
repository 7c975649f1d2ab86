/// What the store keeps of a connection.
struct KeyValueConnection: BitwiseCopyable, Sendable {
  /// 0 before the first call.
  var id: UInt32 = 0
  /// The block with its name.
  var name = Heap.none
  /// Where a long request of it is put together.
  var assembly = AssemblyPool.none
  /// The block of an answer that is being sent or made.
  var block = Heap.none
  /// Where in the block sending goes on. While keys are listed: the cursor.
  var offset: UInt32 = 0
  /// Where in the block sending ends. While keys are listed: the last block.
  var end: UInt32 = 0
  /// How many arguments of the request are done with. Of listed keys: how many were found.
  var progress: UInt32 = 0
  var task = Task.none
  var version = ProtocolVersion.resp2
  /// Requests are kept until `EXEC`.
  var isQueueing = false
  /// There are keys that it watches.
  var isWatching = false

  enum Task: UInt8, BitwiseCopyable, Sendable {
    case none
    /// A long value is being sent.
    case sendingValue
    /// Keys are being looked for; their list is a chain of blocks.
    case listing
    /// The list is being sent.
    case sendingList
    /// All keys were removed, and their memory is being given back.
    case flushing
  }
}
