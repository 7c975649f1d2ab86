import CBaton
import Devices
import Glibc

/// An opened queue under test, with the words that the tests use.
struct QueueUnderTest: ~Copyable {
  var queue: DeviceQueue
  private let batch = Batch(capacity: 64)

  init(_ queue: consuming AFXDPQueue) { self.queue = DeviceQueue(queue) }
  init(_ queue: consuming TAPQueue) { self.queue = DeviceQueue(queue) }

  /// Frames that arrive, up to `count` of them: sleeps, and gives up when none comes in two seconds.
  mutating func receive(_ count: Int) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    while frames.count < count {
      let received = unsafe queue.receive(into: batch.packets, at: 1)
      for index in 0..<received {
        unsafe frames.append(batch.packets[index].bytes)
        unsafe queue.release(batch.packets[index])
      }
      if received == 0 && queue.prepareToPark() && !sleep(milliseconds: 2000) { break }
      queue.unpark()
    }
    queue.flush()
    return frames
  }

  /// All frames that arrive until none does for a tenth of a second.
  mutating func drain() -> [[UInt8]] {
    var frames: [[UInt8]] = []
    while sleep(milliseconds: 100) { frames += receive(1) }
    return frames
  }

  /// False when nothing came in that time.
  func sleep(milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: queue.fileDescriptor!, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, milliseconds) == 1
  }

  /// Offers frames until one is refused, and flushes; returns how many were taken.
  mutating func send(_ frames: [[UInt8]]) -> Int {
    let taken = frames.firstIndex { !offer($0) } ?? frames.count
    queue.flush()
    return taken
  }

  private mutating func offer(_ frame: [UInt8]) -> Bool {
    guard let packet = unsafe queue.allocate() else { return false }
    unsafe queue.initialise(packet, byteCount: frame.count)
    unsafe packet.write(frame)
    if unsafe queue.transmit(packet) { return true }
    unsafe queue.release(packet)
    return false
  }
}

/// An Ethernet frame of the experimental type 0x88b5 (IEEE 802) that no kernel answers: 14 bytes
/// of header, then bytes that differ from frame to frame.
func frame(byteCount: Int, seed: Int = 0) -> [UInt8] {
  let header: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 0x88, 0xb5]
  let body = (0..<max(0, byteCount - 14)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ seed) }
  return Array((header + body).prefix(byteCount))
}
