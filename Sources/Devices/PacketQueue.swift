/// What a queue of a device can do, and a stage around one: pass packets in batches. For one thread at a time.
///
/// ``DeviceQueue`` says what each of it means; it is the one type that workers see, so that no packet is passed through
/// an existential.
public protocol PacketQueue: ~Copyable, Sendable {
  mutating func receive(into batch: PacketBatch, at now: UInt64) -> Int
  mutating func transmit(_ packet: Packet) -> Bool
  mutating func flush() -> Bool
  mutating func release(_ packet: Packet)
  mutating func allocate() -> Packet?
  func canSend(_ packet: Packet) -> Bool
  mutating func takeGuest() -> Packet?

  var fileDescriptor: Int32? { get }
  var mustWake: Bool { get }
  mutating func prepareToPark() -> Bool
  mutating func unpark()
  var nextEvent: UInt64? { get }
  var pendingCount: Int { get }
  mutating func close()

  var counters: DeviceCounters { get }
  var chunkCounts: ChunkCounts { get }
  /// Of the packets that it hands out.
  var shape: PacketMemory.Shape { get }
}

extension PacketQueue where Self: ~Copyable {
  /// Nothing happens by itself.
  public var nextEvent: UInt64? { nil }
  /// Where it is not known without asking the system.
  public var pendingCount: Int { 0 }
  /// It sends its own packets, and no others.
  public mutating func takeGuest() -> Packet? { nil }
  /// Nothing is held.
  public mutating func close() {}

  /// Transmits packets from the front of `batch` until one is refused; returns how many were taken.
  mutating func transmit(_ batch: PacketBatch) -> Int {
    // The packets are only handed on, under the caller's own promise.
    var count = 0
    while count < batch.count, unsafe transmit(batch[count]) { count += 1 }
    return count
  }
}
