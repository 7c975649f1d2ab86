/// A host whose requests wait until a worker comes to them.

@c @implementation
public func wait_for_turn(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_local_push(handle)
  return 0
}

/// Long requests take many steps; a worker that has more to do comes back to those that were put off.
@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_local_push(handle)
  return 0
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var count: UInt32 = 0
  while count < UInt32(BATCH_COUNT), let handle = bpf_local_pop() {
    _ = bpf_co_resume(handle)
    count &+= 1
  }
  if count > 0 { return Int32(bitPattern: count) }
  return net_serve() > 0 ? 1 : -1
}

@c @implementation
public func receive(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  net_rcv(ctx)
  if co_await(wait_for_turn, 0) < 0 { return 0 }
  // What is left after that, `work` does.
  var step: UInt32 = 0
  while step < UInt32(STEP_COUNT), net_serve() > 0 { step &+= 1 }
  return 0
}
