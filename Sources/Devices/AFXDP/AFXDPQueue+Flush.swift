import CLinux
import Glibc

extension AFXDPQueue {
  /// Sends what was transmitted, takes back the chunks that were sent, and gives the kernel free
  /// ones to receive into. One system call a batch where the kernel sleeps, more only where it
  /// handles a large batch in parts. False when the kernel is left without a chunk to receive into: it drops what comes
  /// then.
  @discardableResult
  public mutating func flush() -> Bool {
    _ = rings.transmit.publish()
    if isSending {
      wakeForTransmit()
      complete()
    }
    refill()
    if isBusyPolling || rings.fillFlag.isSet {
      kick(linux_xdp_kick_receive(socket.number))
    }
    return receivableCount > 0
  }

  /// Readable once there is something to receive.
  public var fileDescriptor: Int32? { socket.number }
  public var pendingCount: Int { rings.receive.pendingCount }

  /// Whether the kernel sleeps, so that the next flush has to make a system call.
  public var mustWake: Bool {
    isBusyPolling || rings.fillFlag.isSet || (isSending && rings.transmitFlag.isSet)
  }

  /// Flushes, and says whether the caller may sleep on `fileDescriptor`. False: there is work.
  public mutating func prepareToPark() -> Bool {
    flush()
    return rings.receive.isEmpty
  }

  /// The kernel needs no telling.
  public mutating func unpark() {}

  public var chunkCounts: ChunkCounts { pool.chunkCounts }
  public var shape: PacketMemory.Shape { pool.memory.shape }

  /// What happened so far. Asks the kernel for its part, which is a system call.
  public var counters: DeviceCounters {
    var counters = localCounters
    var statistics = linux_xdp_statistics()
    // The function writes this one value. It fails only on what isn't an AF_XDP socket.
    _ = unsafe linux_xdp_read_statistics(socket.number, &statistics)
    counters.kernel.receiveDropped = statistics.receive_dropped
    counters.kernel.receiveInvalid = statistics.receive_invalid
    counters.kernel.transmitInvalid = statistics.transmit_invalid
    counters.kernel.receiveRingFull = statistics.receive_ring_full
    counters.kernel.fillRingEmpty = statistics.fill_ring_empty
    counters.kernel.transmitRingEmpty = statistics.transmit_ring_empty
    return counters
  }

  /// In copy mode a call sends 32 packets at most (Linux: `TX_BATCH_SIZE`), so it takes several for
  /// a large batch. What is left after that is tried again with the next flush.
  private mutating func wakeForTransmit() {
    let batchByKernel = 32
    guard isZeroCopy else {
      var left = rings.transmit.usedCount()
      for _ in 0..<(left / batchByKernel + 1) where left > 0 && rings.transmitFlag.isSet {
        kick(linux_xdp_kick_transmit(socket.number))
        complete()
        left = rings.transmit.usedCount()
      }
      return
    }
    if rings.transmitFlag.isSet { kick(linux_xdp_kick_transmit(socket.number)) }
  }

  /// Counts a wake-up. The kernel says "again" when it is at work already, or did a part.
  private mutating func kick(_ result: Int32) {
    localCounters.kicks += 1
    guard result < 0, ![EAGAIN, EBUSY, ENOBUFS].contains(-result) else { return }
    localCounters.kickFailures += 1
  }

  /// Whether the kernel has packets of which it has not said that they are sent.
  private var isSending: Bool { unsentCount + guests.unsentCount > 0 }

  /// Takes back the chunks that the kernel has sent.
  private mutating func complete() {
    let count = rings.completion.available(atMost: .max)
    for index in 0..<count {
      let chunk = Int(rings.completion[index] >> pool.memory.shape.chunkBits)
      if pool.owns(chunk: chunk) {
        pool.takeBack(chunk: chunk)
        unsentCount -= 1
      } else {
        guests.takeBack(chunk: chunk)
      }
    }
    rings.completion.advance(by: count)
  }

  /// Has the kernel send what other queues have given, for a tenth of a second at most, and then lets go of it.
  public mutating func close() {
    for _ in 0..<100 where guests.unsentCount > 0 {
      flush()
      usleep(1000)
    }
    guests.close()
  }

  /// Lends free chunks to the kernel, until it has as many as the fill ring holds. Who has what is
  /// known here, so a line that the kernel writes is rarely looked at. What there is room for may be
  /// less for a moment: the kernel shows us a packet before it lets go of its fill ring's slot.
  mutating func refill() {
    let wanted = min(rings.fill.capacity - receivableCount, pool.freeCount)
    let count = min(wanted, rings.fill.room(for: wanted))
    for _ in 0..<count {
      let hasRoom = rings.fill.push(UInt64(pool.lendFree()) << pool.memory.shape.chunkBits)
      precondition(hasRoom, "the room was looked at")
    }
    _ = rings.fill.publish()
    if receivableCount == 0 { localCounters.fillRingEmpty += 1 }
  }

  /// How many chunks the kernel has to receive into, or has received into.
  private var receivableCount: Int { pool.lentCount - unsentCount }
}
