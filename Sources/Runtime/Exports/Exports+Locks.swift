import CBaton
import CLinux
import Synchronization

/// A lock's word: free, held, or held with somebody parked behind it.
private enum LockWord {
  static let free: UInt32 = 0
  static let held: UInt32 = 1
  static let contended: UInt32 = 2
}

/// How often a waiter looks before it parks: the OS may have preempted the holder.
private let spinCountMax = 200

@c @implementation
func bpf_spin_lock(_ lock: UnsafeMutablePointer<bpf_spin_lock>!) {
  let word = unsafe word(of: lock)
  // Pairs with the release of the unlock: what the last holder wrote is visible.
  if unsafe word.pointee.compareExchange(
    expected: LockWord.free, desired: LockWord.held, successOrdering: .acquiring,
    failureOrdering: .relaxed
  ).exchanged {
    return
  }
  if unsafe Services.current.pointee.clock.isVirtual {
    // The holder can't go on before this returns: the engine tries again later.
    unsafe baton_current_execution()!.pointee.is_blocked = 1
    return
  }
  unsafe waitForLock(word)
}

@c @implementation
func bpf_spin_unlock(_ lock: UnsafeMutablePointer<bpf_spin_lock>!) {
  let word = unsafe word(of: lock)
  if unsafe word.pointee.exchange(LockWord.free, ordering: .releasing) == LockWord.contended {
    _ = unsafe linux_futex_wake(
      UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self), 1)
  }
}

private func waitForLock(_ word: UnsafeMutablePointer<Atomic<UInt32>>) {
  for _ in 0..<spinCountMax {
    if unsafe word.pointee.load(ordering: .relaxed) == LockWord.free,
      unsafe word.pointee.compareExchange(
        expected: LockWord.free, desired: LockWord.held, successOrdering: .acquiring,
        failureOrdering: .relaxed
      ).exchanged
    {
      return
    }
    linux_spin_hint()
  }
  while unsafe word.pointee.exchange(LockWord.contended, ordering: .acquiring) != LockWord.free {
    _ = unsafe linux_futex_wait(
      UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self), LockWord.contended, -1)
  }
}

/// A lock in a map value, as the atomic word that it is.
private func word(
  of lock: UnsafeMutablePointer<bpf_spin_lock>
) -> UnsafeMutablePointer<Atomic<UInt32>> {
  // Sound: the type is one aligned 32-bit word, and only these functions touch it.
  unsafe UnsafeMutableRawPointer(lock).assumingMemoryBound(to: Atomic<UInt32>.self)
}
