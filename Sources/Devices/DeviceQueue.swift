/// A queue of any device: what a worker receives from and sends through. For one thread at a time.
///
/// Packets are passed in batches; which device it is gets looked at once a call. A batch is
/// received, worked on, transmitted or released packet by packet or whole, and then flushed.
public struct DeviceQueue: ~Copyable, Sendable {
  enum Device: ~Copyable, Sendable {
    case memory(Box<MemoryQueue>)
    case afxdp(Box<AFXDPQueue>)
  }

  let device: Device

  public init(_ queue: consuming MemoryQueue) { device = .memory(Box(queue)) }
  public init(_ queue: consuming AFXDPQueue) { device = .afxdp(Box(queue)) }

  /// Fills the front of `batch` with packets that have arrived; returns how many. Each is the
  /// caller's, with its data, metadata and device filled in, and `now` as its time of arrival.
  public mutating func receive(into batch: PacketBatch, at now: UInt64) -> Int {
    // The batch is only handed on, under the caller's own promise.
    switch device {
    case .memory(let box): box.mutate { unsafe $0.receive(into: batch, at: now) }
    case .afxdp(let box): box.mutate { unsafe $0.receive(into: batch, at: now) }
    }
  }

  /// Takes the packet over and sends it with the next flush. False when the ring is full: the
  /// packet stays the caller's. A packet with no whole Ethernet header, or that isn't within its
  /// chunk, is dropped and counted. A packet of another device's memory traps.
  public mutating func transmit(_ packet: Packet) -> Bool {
    // The packet is only handed on, under the caller's own promise.
    switch device {
    case .memory(let box): box.mutate { unsafe $0.transmit(packet) }
    case .afxdp(let box): box.mutate { unsafe $0.transmit(packet) }
    }
  }

  /// Transmits packets from the front of `batch` until one is refused; returns how many were taken.
  public mutating func transmit(_ batch: PacketBatch) -> Int {
    // The packets are only handed on, under the caller's own promise.
    switch device {
    case .memory(let box):
      box.mutate { queue in
        unsafe batch.firstIndex { unsafe !queue.transmit($0) } ?? batch.count
      }
    case .afxdp(let box):
      box.mutate { queue in
        unsafe batch.firstIndex { unsafe !queue.transmit($0) } ?? batch.count
      }
    }
  }

  /// Publishes what was transmitted and released, wakes the other side if it sleeps, takes back
  /// what was sent, and gives the device chunks to receive into. Call it once a batch.
  public mutating func flush() {
    switch device {
    case .memory(let box): box.mutate { $0.flush() }
    case .afxdp(let box): box.mutate { $0.flush() }
    }
  }

  /// The packet is done with: its chunk goes home.
  public mutating func release(_ packet: Packet) {
    // The packet is only handed on, under the caller's own promise.
    switch device {
    case .memory(let box): box.mutate { unsafe $0.release(packet) }
    case .afxdp(let box): box.mutate { unsafe $0.release(packet) }
    }
  }

  /// An empty packet to write and send; nil when no chunk is free.
  public mutating func allocate() -> Packet? {
    switch device {
    case .memory(let box): unsafe box.mutate { unsafe $0.allocate() }
    case .afxdp(let box): unsafe box.mutate { unsafe $0.allocate() }
    }
  }

  /// Makes a held packet one of `byteCount` bytes behind the headroom, which are to be written.
  public func initialise(_ packet: Packet, byteCount: Int) {
    // The packet is only handed on, under the caller's own promise.
    switch device {
    case .memory(let box): box.read { unsafe $0.pool.initialise(packet, byteCount: byteCount) }
    case .afxdp(let box): box.read { unsafe $0.pool.initialise(packet, byteCount: byteCount) }
    }
  }
}
