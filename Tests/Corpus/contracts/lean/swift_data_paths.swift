let drop: Int32 = 1
let pass: Int32 = 2

public typealias Packet = UnsafeMutablePointer<xdp_md>

@c @implementation
public func lean_data_path(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  guard tcp_rcv(ctx, th) == 0 else {
    socket_unlock(sk)
    socket_put(sk)
    return drop
  }
  queue_to_socket(sk, ctx)
  socket_unlock(sk)
  socket_put(sk)
  return 0
}

@c @implementation
public func no_ip_rcv(_ ctx: Packet!) -> Int32 {
  guard let sk = sk_lookup(ctx) else { return pass }  // refused: R1 is xdp_md<Raw>, and
  socket_put(sk)
  return drop
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
public func no_lock(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0, let sk = sk_lookup(ctx) else { return drop }
  let result = tcp_rcv(ctx, th)  // refused: socket<'a>::lock must be held
  socket_put(sk)
  return result == 0 ? pass : drop
}

@c @implementation
public func locked_twice(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0, let sk = sk_lookup(ctx) else { return drop }
  socket_lock(sk)
  socket_lock(sk)  // refused: socket::lock is locked twice
  socket_unlock(sk)
  socket_put(sk)
  return drop
}

@c @implementation
public func socket_used_after_its_release(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0, let sk = sk_lookup(ctx) else { return drop }
  socket_put(sk)
  socket_lock(sk)  // refused: R1 type=scalar expected=ptr_socket
  socket_unlock(sk)
  return drop
}

@c @implementation
public func packet_used_when_it_is_queued(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0, let sk = sk_lookup(ctx) else { return drop }
  socket_lock(sk)
  if tcp_rcv(ctx, th) == 0 {
    queue_to_socket(sk, ctx)
    _ = ip_hdr(ctx)  // refused: R1 type=scalar expected=ptr_xdp_md
    socket_unlock(sk)
    socket_put(sk)
    return 0
  }
  socket_unlock(sk)
  socket_put(sk)
  return drop
}

@c @implementation
public func dropped_when_received(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0, let sk = sk_lookup(ctx) else { return drop }
  socket_lock(sk)
  let result = tcp_rcv(ctx, th)
  socket_unlock(sk)
  socket_put(sk)
  guard result == 0 else { return drop }
  bpf_packet_drop(ctx)  // refused: xdp_md<Received> is in no final state
  return 0
}

@c @implementation
public func headers_of_two_packets_swapped(_ ctx: Packet!) -> Int32 {
  guard let other = packet_next() else { return drop }
  if let iph = ip_hdr(other) {
    _ = ip_rcv(ctx, iph)  // refused: R2 is not of the same 'a as R1
  }
  bpf_packet_drop(other)
  return drop
}
