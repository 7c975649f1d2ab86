import CBaton
import Synchronization

/// What stands before each record: `struct bpf_ringbuf_hdr`.
struct RecordHeader: ~Copyable {
  /// In bytes, without the header; and the two bits.
  let length: Atomic<UInt32>
  /// From the start of the map to the header, in pages: so the map is found from the record.
  let pageOffset: UInt32

  /// Reserved, and not submitted yet.
  static var busy: UInt32 { 1 << 31 }
  /// Submitted, and to be passed over.
  static var discarded: UInt32 { 1 << 30 }
  static var byteCount: Int { 8 }
  static var pageShift: Int { 12 }
}

/// A ring buffer: records of any length, from many producers, in the order in which they were reserved,
/// to one consumer.
///
///     map   | head and control | records | the same pages once more |
///     record, at a multiple of 8   | length, busy, discarded | pages from the map's start | bytes |
///
/// Positions count bytes and only grow. Producers reserve under a lock, as in Linux, and write and submit
/// without one.
@safe
struct RingBuffer: ~Copyable {
  let records: UnsafeMutableRawPointer
  let byteCount: UInt64
  /// From the start of the map to the records, in bytes.
  let recordsOffset: Int
  let wakeup: RingWakeup?
  /// Held while space is reserved.
  private let reserving = Lock()
  private let padding0 = InlineArray<16, UInt64>(repeating: 0)
  /// How far records were reserved.
  private let producer = Atomic<UInt64>(0)
  private let padding1 = InlineArray<16, UInt64>(repeating: 0)
  /// How far records were consumed.
  private let consumer = Atomic<UInt64>(0)
  /// Held while records are consumed.
  private let consuming = Lock()

  /// As in Linux: a quarter of what the length could say.
  private static var recordByteCountMax: UInt64 { UInt64(UInt32.max / 4) }

  init(
    records: UnsafeMutableRawPointer, byteCount: Int, recordsOffset: Int, wakeup: RingWakeup?
  ) {
    unsafe self.records = records
    self.byteCount = UInt64(byteCount)
    self.recordsOffset = recordsOffset
    self.wakeup = wakeup
  }

  static func at(_ map: UnsafeMutablePointer<baton_map>) -> UnsafeMutablePointer<RingBuffer> {
    unsafe UnsafeMutablePointer(bitPattern: UInt(map.pointee.control)).unsafelyUnwrapped
  }

  /// The ring that a record of `reserve` lies in.
  static func of(_ record: UnsafeMutableRawPointer) -> UnsafeMutablePointer<RingBuffer> {
    let header = unsafe header(before: record)
    let page = UInt(bitPattern: header) >> UInt(RecordHeader.pageShift)
    let start = unsafe (page - UInt(header.pointee.pageOffset)) << UInt(RecordHeader.pageShift)
    // Sound: the map starts at a page, with its head.
    return unsafe at(UnsafeMutablePointer(bitPattern: start).unsafelyUnwrapped)
  }

  private static func header(
    before record: UnsafeMutableRawPointer
  ) -> UnsafeMutablePointer<RecordHeader> {
    unsafe (record - RecordHeader.byteCount).assumingMemoryBound(to: RecordHeader.self)
  }

  /// Sound: a position is taken modulo the size, which is a power of two.
  private func header(at position: UInt64) -> UnsafeMutablePointer<RecordHeader> {
    unsafe (records + Int(position & (byteCount - 1))).assumingMemoryBound(to: RecordHeader.self)
  }

  /// With its header, in bytes.
  private static func extent(_ length: UInt64) -> UInt64 {
    (length + UInt64(RecordHeader.byteCount) + 7) & ~7
  }

  var producerPosition: UInt64 { producer.load(ordering: .acquiring) }
  var consumerPosition: UInt64 { consumer.load(ordering: .acquiring) }

  /// Room for a record of that many bytes; null when there is none now, or never.
  func reserve(_ length: UInt64) -> UnsafeMutableRawPointer? {
    guard length <= Self.recordByteCountMax else { return nil }
    let extent = Self.extent(length)
    return unsafe reserving.withLock { () -> UnsafeMutableRawPointer? in
      let start = producer.load(ordering: .relaxed)
      // Pairs with the store of `consume`: the bytes were read before they are reused.
      let used = start - consumer.load(ordering: .acquiring)
      guard used + extent < byteCount else { return nil }
      let header = unsafe header(at: start)
      let offset = recordsOffset + Int(start & (byteCount - 1))
      unsafe header.initialize(
        to: RecordHeader(
          length: Atomic(UInt32(length) | RecordHeader.busy),
          pageOffset: UInt32(offset >> RecordHeader.pageShift)))
      // Pairs with the load of `lengthIfReady`: it finds the record busy.
      producer.store(start + extent, ordering: .releasing)
      return unsafe UnsafeMutableRawPointer(header) + RecordHeader.byteCount
    }
  }

  /// Hands a reserved record to the consumer, or gives it up.
  func commit(_ record: UnsafeMutableRawPointer, isDiscarded: Bool, _ flags: UInt64) {
    let header = unsafe Self.header(before: record)
    let length = unsafe header.pointee.length.load(ordering: .relaxed) & ~RecordHeader.busy
    let new = length | (isDiscarded ? RecordHeader.discarded : 0)
    // Pairs with the load of `lengthIfReady`: the bytes are written before they are found.
    unsafe header.pointee.length.store(new, ordering: .releasing)
    guard let wakeup, flags & RingFlags.noWakeup == 0 || flags & RingFlags.forceWakeup != 0 else {
      return
    }
    // Pairs with the fence of `readyLength`: either we see that it waits for us, or it sees the record.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    let position = consumer.load(ordering: .relaxed)
    let isAwaited = unsafe self.header(at: position) == header
    if isAwaited || flags & RingFlags.forceWakeup != 0 { wakeup() }
  }

  /// Calls `body` with each record, in order, up to the first one that is busy, and frees their space.
  /// One thread at a time. Returns how many that were, discarded ones not counted.
  func consume(limit: Int, _ body: (Span<UInt8>) -> Void) -> Int {
    consuming.withLock {
      var count = 0
      var position = consumer.load(ordering: .relaxed)
      while count < limit, let length = readyLength(at: position) {
        let byteCount = length & ~RecordHeader.discarded
        if length & RecordHeader.discarded == 0 {
          let start = unsafe UnsafeRawPointer(header(at: position)) + RecordHeader.byteCount
          let bytes = unsafe UnsafeBufferPointer(
            start: start.assumingMemoryBound(to: UInt8.self), count: Int(byteCount))
          unsafe body(bytes.span)
          count += 1
        }
        position += Self.extent(UInt64(byteCount))
        // Pairs with the load of `reserve`.
        consumer.store(position, ordering: .releasing)
      }
      return count
    }
  }

  /// The length of a record that was submitted, and its bit; null when there is none.
  private func readyLength(at position: UInt64) -> UInt32? {
    if let length = lengthIfReady(at: position) { return length }
    // Pairs with the fence of `commit`: who submits later sees how far we are, and wakes us.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    return lengthIfReady(at: position)
  }

  private func lengthIfReady(at position: UInt64) -> UInt32? {
    guard position < producer.load(ordering: .acquiring) else { return nil }
    let length = unsafe header(at: position).pointee.length.load(ordering: .acquiring)
    return length & RecordHeader.busy == 0 ? length : nil
  }
}

/// Where the parts of a ring buffer lie in its memory.
struct RingPlan: MapPlan {
  /// Without the second view of the records.
  let byteCount: Int
  private let headByteCount: Int
  private let ring: Int
  private let recordsByteCount: Int

  init(_ spec: MapSpec) {
    var plan = BlockPlan()
    _ = plan.reserve(MemoryLayout<baton_map>.size, alignment: 64)
    ring = plan.reserve(MemoryLayout<RingBuffer>.size, alignment: 128)
    headByteCount = plan.byteCount.rounded(upTo: Memory.pageByteCount)
    recordsByteCount = Int(spec.maxEntries)
    byteCount = headByteCount + recordsByteCount
  }

  func allocate() throws(MapError) -> MemoryBlock {
    try MemoryBlock(headByteCount: headByteCount, ringByteCount: recordsByteCount)
  }

  /// Makes the map. Sound: head and ring lie in the first `headByteCount` bytes of the block, aligned,
  /// and the records twice behind them.
  func build(_ spec: MapSpec, _ maker: MapMaker, in block: borrowing MemoryBlock) {
    let base = unsafe block.base
    let records = unsafe base + headByteCount
    unsafe (base + ring).bindMemory(to: RingBuffer.self, capacity: 1).initialize(
      to: RingBuffer(
        records: records, byteCount: recordsByteCount, recordsOffset: headByteCount,
        wakeup: maker.wakeup))
    unsafe base.bindMemory(to: baton_map.self, capacity: 1).initialize(
      to: baton_map(
        type: spec.type, key_size: 0, value_size: 0, max_entries: spec.maxEntries, stride: 0,
        storage: UInt64(UInt(bitPattern: records)),
        control: UInt64(UInt(bitPattern: base + ring))))
  }
}
