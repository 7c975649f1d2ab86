/// A host: every packet goes to the network stack, and services answer what has arrived.

/// Long requests take many steps; a worker that has more to do comes back to those that were put off.
@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_local_push(handle)
  return 0
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  if let handle = bpf_local_pop() {
    _ = bpf_co_resume(handle)
    return 1
  }
  return net_serve() > 0 ? 1 : -1
}

@c @implementation
public func receive(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  net_rcv(ctx)
  // What is left after that, `work` does.
  var step: UInt32 = 0
  while step < UInt32(STEP_COUNT), net_serve() > 0 { step &+= 1 }
  return 0
}
