public typealias Packet = UnsafeMutablePointer<xdp_md>

@c @implementation
public func no_lock(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  let result = tcp_rcv(ctx, th)  // refused: socket<'a>::lock must be held
  socket_put(sk)
  return result == 0 ? pass : drop
}

@c @implementation
public func lock_of_another_packets_socket(_ ctx: Packet!) -> Int32 {
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
  var result: Int32 = -1
  if let otherSocket {
    if let sk {
      socket_lock(otherSocket)
      result = tcp_rcv(ctx, th)  // refused: socket<'a>::lock must be held
      socket_unlock(otherSocket)
      socket_put(sk)
    }
    socket_put(otherSocket)
  } else if let sk {
    socket_put(sk)
  }
  return result == 0 ? pass : drop
}

@c @implementation
public func unlocked_before_tcp_rcv(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  socket_unlock(sk)
  let result = tcp_rcv(ctx, th)  // refused: socket<'a>::lock must be held
  socket_put(sk)
  return result == 0 ? pass : drop
}

@c @implementation
public func locked_twice(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  socket_lock(sk)  // refused: socket::lock is locked twice
  return receive(ctx, th, sk)
}

@c @implementation
public func two_locks(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  guard let other = packet_next() else { return drop }
  guard let otherHeader = ip_hdr(other), ip_rcv(other, otherHeader) == 0, ip_rcv(ctx, iph) == 0
  else {
    bpf_packet_drop(other)
    return drop
  }
  let sk = sk_lookup(ctx)
  let otherSocket = sk_lookup(other)
  bpf_packet_drop(other)
  if let sk, let otherSocket {
    socket_lock(sk)
    socket_lock(otherSocket)  // refused: two locks of the class socket::lock at a time
    socket_unlock(otherSocket)
    socket_unlock(sk)
  }
  if let sk { socket_put(sk) }
  if let otherSocket { socket_put(otherSocket) }
  return drop
}

@c @implementation
public func not_unlocked_on_one_path(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  let result = tcp_rcv(ctx, th)
  if result == 0 {
    queue_to_socket(sk, ctx)
    socket_unlock(sk)
  }
  socket_put(sk)  // refused: 's::lock may not be held
  return result == 0 ? 0 : drop
}

@c @implementation
public func still_locked_at_the_end(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0, let sk = sk_lookup(ctx) else { return drop }
  socket_lock(sk)
  return drop
}  // refused: socket::lock is still held

@c @implementation
public func unlocked_without_a_lock(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0, let sk = sk_lookup(ctx) else { return drop }
  socket_unlock(sk)  // refused: socket_unlock without taking a lock
  socket_put(sk)
  return drop
}

@c @implementation
public func stash(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_co_destroy(handle)
  return 0
}

@c @implementation
public func suspended_with_a_lock(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(ctx, iph) == 0 else { return drop }
  guard let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  _ = co_await(stash, 0)  // refused: co_await can't be called while a lock is held
  return receive(ctx, th, sk)
}
