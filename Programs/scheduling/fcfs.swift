/// First come, first served: one line for all workers, and whoever is served is served to the end.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  put_last(handle)
}

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 { -1 }

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let handle = bpf_handles_pop(&waiting) else { return be_idle(ctx.pointee.worker) }
  _ = bpf_co_resume(handle)
  return 1
}

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return Int32(XDP_PASS.rawValue) }
  return serve_in_turn(frame, 0)
}
