extension MemoryQueue {
  /// Readable once there is something to receive, if `prepareToPark` said true before.
  public var fileDescriptor: Int32? { parker.event }
  public var pendingCount: Int { received.pendingCount }

  /// Whether the peer sleeps, so that the next flush has to make a system call.
  public var mustWake: Bool { parker.isPeerParked }

  /// Flushes, and says whether the caller may sleep on `fileDescriptor`. False: there is work.
  /// After sleeping, call `unpark`.
  public mutating func prepareToPark() -> Bool {
    flush()
    parker.announce(lacksChunks: lacksChunks)
    guard isIdle else {
      parker.cancel()
      return false
    }
    return true
  }

  /// The caller is awake again.
  public mutating func unpark() { parker.cancel() }

  public var chunkCounts: ChunkCounts { pool.chunkCounts }
  public var shape: PacketMemory.Shape { pool.memory.shape }
}
