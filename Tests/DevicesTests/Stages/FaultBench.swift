import CBaton
import Devices

/// A packet that arrived, and when.
struct Arrival: Equatable {
  var time: UInt64
  var bytes: [UInt8]

  /// What tells packets of a test apart, as ``FaultBench`` makes them.
  var number: UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[14 + $1]) << UInt64(8 * $1) }
  }
}

/// A memory link with a fault injector at its near end. Time is what the test says.
struct FaultBench: ~Copyable {
  static let chunkCount = 512
  static let free = ChunkCounts(free: chunkCount, held: 0, lent: 0)

  var near: DeviceQueue
  var far: DeviceQueue
  private let batch: Batch

  init(_ plan: FaultPlan, wireCapacity: Int = 512) throws {
    var configuration = MemoryLink.Configuration()
    configuration.shape.chunkCount = Self.chunkCount
    configuration.wireCapacity = wireCapacity
    let link = try MemoryLink(configuration)
    let near = DeviceQueue(try link.openQueue(0, at: .near, poolID: 1))
    let far = DeviceQueue(try link.openQueue(0, at: .far, poolID: 2))
    self.near = DeviceQueue(FaultInjector(near, plan))
    self.far = far
    batch = Batch(capacity: 32)
  }

  init(_ plan: String, wireCapacity: Int = 512) throws {
    try self.init(try FaultPlan(parsing: plan), wireCapacity: wireCapacity)
  }

  /// The octets of the packet with that number.
  static func octets(_ number: UInt64, byteCount: Int = 60) -> [UInt8] {
    var octets = frame(byteCount: byteCount, seed: Int(number & 0xffff))
    for index in 0..<8 { octets[14 + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
    return octets
  }

  /// Offers a packet to the stage, to be sent; false when there is no chunk for it.
  mutating func transmit(_ number: UInt64, byteCount: Int = 60) -> Bool {
    Self.send(number, byteCount, over: &near)
  }

  /// Sends a packet from the far end, for the stage to receive; false when there is no chunk for it.
  mutating func approach(_ number: UInt64, byteCount: Int = 60) -> Bool {
    Self.send(number, byteCount, over: &far)
  }

  private static func send(
    _ number: UInt64, _ byteCount: Int, over queue: inout DeviceQueue
  ) -> Bool {
    guard let packet = unsafe queue.allocate() else { return false }
    unsafe queue.fill(packet, with: octets(number, byteCount: byteCount).span)
    let isTaken = unsafe queue.transmit(packet)
    if !isTaken { unsafe queue.release(packet) }
    queue.flush()
    return isTaken
  }

  /// What the stage gives out by `now`.
  mutating func receive(at now: UInt64) -> [Arrival] {
    let arrivals = Self.receive(from: &near, batch, at: now)
    near.flush()
    return arrivals
  }

  /// What has come to the far end by `now`, through the stage.
  mutating func collect(at now: UInt64) -> [Arrival] { Self.receive(from: &far, batch, at: now) }

  private static func receive(
    from queue: inout DeviceQueue, _ batch: borrowing Batch, at now: UInt64
  ) -> [Arrival] {
    var arrivals: [Arrival] = []
    while true {
      let count = unsafe queue.receive(into: batch.packets, at: now)
      for index in 0..<count {
        let packet = unsafe batch.packets[index]
        unsafe arrivals.append(Arrival(time: packet.pointee.received_at, bytes: packet.bytes))
        unsafe queue.release(packet)
      }
      queue.flush()
      // A batch of which all were lost says nothing of the next.
      if count == 0, queue.prepareToPark() {
        queue.unpark()
        return arrivals
      }
    }
  }

  var faults: FaultCounters { near.counters.faults ?? .init() }

  /// Closes the stage and lets all come home; where the chunks of both ends are then.
  mutating func close() -> [ChunkCounts] {
    near.close()
    near.flush()
    _ = collect(at: 0)
    _ = receive(at: 0)
    far.flush()
    near.flush()
    return [near.chunkCounts, far.chunkCounts]
  }
}
