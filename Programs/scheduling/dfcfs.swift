/// First come, first served, in a line for each worker: see dfcfs.h.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  guard let line = line(of: bpf_get_smp_processor_id()) else { return -1 }
  bpf_spin_lock(&line.pointee.lock)
  line.pointee.head.pushBack(Handle(handle))
  line.pointee.count &+= 1
  bpf_spin_unlock(&line.pointee.lock)
  if steals != 0 { wake_idle() }
  return 0
}

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 {
  guard let line = line(of: bpf_get_smp_processor_id()) else { return -1 }
  bpf_spin_lock(&line.pointee.lock)
  line.pointee.head.pushFront(Handle(handle))
  line.pointee.count &+= 1
  bpf_spin_unlock(&line.pointee.lock)
  return 0
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let handle = next(for: ctx) else { return be_idle(ctx.pointee.worker) }
  if steals != 0 { bpf_set_quantum(quantum) }
  handle.resume()
  return 1
}

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return XDP_PASS.code }
  return serve_in_turn(frame, 0)
}

private func line(of worker: UInt32) -> UnsafeMutablePointer<line>? {
  lines.value(at: worker % UInt32(WORKER_MAX))
}

/// The worker's own first request, or another's.
private func next(for ctx: UnsafeMutablePointer<worker_ctx>) -> Handle? {
  if let handle = take(from: line(of: ctx.pointee.worker)) { return handle }
  return steals != 0 ? steal(for: ctx) : nil
}

private func take(from line: UnsafeMutablePointer<line>?) -> Handle? {
  // A look is cheaper than a lock.
  guard let line, line.pointee.count > 0 else { return nil }
  bpf_spin_lock(&line.pointee.lock)
  defer { bpf_spin_unlock(&line.pointee.lock) }
  guard let handle = line.pointee.head.popFront() else { return nil }
  line.pointee.count &-= 1
  return handle
}

/// The first request that another worker has, from the next worker on.
private func steal(for ctx: UnsafeMutablePointer<worker_ctx>) -> Handle? {
  for distance in 1..<UInt32(WORKER_MAX) {
    guard distance < ctx.pointee.worker_count else { break }
    let worker = (ctx.pointee.worker &+ distance) % ctx.pointee.worker_count
    if let handle = take(from: line(of: worker)) { return handle }
  }
  return nil
}
