public typealias Packet = UnsafeMutablePointer<xdp_md>

@c @implementation
public func header_not_compared_with_null(_ ctx: Packet!) -> Int32 {
  let iph = ip_hdr(ctx)
  _ = ip_rcv(ctx, iph)  // refused: Possibly NULL pointer passed
  return drop
}

@c @implementation
public func socket_not_compared_with_null(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  let sk = sk_lookup(ctx)
  socket_lock(sk)  // refused: R1 type=scalar expected=ptr_socket
  return receive(ctx, th, sk)
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
public func socket_kept(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  _ = sk_lookup(ctx)
  return pass
}  // refused: Unreleased reference

@c @implementation
public func packet_used_when_it_is_queued(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  let result = tcp_rcv(ctx, th)
  if result == 0 {
    queue_to_socket(sk, ctx)
    _ = ip_hdr(ctx)  // refused: R1 type=scalar expected=ptr_xdp_md
  }
  socket_unlock(sk)
  socket_put(sk)
  return result == 0 ? 0 : drop
}

@c @implementation
public func header_used_when_its_packet_is_queued(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  var port: UInt16 = 0
  socket_lock(sk)
  let result = tcp_rcv(ctx, th)
  if result == 0 {
    queue_to_socket(sk, ctx)
    port = th.pointee.source  // refused: invalid mem access 'scalar'
  }
  socket_unlock(sk)
  socket_put(sk)
  return result == 0 && port != 1 ? 0 : drop
}

@c @implementation
public func header_used_when_its_packet_moved(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  _ = bpf_xdp_adjust_head(ctx, 14)
  return iph.pointee.protocol == 6 ? pass : drop  // refused: invalid mem access 'scalar'
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

@c @implementation
public func packet_given_to_another_packets_socket(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard let other = packet_next() else { return drop }
  guard let otherHeader = ip_hdr(other), ip_rcv(other, otherHeader) == 0, ip_rcv(ctx, iph) == 0
  else {
    bpf_packet_drop(other)
    return drop
  }
  let sk = sk_lookup(ctx)
  let otherSocket = sk_lookup(other)
  bpf_packet_drop(other)
  var isQueued = false
  if let sk, let otherSocket {
    socket_lock(sk)
    if tcp_rcv(ctx, th) == 0 {
      queue_to_socket(otherSocket, ctx)  // refused: R2 is not of the same 'a as R1
      isQueued = true
    }
    socket_unlock(sk)
  }
  if let sk { socket_put(sk) }
  if let otherSocket { socket_put(otherSocket) }
  return isQueued ? 0 : drop
}
