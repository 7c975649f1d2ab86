public typealias Packet = UnsafeMutablePointer<xdp_md>

@c @implementation
public func no_ip_rcv(_ ctx: Packet!) -> Int32 {
  guard let sk = sk_lookup(ctx) else { return pass }  // refused: R1 is xdp_md<Raw>, and
  socket_put(sk)
  return drop
}

@c @implementation
public func ip_rcv_after_tcp_rcv(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  _ = tcp_rcv(ctx, th)
  _ = ip_rcv(ctx, iph)  // refused: and ip_rcv needs xdp_md<Raw>
  return receive(ctx, th, sk)
}

@c @implementation
public func ip_rcv_twice(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  return ip_rcv(ctx, iph) == 0 ? pass : drop  // refused: R1 is xdp_md<PostIP>
}

@c @implementation
public func ip_rcv_on_one_path(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  if ctx.pointee.rx_queue_index == 1 {
    guard ip_rcv(ctx, iph) == 0 else { return drop }
  }
  guard let sk = sk_lookup(ctx) else { return pass }  // refused: R1 is xdp_md<Raw>, and
  socket_put(sk)
  return drop
}

@c @implementation
public func result_of_ip_rcv_ignored(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  _ = ip_rcv(ctx, iph)
  guard let sk = sk_lookup(ctx) else { return pass }  // refused: R1 is xdp_md<Raw>
  socket_put(sk)
  return drop
}

@c @implementation
public func looked_up_without_success(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  if let sk = sk_lookup(ctx) {
    socket_put(sk)
    return pass
  }
  _ = tcp_rcv(ctx, th)  // refused: R1 is xdp_md<PostIP>, and tcp_rcv needs xdp_md<Bound>
  return drop
}

@c @implementation
public func dropped_when_received(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  let result = tcp_rcv(ctx, th)
  socket_unlock(sk)
  socket_put(sk)
  guard result == 0 else { return drop }
  bpf_packet_drop(ctx)  // refused: xdp_md<Received> is in no final state
  return 0
}

@c @implementation
public func ended_when_received(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  _ = tcp_rcv(ctx, th)
  socket_unlock(sk)
  socket_put(sk)
  return drop
}  // refused: xdp_md<Received> is in no final state, and the program ends

@c @implementation
public func stash(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  let packet = UnsafeMutableRawPointer(handle).assumingMemoryBound(to: xdp_md.self)
  let iph = UnsafeMutablePointer<iphdr>(bitPattern: UInt(argument))
  return ip_rcv(packet, iph)  // refused: calling function ip_rcv is not allowed
}
