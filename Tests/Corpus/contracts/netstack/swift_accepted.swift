public typealias Packet = UnsafeMutablePointer<xdp_md>

@c @implementation
public func the_way(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0, let th = tcp_hdr(ctx),
    let sk = sk_lookup(ctx)
  else { return pass }
  socket_lock(sk)
  return receive_segment(ctx, th, sk)
}

/// From the network layer on, both versions go the same way.
@c @implementation
public func either_version(_ ctx: Packet!) -> Int32 {
  guard any_ip_rcv(ctx) == 0 else { return pass }
  if let uh = udp_hdr(ctx) {
    udp_rcv(ctx, uh)
    return 0
  }
  guard let th = tcp_hdr(ctx), let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  return receive_segment(ctx, th, sk)
}

/// A packet that a step has refused goes the full way.
@c @implementation
public func the_full_way_else(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0 else {
    net_rcv(ctx)
    return 0
  }
  if let uh = udp_hdr(ctx) {
    udp_rcv(ctx, uh)
    return 0
  }
  if let sk = sk_lookup(ctx) { socket_put(sk) }
  net_rcv(ctx)
  return 0
}

/// Reads and writes as the socket's user does.
@c @implementation
public func echoes(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), ip_rcv(ctx, iph) == 0, let th = tcp_hdr(ctx),
    let sk = sk_lookup(ctx)
  else { return pass }
  var octets: UInt64 = 0
  socket_lock(sk)
  let isQueued = tcp_rcv(ctx, th) == 0
  if isQueued { queue_to_socket(sk, ctx) }
  if socket_read(sk, &octets, 8) == 8 { _ = socket_write(sk, &octets, 8) }
  tcp_push(sk)
  socket_unlock(sk)
  socket_put(sk)
  return isQueued ? 0 : drop
}

/// A request is looked at where it lies.
@c @implementation
public func looks_in_place(_ ctx: Packet!) -> Int32 {
  guard any_ip_rcv(ctx) == 0, let th = tcp_hdr(ctx), let sk = sk_lookup(ctx) else { return pass }
  socket_lock(sk)
  let isQueued = tcp_rcv(ctx, th) == 0
  if isQueued { queue_to_socket(sk, ctx) }
  if let head = socket_data(sk, 0, 8) {
    _ = socket_write(sk, head, 8)
    let count = UInt32(head.load(as: UInt8.self) & 7)
    _ = socket_consume(sk, count)
  }
  socket_unlock(sk)
  socket_put(sk)
  return isQueued ? 0 : drop
}

private var flowSize: UInt32 { UInt32(truncatingIfNeeded: MemoryLayout<udp_flow>.size) }

/// Who has sent a datagram gets it back.
@c @implementation
public func sends_it_back(_ ctx: Packet!) -> Int32 {
  var from = udp_flow()
  guard any_ip_rcv(ctx) == 0, let uh = udp_hdr(ctx), udp_check(ctx, uh) == 0,
    udp_sender(ctx, uh, &from) == 0
  else { return pass }
  _ = udp_forward(ctx, &from, flowSize)
  return 0
}
