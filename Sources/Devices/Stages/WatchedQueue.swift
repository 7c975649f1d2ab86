import CBaton

/// Which packets of a queue are watched.
public enum WatchedDirections: Sendable {
  case both
  /// Only what is sent.
  case transmitted
}

/// A stage around a queue that has all packets copied for a ``PacketWatcher``: those that come in before anybody sees
/// them, those that are sent when the device has taken them.
public struct WatchedQueue: PacketQueue, ~Copyable {
  private var inner: DeviceQueue
  private var copies: RecordProducer
  private let watcher: PacketWatcher
  private var now: UInt64 = 0

  private let directions: WatchedDirections

  init(
    _ inner: consuming DeviceQueue, _ watcher: PacketWatcher, name: String,
    _ directions: WatchedDirections = .both
  ) throws(DeviceError) {
    copies = try watcher.makeProducer(name: name)
    self.directions = directions
    self.inner = inner
    self.watcher = watcher
  }

  public mutating func receive(into batch: PacketBatch, at now: UInt64) -> Int {
    self.now = now
    let count = unsafe inner.receive(into: batch, at: now)
    guard directions == .both else { return count }
    for index in 0..<count {
      if unsafe copy(batch[index], as: PacketNote.received) { copies.publish() }
    }
    return count
  }

  public mutating func transmit(_ packet: Packet) -> Bool {
    // What isn't whole is none of ours to look into; the device drops it.
    guard unsafe inner.shape.isTransmittable(packet) else { return unsafe inner.transmit(packet) }
    // Once it is taken it is not ours to read any more.
    let isCopied = unsafe copy(packet, as: PacketNote.transmitted)
    guard unsafe inner.transmit(packet) else { return false }
    if isCopied { copies.publish() }
    return true
  }

  /// Copies a packet to where ``RecordProducer/publish()`` will show it; false where there is no room.
  private mutating func copy(_ packet: Packet, as kind: UInt32) -> Bool {
    // Sound: `data` to `data_end` lies in the packet's chunk, which its holder alone uses.
    let start = unsafe UnsafeRawPointer(bitPattern: UInt(packet.pointee.data))
    let count = unsafe Int(packet.pointee.data_end - packet.pointee.data)
    let octets = unsafe UnsafeRawBufferPointer(start: start, count: count)
    if unsafe copies.begin(octets, time: now, kind: kind) { return true }
    return unsafe watcher.makeRoom() && copies.begin(octets, time: now, kind: kind)
  }

  @discardableResult
  public mutating func flush() -> Bool { inner.flush() }
  public mutating func release(_ packet: Packet) { unsafe inner.release(packet) }
  public mutating func allocate() -> Packet? { unsafe inner.allocate() }
  public func canSend(_ packet: Packet) -> Bool { unsafe inner.canSend(packet) }
  public mutating func takeGuest() -> Packet? { unsafe inner.takeGuest() }

  public var fileDescriptor: Int32? { inner.fileDescriptor }
  public var mustWake: Bool { inner.mustWake }
  public var pendingCount: Int { inner.pendingCount }
  public mutating func prepareToPark() -> Bool { inner.prepareToPark() }
  public mutating func unpark() { inner.unpark() }
  public var nextEvent: UInt64? { inner.nextEvent }

  public mutating func close() {
    inner.close()
    watcher.drain()
  }

  public var counters: DeviceCounters { inner.counters }
  public var chunkCounts: ChunkCounts { inner.chunkCounts }
  public var shape: PacketMemory.Shape { inner.shape }
}
