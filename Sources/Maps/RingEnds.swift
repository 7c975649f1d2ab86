import CBaton
import Synchronization

/// Which workers may use the two ends of a ring: the first ones that did. What a ring gives out is owned, and would be
/// given out twice if two workers took it at once.
@safe
@usableFromInline
struct RingEnds {
  @usableFromInline typealias Word = UnsafeMutablePointer<Atomic<UInt64>>

  @usableFromInline let producer: Word
  @usableFromInline let consumerWord: Word

  /// The ends must stay where they are as long as this value is used.
  @inlinable
  init(at ends: UnsafeMutableRawPointer) {
    // Sound: two aligned words, which everybody accesses by this type alone.
    let words = unsafe ends.assumingMemoryBound(to: Atomic<UInt64>.self)
    unsafe producer = words
    unsafe consumerWord = words + 1
  }

  /// Whether the worker may push. Costs a load of a cache line that is written once.
  @inlinable
  func mayPush(_ worker: UInt32) -> Bool { unsafe Self.isOrBecomes(worker, producer) }

  /// Whether the worker may pop.
  @inlinable
  func mayPop(_ worker: UInt32) -> Bool { unsafe Self.isOrBecomes(worker, consumerWord) }

  /// The worker that may pop; nil until one has.
  @inlinable var consumer: UInt32? {
    let word = unsafe consumerWord.pointee.load(ordering: .relaxed)
    return word == 0 ? nil : UInt32(truncatingIfNeeded: word - 1)
  }

  /// Nothing is read or written through an end before it has its worker, so no order is needed.
  @inlinable
  static func isOrBecomes(_ worker: UInt32, _ end: Word) -> Bool {
    let own = UInt64(worker) + 1
    let current = unsafe end.pointee.load(ordering: .relaxed)
    if current == own { return true }
    return unsafe current == 0
      && end.pointee.compareExchange(expected: 0, desired: own, ordering: .relaxed).exchanged
  }
}
