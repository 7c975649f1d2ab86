import CBaton
import Synchronization

/// A ring in a map's value that hands owned objects from one worker to one other: `Interface/layout.h` draws it.
///
/// Whether a slot is full is said by the slot itself: its lowest bit changes from one round of the ring to the next. So
/// a consumer that waits looks at no index of the producer's, and one cache line travels for up to eight objects. The
/// producer keeps what it last knew of the consumer's index, and looks at that again only where a whole round was
/// pushed since. Inlinable, so that what programs call is one piece of code.
@safe
public struct SingleProducerRing {
  @usableFromInline typealias Word = UnsafeMutablePointer<Atomic<UInt64>>

  @usableFromInline let base: UnsafeMutableRawPointer

  @inlinable static var capacity: UInt64 { UInt64(BATON_RING_CAPACITY) }

  /// The ring must stay where it is as long as this value is used; zeros are an empty one.
  @inlinable
  public init(_ ring: UnsafeMutablePointer<bpf_spsc_ring>) {
    unsafe base = UnsafeMutableRawPointer(ring)
  }

  // Sound, here and below: aligned words of the structure that lies in a ring, which everybody accesses by this type
  // alone.
  @inlinable var ends: RingEnds { unsafe RingEnds(at: base + BATON_SPSC_ENDS) }
  @inlinable var tail: Word {
    unsafe (base + BATON_SPSC_TAIL).assumingMemoryBound(to: Atomic<UInt64>.self)
  }
  /// The producer's own.
  @inlinable var knownHead: UnsafeMutablePointer<UInt64> {
    unsafe (base + BATON_SPSC_KNOWN_HEAD).assumingMemoryBound(to: UInt64.self)
  }
  @inlinable var head: Word {
    unsafe (base + BATON_SPSC_HEAD).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// The worker that may pop; nil until one has.
  @inlinable public var consumer: UInt32? { ends.consumer }

  /// Takes over an object whose address is even. EAGAIN when the ring is full, EPERM when another worker pushes to it:
  /// the object is the caller's then.
  @inlinable
  public func push(_ object: UnsafeMutableRawPointer, by worker: UInt32) -> Int64 {
    guard ends.mayPush(worker) else { return LinuxError.notPermitted }
    return unsafe put(object)
  }

  /// Takes over an object of the producer's; EAGAIN when the ring is full.
  @inlinable
  func put(_ object: UnsafeMutableRawPointer) -> Int64 {
    let place = unsafe tail.pointee.load(ordering: .relaxed)
    guard hasRoom(for: place) else { return LinuxError.again }
    let word = UInt64(UInt(bitPattern: object)) | Self.mark(of: place)
    // Pairs with the acquire of `pop`: what was written to the object is visible to whoever gets it.
    unsafe slot(place).pointee.store(word, ordering: .releasing)
    unsafe tail.pointee.store(place &+ 1, ordering: .relaxed)
    return 0
  }

  @inlinable
  func hasRoom(for place: UInt64) -> Bool {
    if unsafe place &- knownHead.pointee < Self.capacity { return true }
    // Pairs with the release of `takeFirst`: a slot has been read before it is written again.
    unsafe knownHead.pointee = head.pointee.load(ordering: .acquiring)
    return unsafe place &- knownHead.pointee < Self.capacity
  }

  /// The object that was pushed first; nil when there is none, or another worker pops from the ring.
  @inlinable
  public func pop(by worker: UInt32) -> UnsafeMutableRawPointer? {
    guard ends.mayPop(worker) else { return nil }
    return unsafe takeFirst()
  }

  /// Takes out all objects that are wanted, first to last, and hands each to `body`. Nobody else may be using the ring.
  func drain(
    where isWanted: (UnsafeMutableRawPointer) -> Bool?, _ body: (UnsafeMutableRawPointer) -> Void
  ) {
    unsafe sift(where: isWanted, body, taking: { unsafe takeFirst() }, putting: { unsafe put($0) })
  }

  @inlinable
  func takeFirst() -> UnsafeMutableRawPointer? {
    let place = unsafe head.pointee.load(ordering: .relaxed)
    if place % Self.slotsPerLine == 0 { fetchAhead(of: place) }
    let word = unsafe slot(place).pointee.load(ordering: .acquiring)
    guard word & 1 == Self.mark(of: place) else { return nil }
    unsafe head.pointee.store(place &+ 1, ordering: .releasing)
    return unsafe UnsafeMutableRawPointer(bitPattern: UInt(word & ~1))
  }

  @inlinable static var slotsPerLine: UInt64 { 8 }

  /// Of a batch all slots have come from the producer's cache: their lines are asked for together, as one by one each
  /// would take as long as all.
  @inlinable
  func fetchAhead(of place: UInt64) {
    for line in UInt64(1)...3 {
      unsafe baton_prefetch(slot(place &+ line * Self.slotsPerLine))
    }
  }

  /// The lowest bit of a full slot: 1 in the first round, as a slot that was never used is zero.
  @inlinable
  static func mark(of place: UInt64) -> UInt64 { ~(place / capacity) & 1 }

  @inlinable
  func slot(_ place: UInt64) -> Word {
    unsafe base.assumingMemoryBound(to: Atomic<UInt64>.self) + Int(place % Self.capacity)
  }
}
