import Devices

/// The other end of a worker's queue: offers frames, and hands out what comes back.
@safe
final class Peer {
  private var queue: DeviceQueue
  private let batch: PacketBatch
  /// Frames that the device took and did not drop as invalid.
  private(set) var sentCount: UInt64 = 0

  init(queue: consuming DeviceQueue) {
    self.queue = queue
    unsafe batch = .allocate(capacity: 64)
  }

  deinit { unsafe batch.deallocate() }

  /// Offers one frame; false when no chunk is free or the wire is full.
  func offer(_ octets: [UInt8]) -> Bool {
    guard let packet = unsafe queue.allocate() else {
      queue.flush()
      return false
    }
    unsafe queue.fill(packet, with: octets.span)
    let invalid = queue.counters.droppedInvalid
    guard unsafe queue.transmit(packet) else {
      unsafe queue.release(packet)
      queue.flush()
      return false
    }
    if queue.counters.droppedInvalid == invalid { sentCount += 1 }
    queue.flush()
    return true
  }

  /// Hands out what has come back, and gives the memory back.
  @discardableResult
  func collect(_ body: (Span<UInt8>) -> Void) -> Int {
    var total = 0
    while true {
      let count = unsafe queue.receive(into: batch, at: 0)
      for index in 0..<count {
        let packet = unsafe batch[index]
        unsafe queue.withOctets(of: packet) { body($0) }
        unsafe queue.release(packet)
      }
      queue.flush()
      total += count
      if count == 0 { return total }
    }
  }

  var chunkCounts: ChunkCounts { queue.chunkCounts }
  var counters: DeviceCounters { queue.counters }
}
