import CBaton

/// Packets of other pools of a shared memory that a queue has to send: where they are, and which of them it has done with.
///
/// Their pools count them as held all the while: whoever gave them brings them home.
struct GuestPackets: ~Copyable {
  private let memory: PacketMemory
  /// By chunk of the memory.
  private var isUnsent: [Bool]
  /// Chunks that wait to be brought home: of others, and each once.
  private var finished: FixedQueue<UInt32>
  /// How many the device has.
  private(set) var unsentCount = 0
  private var isClosed = false

  init(in memory: PacketMemory) {
    self.memory = memory
    let isShared = memory.sectionCount > 1
    isUnsent = Array(repeating: false, count: isShared ? memory.chunkCount : 0)
    finished = FixedQueue(capacity: isShared ? memory.chunkCount : 1)
  }

  /// The device is to send it.
  mutating func lend(chunk: Int) {
    precondition(isUnsent.indices.contains(chunk), "the packet lies in memory of another queue")
    precondition(!isUnsent[chunk], "the device has the chunk")
    isUnsent[chunk] = true
    unsentCount += 1
  }

  /// The device has sent it.
  mutating func takeBack(chunk: Int) {
    // What the device says after the end concerns nobody.
    guard !isClosed else { return }
    precondition(
      isUnsent.indices.contains(chunk) && isUnsent[chunk], "the device has no such chunk")
    isUnsent[chunk] = false
    unsentCount -= 1
    finished.append(UInt32(chunk))
  }

  /// It is not sent.
  mutating func release(_ packet: Packet) {
    let chunk = unsafe chunk(of: packet)
    precondition(!isUnsent[chunk], "the device has the chunk")
    finished.append(UInt32(chunk))
  }

  /// One that is to be brought home.
  mutating func takeFinished() -> Packet? {
    guard let chunk = finished.first else { return nil }
    finished.removeFirst()
    return unsafe memory.descriptors + Int(chunk)
  }

  /// Those that the device still has are to be brought home, as if they were sent.
  mutating func close() {
    for chunk in isUnsent.indices where isUnsent[chunk] { takeBack(chunk: chunk) }
    isClosed = true
  }

  private func chunk(of packet: Packet) -> Int {
    guard let chunk = unsafe memory.chunk(of: packet), isUnsent.indices.contains(chunk) else {
      preconditionFailure("the packet lies in memory of another queue")
    }
    return chunk
  }
}
