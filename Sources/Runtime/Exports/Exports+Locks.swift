import CBaton

@c @implementation
func bpf_spin_lock(_ lock: UnsafeMutablePointer<bpf_spin_lock>!) {
  let lock = unsafe WordLock(lock)
  // Who is no program needs what lies behind the lock, too.
  guard let execution = unsafe baton_current_execution() else { return lock.acquire() }
  guard unsafe lock.tryAcquire() || Services.of(execution).pointee.wait(for: lock) else { return }
  unsafe execution.pointee.untimed_locks &-= 1
  if unsafe execution.pointee.untimed_locks == 0 {
    unsafe Services.of(execution).pointee.beginTimedHold()
  }
}

@c @implementation
func bpf_spin_unlock(_ lock: UnsafeMutablePointer<bpf_spin_lock>!) {
  if let execution = unsafe baton_current_execution(),
    unsafe execution.pointee.untimed_locks == 0
  {
    unsafe execution.pointee.untimed_locks = Services.locksPerTimed
    unsafe Services.of(execution).pointee.endTimedHold()
  }
  unsafe WordLock(lock).release()
}

extension Services {
  /// How many locks a program takes until the next one is timed, as a look at the clock takes longer than most of them are held. A
  /// prime number: of locks that are taken in turn, each comes up.
  static let locksPerTimed: UInt32 = 251

  /// Waits for a lock that another worker had just now, until the program has it. False in the virtual world: it has not, and
  /// the engine tries again later, as the holder can't go on before this returns.
  @inline(never)
  fileprivate mutating func wait(for lock: WordLock) -> Bool {
    guard !clock.isVirtual else {
      unsafe baton_current_execution()!.pointee.is_blocked = 1
      return false
    }
    let begin = clock.now()
    lock.acquire()
    noteLockWait(from: begin, to: clock.now())
    return true
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

  @inline(never)
  fileprivate mutating func beginTimedHold() { heldSince = clock.now() }

  @inline(never)
  fileprivate mutating func endTimedHold() {
    guard let begin = heldSince else { return }
    heldSince = nil
    let length = clock.now() - begin
    counters.locksTimed += 1
    counters.lockHeldNanoseconds += length
    counters.lockHeldLongest = max(counters.lockHeldLongest, length)
  }
}
