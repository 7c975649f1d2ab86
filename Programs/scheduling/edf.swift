/// The earliest deadline first.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ deadline: UInt64) -> Int32 {
  put_in_order(handle, deadline)
}

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 { -1 }

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 { serve_least(ctx) }

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return XDP_PASS.code }
  return serve_in_turn(frame, deadline_of(&frame.pointee.request))
}
