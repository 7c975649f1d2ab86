@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 { net_serve() > 0 ? 1 : -1 }

@c @implementation
public func receive(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard any_ip_rcv(ctx) == 0, let th = tcp_hdr(ctx), let sk = sk_lookup(ctx) else {
    return Int32(XDP_PASS.rawValue)
  }
  socket_lock(sk)
  let isQueued = tcp_rcv(ctx, th) == 0
  if isQueued { queue_to_socket(sk, ctx) }
  var count: UInt32 = 0
  while count < UInt32(REQUEST_MAX), answer(sk) { count &+= 1 }
  socket_unlock(sk)
  socket_put(sk)
  return isQueued ? 0 : Int32(XDP_DROP.rawValue)
}

/// Answers the request that comes first: whether there was one, and room for the answer.
private func answer(_ sk: UnsafeMutablePointer<socket>) -> Bool {
  guard socket_writable(sk) >= 4 else { return false }
  var sum: UInt32
  if let data = socket_data(sk, 0, 8) {
    let numbers = data.assumingMemoryBound(to: request.self).pointee
    sum = numbers.first &+ numbers.second
    count(IN_PLACE.rawValue)
  } else {
    var copy = request(first: 0, second: 0)
    guard socket_peek(sk, 0, &copy, 8) >= 8 else { return false }
    sum = copy.first &+ copy.second
    count(COPIED.rawValue)
  }
  _ = socket_consume(sk, 8)
  return socket_write(sk, &sum, 4) == 4
}

private func count(_ kind: UInt32) {
  var key = kind
  guard let count = lookUp(&counts, &key, as: UInt64.self) else { return }
  count.pointee &+= 1
}
