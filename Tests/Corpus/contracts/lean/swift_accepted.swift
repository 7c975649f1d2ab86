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

/// Headers first, or each where it is needed.
@c @implementation
public func headers_when_they_are_needed(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  guard let th = tcp_hdr(ctx) else {
    socket_put(sk)
    return drop
  }
  socket_lock(sk)
  return receive(ctx, th, sk)
}

/// Two correct orders of the same steps.
@c @implementation
public func two_orders(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0, let sk = sk_lookup(ctx) else { return drop }
  socket_lock(sk)
  let result = tcp_rcv(ctx, th)
  if ctx.pointee.rx_queue_index != 0 {
    socket_unlock(sk)
    socket_lock(sk)
  }
  if result == 0 { queue_to_socket(sk, ctx) }
  socket_unlock(sk)
  socket_put(sk)
  return result == 0 ? 0 : drop
}

/// Generic in the packet: it is called for two.
@inline(never)
private func socketOf(_ ctx: Packet) -> UnsafeMutablePointer<socket>? {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0 else { return nil }
  return sk_lookup(ctx)
}

@c @implementation
public func two_packets(_ ctx: Packet!) -> Int32 {
  let th = tcp_hdr(ctx)
  let sk = socketOf(ctx)
  if let other = packet_next() {
    if let otherSocket = socketOf(other) {
      socket_lock(otherSocket)
      socket_unlock(otherSocket)
      socket_put(otherSocket)
    }
    bpf_packet_drop(other)
  }
  guard let sk else { return drop }
  guard let th else {
    socket_put(sk)
    return drop
  }
  socket_lock(sk)
  return receive(ctx, th, sk)
}

/// Each packet of a batch is an instance of its own.
@c @implementation
public func a_batch_in_a_loop(_ ctx: Packet!) -> Int32 {
  for _ in 0..<8 {
    guard let next = packet_next() else { break }
    guard let th = tcp_hdr(next), let sk = socketOf(next) else {
      bpf_packet_drop(next)
      continue
    }
    socket_lock(sk)
    if tcp_rcv(next, th) == 0 {
      queue_to_socket(sk, next)
    } else {
      bpf_packet_drop(next)
    }
    socket_unlock(sk)
    socket_put(sk)
  }
  return drop
}
