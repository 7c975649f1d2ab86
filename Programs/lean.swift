/// A lean TCP server: a segment that is for one of our connections takes the short way, layer by layer, and the request that
/// it brings is answered before the program ends. All else takes the full way.

/// What services have to do that no packet has brought: a long request that goes on, room to write again.
@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 { net_serve() > 0 ? 1 : -1 }

@c @implementation
public func receive(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard any_ip_rcv(ctx) == 0, let th = tcp_hdr(ctx), let sk = sk_lookup(ctx) else {
    return Int32(XDP_PASS.rawValue)
  }
  socket_lock(sk)
  let isQueued = deliver(ctx, th, sk)
  socket_unlock(sk)
  socket_put(sk)
  return isQueued ? 0 : Int32(XDP_DROP.rawValue)
}

/// Takes a segment to its socket, which is locked, and has the service answer. Whether the packet is the socket's now.
private func deliver(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ th: UnsafeMutablePointer<tcphdr>,
  _ sk: UnsafeMutablePointer<socket>
) -> Bool {
  let isQueued = tcp_rcv(ctx, th) == 0
  if isQueued { queue_to_socket(sk, ctx) }
  var step: UInt32 = 0
  while step < UInt32(LEAN_STEP_COUNT), socket_serve(sk) > 0 { step &+= 1 }
  tcp_push(sk)
  return isQueued
}
