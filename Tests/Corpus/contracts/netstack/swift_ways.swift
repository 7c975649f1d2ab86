public typealias Packet = UnsafeMutablePointer<xdp_md>

// The most telling mistakes.

@c @implementation
public func no_ip_rcv(_ ctx: Packet!) -> Int32 {
  guard let sk = sk_lookup(ctx) else { return pass }  // refused: and sk_lookup needs
  socket_put(sk)
  return drop
}

@c @implementation
public func result_of_ip_rcv_ignored(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return pass }
  _ = ip_rcv(ctx, iph)
  guard let sk = sk_lookup(ctx) else { return pass }  // refused: R1 is xdp_md<Raw>
  socket_put(sk)
  return drop
}

@c @implementation
public func result_of_ip6_rcv_ignored(_ ctx: Packet!) -> Int32 {
  guard let ip6h = ip6_hdr(ctx) else { return pass }
  _ = ip6_rcv(ctx, ip6h)
  guard let sk = sk_lookup(ctx) else { return pass }  // refused: R1 is xdp_md<Raw>
  socket_put(sk)
  return drop
}

@c @implementation
public func one_version_forgotten(_ ctx: Packet!) -> Int32 {
  if let iph = ip_hdr(ctx), ip_rcv(ctx, iph) < 0 { return pass }
  guard let sk = sk_lookup(ctx) else { return pass }  // refused: R1 is xdp_md<Raw>
  socket_put(sk)
  return drop
}

@c @implementation
public func queued_whatever_tcp_rcv_says(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0, let th = tcp_hdr(ctx),
    let sk = sk_lookup(ctx)
  else { return pass }
  socket_lock(sk)
  _ = tcp_rcv(ctx, th)
  queue_to_socket(sk, ctx)  // refused: R2 is xdp_md<Bound>, and
  socket_unlock(sk)
  socket_put(sk)
  return 0
}

@c @implementation
public func ended_when_received(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0, let th = tcp_hdr(ctx),
    let sk = sk_lookup(ctx)
  else { return pass }
  socket_lock(sk)
  _ = tcp_rcv(ctx, th)
  socket_unlock(sk)
  socket_put(sk)
  return drop
}  // refused: xdp_md<Received> is in no final state, and the program ends

@c @implementation
public func header_of_another_packet(_ ctx: Packet!) -> Int32 {
  guard let other = bpf_packet_copy(ctx) else { return drop }
  if let iph = ip_hdr(other) {
    _ = ip_rcv(ctx, iph)  // refused: R2 is not of the same 'p as R1
  }
  bpf_packet_drop(other)
  return drop
}

@c @implementation
public func no_lock(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0, let th = tcp_hdr(ctx),
    let sk = sk_lookup(ctx)
  else { return pass }
  let result = tcp_rcv(ctx, th)  // refused: socket<'p>::lock must be held
  socket_put(sk)
  return result == 0 ? pass : drop
}

@c @implementation
public func not_unlocked_on_one_path(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0, let th = tcp_hdr(ctx),
    let sk = sk_lookup(ctx)
  else { return pass }
  socket_lock(sk)
  let result = tcp_rcv(ctx, th)
  if result == 0 {
    queue_to_socket(sk, ctx)
    socket_unlock(sk)
  }
  socket_put(sk)  // refused: socket::lock may not be held
  return result == 0 ? 0 : drop
}

@c @implementation
public func stash(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_local_push(handle)
  return 0
}

@c @implementation
public func suspended_with_a_lock(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0, let th = tcp_hdr(ctx),
    let sk = sk_lookup(ctx)
  else { return pass }
  socket_lock(sk)
  _ = co_await(stash, 0)  // refused: co_await can't be called while a lock is held
  return receive_segment(ctx, th, sk)
}

@c @implementation
public func served_with_a_lock(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0, let th = tcp_hdr(ctx),
    let sk = sk_lookup(ctx)
  else { return pass }
  socket_lock(sk)
  _ = net_serve()  // refused: socket::lock may not be held
  return receive_segment(ctx, th, sk)
}

@c @implementation
public func data_used_when_it_is_consumed(_ ctx: Packet!) -> Int32 {
  guard any_ip_rcv(ctx) == 0, let sk = sk_lookup(ctx) else { return pass }
  var first: UInt8 = 0
  socket_lock(sk)
  if let data = socket_data(sk, 0, 1) {
    _ = socket_consume(sk, 1)
    first = data.load(as: UInt8.self)  // refused: invalid mem access 'scalar'
  }
  socket_unlock(sk)
  socket_put(sk)
  return first == 0 ? pass : drop
}

@c @implementation
public func data_used_when_it_is_unlocked(_ ctx: Packet!) -> Int32 {
  guard any_ip_rcv(ctx) == 0, let sk = sk_lookup(ctx) else { return pass }
  var first: UInt8 = 0
  socket_lock(sk)
  let data = socket_data(sk, 0, 1)
  socket_unlock(sk)
  if let data { first = data.load(as: UInt8.self) }  // refused: invalid mem access 'scalar'
  socket_put(sk)
  return first == 0 ? pass : drop
}

@c @implementation
public func socket_not_put(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0 else { return pass }
  _ = sk_lookup(ctx)
  return pass
}  // refused: Unreleased reference

@c @implementation
public func header_used_when_its_packet_is_queued(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0, let th = tcp_hdr(ctx),
    let sk = sk_lookup(ctx)
  else { return pass }
  var port: UInt16 = 0
  socket_lock(sk)
  let isQueued = tcp_rcv(ctx, th) == 0
  if isQueued {
    queue_to_socket(sk, ctx)
    port = th.pointee.source  // refused: invalid mem access 'scalar'
  }
  socket_unlock(sk)
  socket_put(sk)
  return isQueued && port != 1 ? 0 : drop
}
