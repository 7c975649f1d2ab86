/// Processor sharing.

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
  bpf_set_quantum(quantum)
  return serve_first(ctx)
}

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return XDP_PASS.code }
  return serve_in_turn(frame, 0)
}
