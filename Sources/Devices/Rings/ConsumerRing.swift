import Synchronization

/// The end of a ring that takes entries out. One consumer; the producer is a thread or the kernel.
@safe
package struct ConsumerRing<Element: BitwiseCopyable>: ~Copyable {
  private let producer: UnsafeMutablePointer<Atomic<UInt32>>
  private let consumer: UnsafeMutablePointer<Atomic<UInt32>>
  private let slots: UnsafePointer<Element>
  private let mask: UInt32
  /// The oldest entry that was not taken.
  private var head: UInt32
  /// Where the producer was when we last looked: looking costs a cache miss.
  private var producerSeen: UInt32

  /// The memory outlives the ring, and this is its one consumer.
  @unsafe
  package init(_ memory: RingMemory) {
    unsafe producer = memory.producer
    unsafe consumer = memory.consumer
    unsafe slots = UnsafePointer(memory.slots.assumingMemoryBound(to: Element.self))
    mask = unsafe UInt32(memory.capacity - 1)
    head = unsafe memory.consumer.pointee.load(ordering: .relaxed)
    producerSeen = head
  }

  /// How many entries there are to read, `limit` at most.
  @inline(__always)
  package mutating func available(atMost limit: Int) -> Int {
    if producerSeen == head {
      // Pairs with the producer's release of `producer`: slots are written before we see them.
      producerSeen = unsafe producer.pointee.load(ordering: .acquiring)
      precondition(producerSeen &- head <= mask &+ 1, "the producer overtook the consumer")
    }
    return min(Int(producerSeen &- head), limit)
  }

  /// The `index`-th of the available entries.
  @inline(__always)
  package subscript(index: Int) -> Element {
    precondition(index >= 0 && index < Int(producerSeen &- head), "not available")
    // Masked, hence in bounds; published, hence written; not let go of, hence not written again.
    return unsafe slots[Int((head &+ UInt32(truncatingIfNeeded: index)) & mask)]
  }

  /// Lets go of the first `count` of the available entries.
  package mutating func advance(by count: Int) {
    precondition(count >= 0 && count <= Int(producerSeen &- head), "not available")
    guard count > 0 else { return }
    head &+= UInt32(count)
    // Pairs with the producer's acquire of `consumer`: we read the slots before they are reused.
    unsafe consumer.pointee.store(head, ordering: .releasing)
  }

  /// How many entries wait, as of now. Any thread may ask: only what the ends share is looked at.
  package var pendingCount: Int {
    let (first, last) = unsafe (
      consumer.pointee.load(ordering: .relaxed), producer.pointee.load(ordering: .relaxed)
    )
    return Int(min(last &- first, mask &+ 1))
  }

  /// Whether there is nothing to read, as of now.
  package var isEmpty: Bool { unsafe producer.pointee.load(ordering: .acquiring) == head }
}

// Being non-copyable, it is on one thread at a time.
extension ConsumerRing: @unchecked Sendable {}
