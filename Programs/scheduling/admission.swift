/// First come, first served, but who has waited for too long is not served any more: see admission.h.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  put_last(handle)
}

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 { -1 }

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  if ctx.pointee.worker < receivers { return -1 }
  guard let handle = firstInTime() else { return be_idle(ctx.pointee.worker) }
  handle.resume()
  return 1
}

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return XDP_PASS.code }
  return serve_in_turn(frame, 0)
}

/// The first in line that is not too old; those before it are dropped.
private func firstInTime() -> Handle? {
  let now = bpf_ktime_get_ns()
  for _ in 0..<DROP_MAX {
    guard let handle = waiting.pop() else { return nil }
    // Clocks of two cores may be a little apart.
    let age = Int64(bitPattern: now &- handle.suspendedAt)
    if age <= Int64(bitPattern: age_max) { return handle }
    handle.destroy()
    count_dropped()
  }
  return nil
}
