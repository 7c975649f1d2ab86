import Devices

/// The other end of a worker's device queue.
@safe
final class Peer {
  private var queue: DeviceQueue
  private let batch: PacketBatch

  private static let batchCount = 16

  init(_ queue: consuming DeviceQueue) {
    self.queue = queue
    unsafe batch = .allocate(capacity: Self.batchCount)
  }

  deinit { unsafe batch.deallocate() }

  /// Sends a packet; there is a chunk for it, and room on the wire.
  func send(_ octets: [UInt8]) {
    guard let packet = unsafe queue.allocate() else {
      preconditionFailure("there are as many chunks as packets")
    }
    unsafe queue.fill(packet, with: octets.span)
    let isSent = unsafe queue.transmit(packet)
    precondition(isSent, "the wire has room for all packets")
    queue.flush()
  }

  /// Hands out what has come back, and gives the memory back.
  func collect(_ body: ([UInt8]) -> Void) {
    while true {
      let count = unsafe queue.receive(into: batch, at: 0)
      for index in 0..<count {
        let packet = unsafe batch[index]
        unsafe queue.withOctets(of: packet) { octets in
          body(octets.indices.map { octets[$0] })
        }
        unsafe queue.release(packet)
      }
      queue.flush()
      if count == 0 { return }
    }
  }

  var chunkCounts: ChunkCounts { queue.chunkCounts }

  /// Gives back what has arrived at a queue that nobody works on any more, and answers where its memory is.
  static func clear(_ queue: inout DeviceQueue) -> ChunkCounts {
    let batch = PacketBatch.allocate(capacity: batchCount)
    defer { unsafe batch.deallocate() }
    while true {
      let count = unsafe queue.receive(into: batch, at: 0)
      for index in 0..<count { unsafe queue.release(batch[index]) }
      queue.flush()
      if count == 0 { return queue.chunkCounts }
    }
  }
}
