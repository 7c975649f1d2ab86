/// A TCP server whose requests wait in line: a segment goes to its connection at once, as TCP waits for nobody. Its request is
/// served when its turn has come: to the end, or for a quantum, after which it goes to the end of the line.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_handles_push(&waiting, handle)
}

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 {
  bpf_handles_push(&waiting, handle)
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  // What no packet has brought: connections to be accepted, room to write again.
  guard let handle = waiting.pop() else { return net_serve() > 0 ? 1 : -1 }
  bpf_set_quantum(quantum)
  handle.resume()
  return 1
}

@c @implementation
public func receive(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard any_ip_rcv(ctx) == 0, let th = tcp_hdr(ctx), let sk = sk_lookup(ctx) else {
    return XDP_PASS.code
  }
  let result = deliver(ctx, th, sk)
  if result == 0 { serveInTurn(sk) }
  socket_put(sk)
  if result == 0 { return 0 }
  // An acknowledgement has told all that it had to tell. What failed is the full path's.
  return (result == TCP_HAS_TOLD ? XDP_DROP : XDP_PASS).code
}

/// Takes a segment to its socket: 0 where that has octets to read now, which the packet is gone for.
private func deliver(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ th: UnsafeMutablePointer<tcphdr>,
  _ sk: UnsafeMutablePointer<socket>
) -> Int32 {
  socket_lock(sk)
  let result = tcp_rcv(ctx, th)
  if result == 0 { queue_to_socket(sk, ctx) }
  socket_unlock(sk)
  return result
}

/// Waits in line, and then serves the connection until it asks for nothing more.
private func serveInTurn(_ sk: UnsafeMutablePointer<socket>) {
  guard co_await(line_up, 0) == 0 else { return }
  var piece: UInt32 = 0
  while piece < UInt32(PIECE_MAX), servePiece(sk) { piece &+= 1 }
}

/// Has the service do a piece of what the connection asks for: whether there was anything to do.
private func servePiece(_ sk: UnsafeMutablePointer<socket>) -> Bool {
  socket_lock(sk)
  let wasBusy = socket_serve(sk) > 0
  socket_unlock(sk)
  return wasBusy
}
