/// Processor sharing: each request is served for a quantum, and goes to the end of the line.

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
  bpf_set_quantum(UInt64(QUANTUM))
  guard let handle = bpf_handles_pop(&waiting) else { return be_idle(ctx.pointee.worker) }
  _ = bpf_co_resume(handle)
  return 1
}

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return Int32(XDP_PASS.rawValue) }
  return serve_in_turn(frame, 0)
}
