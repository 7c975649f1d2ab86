import Devices

/// Packets that nobody sent: for measuring, and for starting coroutines by hand.
extension Worker {
  /// Makes up to `count` coroutines over empty packets, and runs each until it is suspended; how many there were chunks
  /// for.
  func spawnOverEmptyPackets(count: Int) -> Int {
    for made in 0..<count {
      guard let packet = unsafe emptyPacket() else { return made }
      _ = unsafe begin(packet, .max)
    }
    return count
  }

  /// Takes packets out of the queue's pool and gives them back; false where there is no chunk for one.
  func passPackets(count: Int) -> Bool {
    for _ in 0..<count {
      guard let packet = unsafe emptyPacket() else { return false }
      unsafe services.pointee.claim(packet)
      unsafe services.pointee.drop(packet, as: .program)
    }
    return true
  }

  private func emptyPacket() -> Packet? {
    guard let packet = unsafe services.pointee.queue.allocate() else { return nil }
    unsafe services.pointee.queue.initialise(packet, byteCount: 0)
    return unsafe packet
  }
}
