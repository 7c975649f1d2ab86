import Synchronization

/// The end of a ring that puts entries in. One producer; the consumer is a thread or the kernel.
@safe
package struct ProducerRing<Element: BitwiseCopyable>: ~Copyable {
  private let producer: UnsafeMutablePointer<Atomic<UInt32>>
  private let consumer: UnsafeMutablePointer<Atomic<UInt32>>
  private let slots: UnsafeMutablePointer<Element>
  private let mask: UInt32
  /// Where the next entry goes; entries from `published` on are not yet the consumer's.
  private var tail: UInt32
  private var published: UInt32
  /// Where the consumer was when we last looked: looking costs a cache miss.
  private var consumerSeen: UInt32

  /// The memory outlives the ring, and this is its one producer.
  @unsafe
  package init(_ memory: RingMemory) {
    unsafe producer = memory.producer
    unsafe consumer = memory.consumer
    unsafe slots = memory.slots.assumingMemoryBound(to: Element.self)
    mask = unsafe UInt32(memory.capacity - 1)
    tail = unsafe memory.producer.pointee.load(ordering: .relaxed)
    published = tail
    consumerSeen = unsafe memory.consumer.pointee.load(ordering: .relaxed)
  }

  package var capacity: Int { Int(mask) + 1 }

  /// Puts an entry in that the consumer sees after `publish`. False when the ring is full.
  @inline(__always)
  package mutating func push(_ element: Element) -> Bool {
    if tail &- consumerSeen > mask {
      lookAtConsumer()
      guard tail &- consumerSeen <= mask else { return false }
    }
    // Masked, hence in bounds; the slot was read by the consumer before it went on (acquire).
    unsafe slots[Int(tail & mask)] = element
    tail &+= 1
    return true
  }

  /// How many entries can be put in; looks at the consumer only when they are less than `wanted`.
  package mutating func room(for wanted: Int) -> Int {
    if capacity - Int(tail &- consumerSeen) < wanted { lookAtConsumer() }
    return capacity - Int(tail &- consumerSeen)
  }

  /// Shows the consumer all that was put in. False when it has seen it all before.
  package mutating func publish() -> Bool {
    guard tail != published else { return false }
    // Pairs with the consumer's acquire of `producer`: slots are written before they can be seen.
    unsafe producer.pointee.store(tail, ordering: .releasing)
    published = tail
    return true
  }

  /// How many entries the consumer has yet to take.
  package mutating func usedCount() -> Int {
    lookAtConsumer()
    return Int(tail &- consumerSeen)
  }

  private mutating func lookAtConsumer() {
    // Pairs with the consumer's release of `consumer`: it has read the slots before it let go.
    consumerSeen = unsafe consumer.pointee.load(ordering: .acquiring)
    precondition(tail &- consumerSeen <= mask &+ 1, "the consumer overtook the producer")
  }
}

// Being non-copyable, it is on one thread at a time.
extension ProducerRing: @unchecked Sendable {}
