import CBaton

@c @implementation
func bpf_spin_lock(_ lock: UnsafeMutablePointer<bpf_spin_lock>!) {
  let lock = unsafe WordLock(lock)
  if lock.tryAcquire() { return }
  if unsafe Services.current.pointee.clock.isVirtual {
    // The holder can't go on before this returns: the engine tries again later.
    unsafe baton_current_execution()!.pointee.is_blocked = 1
    return
  }
  lock.acquire()
}

@c @implementation
func bpf_spin_unlock(_ lock: UnsafeMutablePointer<bpf_spin_lock>!) {
  unsafe WordLock(lock).release()
}
