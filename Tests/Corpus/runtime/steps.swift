/// The first one in is the first one out, or the last one: a coin decides where it goes.
@c @implementation
public func stash(_ handle: UnsafeMutablePointer<coroutine>!, _ place: UInt64) -> Int32 {
  var key = UInt32(truncatingIfNeeded: place)
  guard let waiting = lookUp(&key) else { return -1 }
  let coin = bpf_get_prandom_u32() & 1
  bpf_spin_lock(&waiting.pointee.lock)
  if coin != 0 {
    bpf_list_push_back(&waiting.pointee.head, &handle.pointee.node)
  } else {
    bpf_list_push_front(&waiting.pointee.head, &handle.pointee.node)
  }
  bpf_spin_unlock(&waiting.pointee.lock)
  return 0
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var count: Int32 = 0
  for place in 0..<UInt32(PLACE_COUNT.rawValue) {
    var key = place
    guard let waiting = lookUp(&key) else { continue }
    bpf_spin_lock(&waiting.pointee.lock)
    let node = bpf_list_pop_front(&waiting.pointee.head)
    bpf_spin_unlock(&waiting.pointee.lock)
    // The node is the handle's first member.
    guard let handle = UnsafeMutableRawPointer(node)?.assumingMemoryBound(to: coroutine.self)
    else { continue }
    _ = bpf_co_resume(handle)
    count &+= 1
  }
  return count &+ net_serve()
}

@c @implementation
public func receive(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  _ = co_await(stash, UInt64(RECEIVED.rawValue))
  guard any_ip_rcv(ctx) == 0 else { return Int32(XDP_PASS.rawValue) }
  if let uh = udp_hdr(ctx) {
    udp_rcv(ctx, uh)
    return 0
  }
  guard let sk = sk_lookup(ctx) else { return Int32(XDP_PASS.rawValue) }
  let result = take(ctx, sk)
  if result == 0 { answer(sk) }
  socket_put(sk)
  if result == 0 { return 0 }
  // One of the flow that came before it is on its way.
  return Int32((result == -11 ? XDP_PASS : XDP_DROP).rawValue)
}

/// What the connection has acknowledged gets to the socket, once somebody goes on: 0, or what `tcp_rcv` says else.
private func take(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ sk: UnsafeMutablePointer<socket>
) -> Int32 {
  guard let th = tcp_hdr(ctx) else { return -1 }
  socket_lock(sk)
  let result = tcp_rcv(ctx, th)
  tcp_push(sk)
  socket_unlock(sk)
  if result < 0 { return result }
  _ = co_await(stash, UInt64(ACKNOWLEDGED.rawValue))
  socket_lock(sk)
  queue_to_socket(sk, ctx)
  socket_unlock(sk)
  return 0
}

private func answer(_ sk: UnsafeMutablePointer<socket>) {
  _ = co_await(stash, UInt64(READABLE.rawValue))
  socket_lock(sk)
  var step: UInt32 = 0
  while step < 16, socket_serve(sk) > 0 { step &+= 1 }
  socket_unlock(sk)
}

private func lookUp(_ key: UnsafePointer<UInt32>) -> UnsafeMutablePointer<waiting>? {
  bpf_map_lookup_elem(&places, key)?.assumingMemoryBound(to: waiting.self)
}
