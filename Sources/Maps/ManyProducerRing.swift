import CBaton
import Synchronization

/// A ring in a map's value that hands owned objects from any number of workers to one: the bounded queue of Dmitry
/// Vyukov, with one consumer. `Interface/layout.h` draws it.
///
/// A producer takes a place by counting up the tail, and then fills its slot. Each slot counts how often it was filled
/// and emptied, which is Vyukov's sequence number but for the index of the slot, so that zeros are an empty ring. An
/// object whose producer took its place and was stopped there keeps those behind it waiting.
@safe
public struct ManyProducerRing {
  @usableFromInline typealias Word = UnsafeMutablePointer<Atomic<UInt64>>

  @usableFromInline let base: UnsafeMutableRawPointer

  @inlinable static var capacity: UInt64 { UInt64(BATON_RING_CAPACITY) }

  /// The ring must stay where it is as long as this value is used; zeros are an empty one.
  @inlinable
  public init(_ ring: UnsafeMutablePointer<bpf_mpsc_ring>) {
    unsafe base = UnsafeMutableRawPointer(ring)
  }

  // Sound, here and below: aligned words of the structure that lies in a ring, which everybody accesses by this type
  // alone.
  @inlinable var ends: RingEnds { unsafe RingEnds(at: base + BATON_MPSC_ENDS) }
  @inlinable var tail: Word {
    unsafe (base + BATON_MPSC_TAIL).assumingMemoryBound(to: Atomic<UInt64>.self)
  }
  /// The consumer's own.
  @inlinable var head: UnsafeMutablePointer<UInt64> {
    unsafe (base + BATON_MPSC_HEAD).assumingMemoryBound(to: UInt64.self)
  }

  /// The worker that may pop; nil until one has.
  @inlinable public var consumer: UInt32? { ends.consumer }

  /// Takes over an object. EAGAIN when the ring is full: the object is the caller's then.
  @inlinable
  public func push(_ object: UnsafeMutableRawPointer) -> Int64 {
    var place = unsafe tail.pointee.load(ordering: .relaxed)
    while true {
      let free = Self.round(of: place) * 2
      // Pairs with the release of `takeFirst`: a slot has been read before it is written again.
      let found = unsafe turn(of: place).pointee.load(ordering: .acquiring)
      if found == free {
        let (isOurs, current) = unsafe tail.pointee.weakCompareExchange(
          expected: place, desired: place &+ 1, ordering: .relaxed)
        if isOurs { break }
        place = current
      } else if found < free {
        return LinuxError.again
      } else {
        place = unsafe tail.pointee.load(ordering: .relaxed)
      }
    }
    unsafe slot(place).pointee.handle = u64(UInt(bitPattern: object))
    // Pairs with the acquire of `takeFirst`: the slot, and what was written to the object, are visible then.
    unsafe turn(of: place).pointee.store(Self.round(of: place) * 2 + 1, ordering: .releasing)
    return 0
  }

  /// The object whose place is the first; nil when there is none, or another worker pops from the ring.
  @inlinable
  public func pop(by worker: UInt32) -> UnsafeMutableRawPointer? {
    guard ends.mayPop(worker) else { return nil }
    return unsafe takeFirst()
  }

  /// Takes out all objects that are wanted, first to last, and hands each to `body`. Nobody else may be using the ring.
  func drain(
    where isWanted: (UnsafeMutableRawPointer) -> Bool?, _ body: (UnsafeMutableRawPointer) -> Void
  ) {
    unsafe sift(where: isWanted, body, taking: { unsafe takeFirst() }, putting: { unsafe push($0) })
  }

  @inlinable
  func takeFirst() -> UnsafeMutableRawPointer? {
    let place = unsafe head.pointee
    let full = Self.round(of: place) * 2 + 1
    guard unsafe turn(of: place).pointee.load(ordering: .acquiring) == full else { return nil }
    let object = unsafe slot(place).pointee.handle
    unsafe turn(of: place).pointee.store(full + 1, ordering: .releasing)
    unsafe head.pointee = place &+ 1
    return unsafe UnsafeMutableRawPointer(bitPattern: UInt(object))
  }

  /// How often the ring was gone round before the place.
  @inlinable
  static func round(of place: UInt64) -> UInt64 { place / capacity }

  @inlinable
  func slot(_ place: UInt64) -> UnsafeMutablePointer<baton_ring_slot> {
    unsafe base.assumingMemoryBound(to: baton_ring_slot.self) + Int(place % Self.capacity)
  }

  /// Sound: the count is the first member of a slot.
  @inlinable
  func turn(of place: UInt64) -> Word {
    unsafe UnsafeMutableRawPointer(slot(place)).assumingMemoryBound(to: Atomic<UInt64>.self)
  }
}
