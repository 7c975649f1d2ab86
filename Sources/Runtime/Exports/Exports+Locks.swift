import CBaton

@c @implementation
func bpf_spin_lock(_ lock: UnsafeMutablePointer<bpf_spin_lock>!) {
  let lock = unsafe WordLock(lock)
  if lock.tryAcquire() { return }
  unsafe Services.current.pointee.wait(for: lock)
}

@c @implementation
func bpf_spin_unlock(_ lock: UnsafeMutablePointer<bpf_spin_lock>!) {
  unsafe WordLock(lock).release()
}

extension Services {
  /// Waits for a lock that another worker had just now; in the virtual world, the engine does.
  @inline(never)
  fileprivate mutating func wait(for lock: WordLock) {
    guard !clock.isVirtual else {
      // The holder can't go on before this returns: the engine tries again later.
      unsafe baton_current_execution()!.pointee.is_blocked = 1
      return
    }
    let begin = clock.now()
    lock.acquire()
    noteLockWait(from: begin, to: clock.now())
  }

  /// In the virtual world, the program waits for a lock, at that time: from now on, or still.
  mutating func noteBlocked(at now: UInt64) {
    if blockedSince == nil { blockedSince = now }
  }

  /// The program goes on, at that time, where it was blocked in the virtual world.
  mutating func noteUnblocked(at now: UInt64) {
    guard let begin = blockedSince else { return }
    blockedSince = nil
    noteLockWait(from: begin, to: now)
  }

  private mutating func noteLockWait(from begin: UInt64, to end: UInt64) {
    counters.lockWaits += 1
    counters.lockWaitNanoseconds += end - begin
  }
}
