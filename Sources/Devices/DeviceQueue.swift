/// A queue of any device: what a worker receives from and sends through. For one thread at a time.
///
/// Packets are passed in batches; which device it is gets looked at once a call. A batch is
/// received, worked on, transmitted or released packet by packet or whole, and then flushed.
public struct DeviceQueue: PacketQueue, ~Copyable, Sendable {
  enum Device: ~Copyable, Sendable {
    case memory(Box<MemoryQueue>)
    case afxdp(Box<AFXDPQueue>)
    case tap(Box<TAPQueue>)
    case capture(Box<CaptureQueue>)
    case faults(Box<FaultInjector>)
    case watched(Box<WatchedQueue>)
  }

  let device: Device

  public init(_ queue: consuming MemoryQueue) { device = .memory(Box(queue)) }
  public init(_ queue: consuming AFXDPQueue) { device = .afxdp(Box(queue)) }
  public init(_ queue: consuming TAPQueue) { device = .tap(Box(queue)) }
  public init(_ queue: consuming CaptureQueue) { device = .capture(Box(queue)) }
  public init(_ stage: consuming FaultInjector) { device = .faults(Box(stage)) }
  public init(_ stage: consuming WatchedQueue) { device = .watched(Box(stage)) }

  // In all of these, packets and batches are only handed on, under the caller's own promise.

  /// Fills the front of `batch` with packets that have arrived; returns how many. Each is the
  /// caller's, with its data, metadata and device filled in, and `now` as its time of arrival.
  public mutating func receive(into batch: PacketBatch, at now: UInt64) -> Int {
    switch device {
    case .memory(let box): box.mutate { unsafe $0.receive(into: batch, at: now) }
    case .afxdp(let box): box.mutate { unsafe $0.receive(into: batch, at: now) }
    case .tap(let box): box.mutate { unsafe $0.receive(into: batch, at: now) }
    case .capture(let box): box.mutate { unsafe $0.receive(into: batch, at: now) }
    case .faults(let box): box.mutate { unsafe $0.receive(into: batch, at: now) }
    case .watched(let box): box.mutate { unsafe $0.receive(into: batch, at: now) }
    }
  }

  /// Takes the packet over and sends it with the next flush. False when the ring is full: the
  /// packet stays the caller's. A packet with no whole Ethernet header, or that isn't within its
  /// chunk, is dropped and counted. One that the queue can't send (``canSend(_:)``) traps.
  public mutating func transmit(_ packet: Packet) -> Bool {
    switch device {
    case .memory(let box): box.mutate { unsafe $0.transmit(packet) }
    case .afxdp(let box): box.mutate { unsafe $0.transmit(packet) }
    case .tap(let box): box.mutate { unsafe $0.transmit(packet) }
    case .capture(let box): box.mutate { unsafe $0.transmit(packet) }
    case .faults(let box): box.mutate { unsafe $0.transmit(packet) }
    case .watched(let box): box.mutate { unsafe $0.transmit(packet) }
    }
  }

  /// Transmits packets from the front of `batch` until one is refused; returns how many were taken.
  public mutating func transmit(_ batch: PacketBatch) -> Int {
    switch device {
    case .memory(let box): box.mutate { unsafe $0.transmit(batch) }
    case .afxdp(let box): box.mutate { unsafe $0.transmit(batch) }
    case .tap(let box): box.mutate { unsafe $0.transmit(batch) }
    case .capture(let box): box.mutate { unsafe $0.transmit(batch) }
    case .faults(let box): box.mutate { unsafe $0.transmit(batch) }
    case .watched(let box): box.mutate { unsafe $0.transmit(batch) }
    }
  }

  /// Publishes what was transmitted and released, wakes the other side if it sleeps, takes back
  /// what was sent, and gives the device chunks to receive into. Call it once a batch.
  ///
  /// - Returns: false where the device is left without a single chunk to receive into, as programs have them all.
  @discardableResult
  public mutating func flush() -> Bool {
    switch device {
    case .memory(let box): box.mutate { $0.flush() }
    case .afxdp(let box): box.mutate { $0.flush() }
    case .tap(let box): box.mutate { $0.flush() }
    case .capture(let box): box.mutate { $0.flush() }
    case .faults(let box): box.mutate { $0.flush() }
    case .watched(let box): box.mutate { $0.flush() }
    }
  }

  /// The packet is done with: its chunk goes home.
  public mutating func release(_ packet: Packet) { unsafe giveBack(packet) }

  /// The same for deinitialisers, which have the queue for themselves and can't change it.
  func giveBack(_ packet: Packet) {
    switch device {
    case .memory(let box): box.mutate { unsafe $0.release(packet) }
    case .afxdp(let box): box.mutate { unsafe $0.release(packet) }
    case .tap(let box): box.mutate { unsafe $0.release(packet) }
    case .capture(let box): box.mutate { unsafe $0.release(packet) }
    case .faults(let box): box.mutate { unsafe $0.release(packet) }
    case .watched(let box): box.mutate { unsafe $0.release(packet) }
    }
  }

  /// Whether the queue can send a packet from where it lies: one of its own, or of a queue that it shares memory with. Others
  /// have to be copied.
  public func canSend(_ packet: Packet) -> Bool {
    switch device {
    case .memory(let box): box.read { unsafe $0.canSend(packet) }
    case .afxdp(let box): box.read { unsafe $0.canSend(packet) }
    case .tap(let box): box.read { unsafe $0.canSend(packet) }
    case .capture(let box): box.read { unsafe $0.canSend(packet) }
    case .faults(let box): box.read { unsafe $0.canSend(packet) }
    case .watched(let box): box.read { unsafe $0.canSend(packet) }
    }
  }

  /// A packet of another queue's that this one has sent, or let go of: it is the caller's, who brings it home. Nil when
  /// there is none.
  public mutating func takeGuest() -> Packet? {
    switch device {
    case .memory(let box): unsafe box.mutate { unsafe $0.takeGuest() }
    case .afxdp(let box): unsafe box.mutate { unsafe $0.takeGuest() }
    case .tap(let box): unsafe box.mutate { unsafe $0.takeGuest() }
    case .capture(let box): unsafe box.mutate { unsafe $0.takeGuest() }
    case .faults(let box): unsafe box.mutate { unsafe $0.takeGuest() }
    case .watched(let box): unsafe box.mutate { unsafe $0.takeGuest() }
    }
  }

  /// An empty packet to write and send; nil when no chunk is free.
  public mutating func allocate() -> Packet? {
    switch device {
    case .memory(let box): unsafe box.mutate { unsafe $0.allocate() }
    case .afxdp(let box): unsafe box.mutate { unsafe $0.allocate() }
    case .tap(let box): unsafe box.mutate { unsafe $0.allocate() }
    case .capture(let box): unsafe box.mutate { unsafe $0.allocate() }
    case .faults(let box): unsafe box.mutate { unsafe $0.allocate() }
    case .watched(let box): unsafe box.mutate { unsafe $0.allocate() }
    }
  }
}
