/// Cores that are reserved for short requests: see reserved.h.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ classNumber: UInt64) -> Int32 {
  let isShort = classNumber < UInt64(short_classes)
  let status =
    isShort ? bpf_handles_push(&short_line, handle) : bpf_handles_push(&long_line, handle)
  if status == 0 { wake_idle_of(isShort ? .max : .max &<< UInt64(reserved_workers)) }
  return status
}

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 { -1 }

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let handle = next(for: ctx.pointee.worker) else { return be_idle(ctx.pointee.worker) }
  handle.resume()
  return 1
}

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return XDP_PASS.code }
  return serve_in_turn(frame, UInt64(frame.pointee.request.class_number))
}

private func next(for worker: UInt32) -> Handle? {
  if worker >= reserved_workers, let handle = long_line.pop() { return handle }
  return short_line.pop()
}
