import CLinux
import Synchronization

/// A lock of one word in memory that workers share. Who waits for it spins briefly and parks then: the OS may have preempted
/// the holder.
@safe
struct WordLock {
  private let word: UnsafeMutablePointer<Atomic<UInt32>>

  /// Free, held, or held with somebody parked behind it.
  private static let free: UInt32 = 0
  private static let held: UInt32 = 1
  private static let contended: UInt32 = 2

  /// How often a waiter looks before it parks.
  private static let spinCountMax = 200

  /// The word, zero at first, is aligned and lives as long as anybody uses the lock; nothing else touches it.
  @unsafe
  init(_ word: UnsafeMutableRawPointer) {
    // Sound: as above.
    unsafe self.word = word.assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  /// Takes the lock where nobody has it. Pairs with the release: what the last holder wrote is visible.
  @inline(__always)
  func tryAcquire() -> Bool {
    unsafe word.pointee.compareExchange(
      expected: Self.free, desired: Self.held, successOrdering: .acquiring,
      failureOrdering: .relaxed
    ).exchanged
  }

  /// Takes the lock, once nobody has it any more.
  @inline(__always)
  func acquire() {
    if !tryAcquire() { wait() }
  }

  private func wait() {
    for _ in 0..<Self.spinCountMax {
      if unsafe word.pointee.load(ordering: .relaxed) == Self.free, tryAcquire() { return }
      linux_spin_hint()
    }
    while unsafe word.pointee.exchange(Self.contended, ordering: .acquiring) != Self.free {
      _ = unsafe linux_futex_wait(
        UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self), Self.contended, -1)
    }
  }

  @inline(__always)
  func release() {
    if unsafe word.pointee.exchange(Self.free, ordering: .releasing) == Self.contended {
      _ = unsafe linux_futex_wake(
        UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self), 1)
    }
  }
}
