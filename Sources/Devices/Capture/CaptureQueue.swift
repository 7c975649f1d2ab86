import CBaton
import Wire

/// The queue of a ``CaptureDevice``. For one thread at a time.
public struct CaptureQueue: PacketQueue, ~Copyable {
  public let device: CaptureDevice
  public private(set) var counters = DeviceCounters()
  private var pool: PacketPool
  private var file: CaptureFile
  /// The packet that comes in next; nil at the end.
  private var record: PcapFile.Record?
  /// A moment in the file, and the one that it is at now; nil before the first packet.
  private var origin: (recorded: UInt64, now: UInt64)?

  init(_ device: CaptureDevice, _ file: CaptureFile, _ pool: consuming PacketPool) {
    self.device = device
    self.file = file
    self.pool = pool
    readOn(at: 0)
  }

  public mutating func receive(into batch: PacketBatch, at now: UInt64) -> Int {
    var count = 0
    // Those that are refused count, too: a file that repeats may hold nothing else.
    for _ in 0..<batch.count {
      guard let record, isDue(record, at: now), let packet = unsafe pool.allocate() else { break }
      if record.octets.count <= shape.packetByteCountMax {
        unsafe fill(packet, from: record, at: now)
        unsafe batch[count] = packet
        count += 1
      } else {
        counters.droppedTooLong += 1
        unsafe pool.release(packet)
      }
      readOn(at: due(record) ?? now)
    }
    if record == nil && pool.freeCount == pool.chunkCount { device.noteEnd() }
    counters.received += UInt64(count)
    return count
  }

  private mutating func isDue(_ record: PcapFile.Record, at now: UInt64) -> Bool {
    guard device.configuration.pace == .recorded else { return true }
    if origin == nil { origin = (record.nanoseconds, now) }
    return (due(record) ?? now) <= now
  }

  /// When a record's packet comes in; nil where that is at once.
  private func due(_ record: PcapFile.Record) -> UInt64? {
    guard device.configuration.pace == .recorded, let origin else { return nil }
    let isLater = record.nanoseconds > origin.recorded
    return isLater ? origin.now + (record.nanoseconds - origin.recorded) : origin.now
  }

  private func fill(_ packet: Packet, from record: PcapFile.Record, at now: UInt64) {
    unsafe pool.initialise(packet, byteCount: record.octets.count)
    unsafe file.octets.withUnsafeBytes { octets in
      guard !record.octets.isEmpty else { return }
      // Sound: `initialise` checked that the chunk has room for as many bytes at `data`.
      unsafe UnsafeMutableRawPointer(bitPattern: UInt(packet.pointee.data))!.copyMemory(
        from: octets.baseAddress! + record.octets.lowerBound, byteCount: record.octets.count)
    }
    unsafe packet.pointee.received_at = now
    unsafe packet.pointee.ingress_ifindex = 1
    unsafe packet.pointee.rx_queue_index = 0
    unsafe packet.pointee.egress_ifindex = 0
  }

  /// Goes on to the next record. Where the file begins again, it does at `time`, when the last packet came.
  private mutating func readOn(at time: UInt64) {
    record = nextRecord()
    guard record == nil, device.configuration.repeats, device.error == nil else { return }
    file.rewind()
    record = nextRecord()
    if let record, origin != nil { origin = (record.nanoseconds, time) }
  }

  private mutating func nextRecord() -> PcapFile.Record? {
    do {
      return try file.next()
    } catch {
      device.note(error)
      return nil
    }
  }

  /// The packet is sent to nobody: its chunk is free.
  public mutating func transmit(_ packet: Packet) -> Bool {
    if unsafe shape.isTransmittable(packet) {
      counters.transmitted += 1
    } else {
      counters.droppedInvalid += 1
    }
    unsafe pool.release(packet)
    return true
  }

  /// False when no chunk is free for what is to come.
  @discardableResult
  public mutating func flush() -> Bool {
    guard record != nil && pool.freeCount == 0 else { return true }
    counters.fillRingEmpty += 1
    return false
  }

  public mutating func release(_ packet: Packet) { unsafe pool.release(packet) }
  public func canSend(_ packet: Packet) -> Bool { unsafe pool.owns(packet) }

  public mutating func allocate() -> Packet? {
    let packet = unsafe pool.allocate()
    if unsafe packet == nil { counters.refusedNoChunk += 1 }
    return unsafe packet
  }

  public var fileDescriptor: Int32? { nil }
  public var mustWake: Bool { false }

  /// False while more can be received at once.
  public mutating func prepareToPark() -> Bool {
    flush()
    return device.configuration.pace == .recorded || record == nil || pool.freeCount == 0
  }

  public mutating func unpark() {}

  /// When the next packet comes in.
  public var nextEvent: UInt64? {
    guard pool.freeCount > 0, let record else { return nil }
    return due(record)
  }

  public var chunkCounts: ChunkCounts { pool.chunkCounts }
  public var shape: PacketMemory.Shape { pool.memory.shape }
}

// Its raw memory is its own; being non-copyable, it is on one thread at a time.
extension CaptureQueue: @unchecked Sendable {}
