import CBaton

/// A stage around a queue that loses, duplicates, corrupts, reorders, delays and slows down packets, by chance, as a
/// ``FaultPlan`` says.
///
/// ```swift
/// let plan = try FaultPlan(parsing: "loss=1%,delay=2ms±1ms,seed=7")
/// var queue = DeviceQueue(FaultInjector(DeviceQueue(link.openQueue(0, at: .near, poolID: 0)), plan))
/// ```
///
/// The time is the `now` that comes in with `receive`; the same packets at the same times meet the same faults. Packets on
/// their way are held by the stage: they count as held in ``chunkCounts``, until ``close()`` gives them back.
@safe
public struct FaultInjector: PacketQueue, ~Copyable {
  private var inner: DeviceQueue
  private var receiving: FaultLine
  private var transmitting: FaultLine
  /// A packet at the end of its way that the queue had no room for.
  private var refused: Packet?
  private var now: UInt64 = 0
  private var isClosed = false

  /// - Parameter queue: tells queues with the same plan apart, so that chance differs between them.
  public init(_ inner: consuming DeviceQueue, _ plan: FaultPlan, queue: Int = 0) {
    let seed = plan.seed &+ 2 &* UInt64(queue)
    receiving = FaultLine(plan.received, seed: seed)
    transmitting = FaultLine(plan.transmitted, seed: seed &+ 1)
    self.inner = inner
    unsafe refused = nil
  }

  deinit {
    receiving.returnAll(to: inner)
    transmitting.returnAll(to: inner)
    if let packet = unsafe refused { unsafe inner.giveBack(packet) }
  }

  public mutating func receive(into batch: PacketBatch, at now: UInt64) -> Int {
    guard !isClosed else { return unsafe inner.receive(into: batch, at: now) }
    self.now = now
    if forward() { inner.flush() }
    // Nothing more is taken in before what is due has gone on.
    let count = unsafe deliver(into: batch, behind: 0)
    guard count < batch.count else { return count }
    let room = unsafe PacketBatch(rebasing: batch[count...])
    for index in 0..<(unsafe inner.receive(into: room, at: now)) {
      unsafe receiving.take(room[index], at: now, &inner)
    }
    return unsafe deliver(into: batch, behind: count)
  }

  /// Fills `batch` from `count` on with what is due; how many there are then.
  private mutating func deliver(into batch: PacketBatch, behind count: Int) -> Int {
    var count = count
    while count < batch.count, let packet = unsafe receiving.next(at: now) {
      unsafe packet.pointee.received_at = now
      unsafe batch[count] = packet
      count += 1
    }
    return count
  }

  /// Takes the packet over. It is never refused: as on any wire, what is too much is dropped on the way.
  public mutating func transmit(_ packet: Packet) -> Bool {
    // What isn't whole is none of ours to look into; the device says so.
    guard !isClosed, unsafe inner.shape.isTransmittable(packet) else {
      return unsafe inner.transmit(packet)
    }
    unsafe transmitting.take(packet, at: now, &inner)
    return true
  }

  /// Hands on what has come to the end of its way out; whether there was any.
  private mutating func forward() -> Bool {
    var isAny = false
    while let packet = unsafe refused ?? transmitting.next(at: now) {
      guard unsafe inner.transmit(packet) else {
        unsafe refused = packet
        break
      }
      unsafe refused = nil
      isAny = true
    }
    return isAny
  }

  @discardableResult
  public mutating func flush() -> Bool {
    _ = forward()
    return inner.flush()
  }

  public mutating func release(_ packet: Packet) { unsafe inner.release(packet) }
  public mutating func allocate() -> Packet? { unsafe inner.allocate() }
  public func canSend(_ packet: Packet) -> Bool { unsafe inner.canSend(packet) }
  public mutating func takeGuest() -> Packet? { unsafe inner.takeGuest() }

  public var fileDescriptor: Int32? { inner.fileDescriptor }
  public var mustWake: Bool { inner.mustWake }
  public var pendingCount: Int { inner.pendingCount }

  public mutating func prepareToPark() -> Bool {
    _ = forward()
    guard inner.prepareToPark() else { return false }
    guard let due = receiving.nextDue, due <= now else { return true }
    inner.unpark()
    return false
  }

  public mutating func unpark() { inner.unpark() }

  /// When the next packet comes to the end of its way.
  public var nextEvent: UInt64? {
    let mine = min(receiving.nextDue ?? .max, transmitting.nextDue ?? .max)
    let first = unsafe min(refused == nil ? mine : 0, inner.nextEvent ?? .max)
    return first == .max ? nil : first
  }

  /// Gives back the packets that are on their way, and lets others pass from now on.
  public mutating func close() {
    isClosed = true
    receiving.abandon(to: inner)
    transmitting.abandon(to: inner)
    if let packet = unsafe refused.take() { unsafe inner.giveBack(packet) }
    inner.close()
  }

  public var counters: DeviceCounters {
    var counters = inner.counters
    let own = receiving.counters + transmitting.counters
    counters.faults = counters.faults.map { $0 + own } ?? own
    return counters
  }

  public var chunkCounts: ChunkCounts { inner.chunkCounts }
  public var shape: PacketMemory.Shape { inner.shape }
}

// The packet that it points to is its own; being non-copyable, it is on one thread at a time.
extension FaultInjector: @unchecked Sendable {}
