/// Processor sharing at a dispatcher's request: see asked.h.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  put_last(handle)
}

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 {
  put_last(handle)
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard ctx.pointee.worker == DISPATCHER else { return serve_first(ctx) }
  let now = bpf_ktime_get_ns()
  for worker in UInt32(DISPATCHER) + 1..<UInt32(WORKER_MAX) {
    guard worker < ctx.pointee.worker_count else { break }
    lookAfter(worker, now)
  }
  return 1
}

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return XDP_PASS.code }
  return serve_in_turn(frame, 0)
}

private func lookAfter(_ worker: UInt32, _ now: UInt64) {
  guard let nextLook = next_looks.value(at: worker, as: UInt64.self), now >= nextLook.pointee
  else { return }
  nextLook.pointee = now &+ quantum
  let run = bpf_worker_running(worker)
  if run != 0 { bpf_preempt(worker, run) }
}
