import Synchronization

/// A lock-free ring of records of differing length, from one thread to one other: its memory, and where the two are.
///
///     base     | consumer's position | producer's position | slots: head, octets, padding | head, octets, … |
///
/// Positions run freely over 64 bits and count octets. A record lies in one piece: where too little is left before the
/// end of the slots, a head that says so stands in its place.
@safe
package final class RecordRing: Sendable {
  /// What stands before the octets of each record.
  package struct Head: BitwiseCopyable {
    /// When it happened, in nanoseconds.
    package let time: UInt64
    package let byteCount: UInt32
    /// What the user of the ring means by it, but for ``toTheEnd``.
    package let kind: UInt32

    /// Nothing else lies up to the end of the slots.
    static let toTheEnd = UInt32.max
  }

  static let alignment = 16
  let capacity: Int
  private let mapping: Mapping

  /// `capacity` octets, a power of two and at least twice the longest record.
  package init(capacity: Int) throws(Errno) {
    precondition(capacity.nonzeroBitCount == 1 && capacity >= 4096)
    self.capacity = capacity
    mapping = try Mapping(byteCount: 2 * lineByteCount + capacity)
  }

  // `Atomic<UInt64>` has the layout of the aligned, zeroed words that lie at the start of either line.

  fileprivate var consumed: UnsafeMutablePointer<Atomic<UInt64>> {
    unsafe mapping.base.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  fileprivate var produced: UnsafeMutablePointer<Atomic<UInt64>> {
    unsafe (mapping.base + lineByteCount).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// Where the octet at `position` lies.
  fileprivate func slot(at position: UInt64) -> UnsafeMutableRawPointer {
    unsafe mapping.base + 2 * lineByteCount + offset(of: position)
  }

  fileprivate func offset(of position: UInt64) -> Int { Int(position & UInt64(capacity - 1)) }

  /// How much of the slots a record takes.
  static func byteCount(ofRecord byteCount: Int) -> Int {
    (MemoryLayout<Head>.size + byteCount + alignment - 1) & ~(alignment - 1)
  }
}

/// The end of a ring of records that puts them in. One a ring.
@safe
package struct RecordProducer: ~Copyable, Sendable {
  private let ring: RecordRing
  private var tail: UInt64 = 0
  /// Where the tail will be once the record that was begun is published.
  private var next: UInt64 = 0
  private var consumedSeen: UInt64 = 0

  package init(_ ring: RecordRing) { self.ring = ring }

  /// Copies a record to where it will be seen once it is published; false where there is no room for it. It replaces one
  /// that was begun and not published.
  package mutating func begin(_ octets: UnsafeRawBufferPointer, time: UInt64, kind: UInt32) -> Bool
  {
    let wanted = RecordRing.byteCount(ofRecord: octets.count)
    let left = ring.capacity - ring.offset(of: tail)
    let skipped = wanted > left ? left : 0
    guard hasRoom(for: skipped + wanted) else { return false }
    let end = ring.offset(of: tail + UInt64(skipped)) + wanted
    precondition(end <= ring.capacity, "a record lies in one piece within the slots")
    // Sound: there is room for both heads and the octets, which the consumer has let go of; each head is aligned, as all
    // that is put in is a multiple of that.
    if skipped > 0 {
      let head = RecordRing.Head(time: 0, byteCount: 0, kind: RecordRing.Head.toTheEnd)
      unsafe ring.slot(at: tail).storeBytes(of: head, as: RecordRing.Head.self)
    }
    let start = unsafe ring.slot(at: tail + UInt64(skipped))
    let head = RecordRing.Head(time: time, byteCount: UInt32(octets.count), kind: kind)
    unsafe start.storeBytes(of: head, as: RecordRing.Head.self)
    if let base = octets.baseAddress {
      unsafe (start + MemoryLayout<RecordRing.Head>.size)
        .copyMemory(from: base, byteCount: octets.count)
    }
    next = tail + UInt64(skipped + wanted)
    return true
  }

  /// Shows the consumer the record that was begun last.
  package mutating func publish() {
    tail = next
    // Pairs with the consumer's acquire: the record is written before it is seen.
    unsafe ring.produced.pointee.store(tail, ordering: .releasing)
  }

  private mutating func hasRoom(for byteCount: Int) -> Bool {
    let limit = UInt64(ring.capacity)
    if tail + UInt64(byteCount) - consumedSeen <= limit { return true }
    // Pairs with the consumer's release: it has read the records before their slots are written again.
    consumedSeen = unsafe ring.consumed.pointee.load(ordering: .acquiring)
    return tail + UInt64(byteCount) - consumedSeen <= limit
  }
}

/// The end of a ring of records that takes them out. For one thread at a time.
@safe
package struct RecordConsumer {
  private let ring: RecordRing
  private var head: UInt64 = 0

  package init(_ ring: RecordRing) { self.ring = ring }

  /// Hands the oldest record to `body` and lets go of it; false when there is none. The octets are valid during the call.
  package mutating func take(_ body: (RecordRing.Head, Span<UInt8>) -> Void) -> Bool {
    // Pairs with the producer's release: records are written before we see them.
    while unsafe ring.produced.pointee.load(ordering: .acquiring) != head {
      let start = unsafe ring.slot(at: head)
      // Sound: a head was written at each position at which a record ends before the producer's.
      let record = unsafe start.load(as: RecordRing.Head.self)
      guard record.kind != RecordRing.Head.toTheEnd else {
        head += UInt64(ring.capacity - ring.offset(of: head))
        continue
      }
      let octets = unsafe UnsafeRawBufferPointer(
        start: start + MemoryLayout<RecordRing.Head>.size, count: Int(record.byteCount))
      unsafe body(record, octets.bindMemory(to: UInt8.self).span)
      head += UInt64(RecordRing.byteCount(ofRecord: Int(record.byteCount)))
      // Pairs with the producer's acquire: we have read the record before its slots are written again.
      unsafe ring.consumed.pointee.store(head, ordering: .releasing)
      return true
    }
    return false
  }
}
