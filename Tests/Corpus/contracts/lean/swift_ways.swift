public typealias Packet = UnsafeMutablePointer<xdp_md>

// The same mistakes where the values took another way.

@inline(never)
private func same(_ ctx: Packet) -> Packet { ctx }

@c @implementation
public func through_an_alias(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  let alias = same(ctx)
  guard ip_rcv(alias, iph) == 0 else { return drop }
  return ip_rcv(ctx, iph) == 0 ? pass : drop  // refused: R1 is xdp_md<PostIP>
}

@c @implementation
public func through_a_spilled_register(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard ip_rcv(spilled(ctx), iph) == 0 else { return drop }
  guard let sk = sk_lookup(spilled(ctx)) else { return pass }
  let result = tcp_rcv(spilled(ctx), th)  // refused: socket<'a>::lock must be held
  socket_put(sk)
  return result == 0 ? pass : drop
}

@c @implementation
public func through_a_map_value(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  var key: UInt32 = 0
  guard let value = bpf_map_lookup_elem(&kept, &key)?.assumingMemoryBound(to: UInt.self) else {
    return drop
  }
  value.pointee = UInt(bitPattern: ctx)
  _ = bpf_ktime_get_ns()
  let stored = Packet(bitPattern: value.pointee)
  return ip_rcv(stored, iph) == 0 ? pass : drop  // refused: R1 type=scalar expected=ptr_xdp_md
}

@c @implementation
public func in_a_loop(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  for _ in 0..<2 {
    guard ip_rcv(ctx, iph) == 0 else { return drop }  // refused: R1 is xdp_md<PostIP>
  }
  return pass
}

private struct Both {
  var ctx: Packet
  var iph: UnsafeMutablePointer<iphdr>
}

private typealias Body = @convention(c) (UInt64, UnsafeMutableRawPointer) -> Int

@c
func receives(_ index: UInt64, _ context: UnsafeMutableRawPointer) -> Int {
  let both = context.assumingMemoryBound(to: Both.self)
  return ip_rcv(both.pointee.ctx, both.pointee.iph) == 0 ? 0 : 1  // refused: R1 is xdp_md<PostIP>
}

@c @implementation
public func in_a_callback(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx) else { return drop }
  var both = Both(ctx: ctx, iph: iph)
  _ = bpf_loop(2, unsafeBitCast(receives as Body, to: UnsafeMutableRawPointer.self), &both, 0)
  return pass
}

@inline(never)
private func looked_up(
  _ ctx: Packet, _ iph: UnsafeMutablePointer<iphdr>
) -> UnsafeMutablePointer<socket>? {
  ip_rcv(ctx, iph) == 0 ? sk_lookup(ctx) : nil
}

@c @implementation
public func in_a_function(_ ctx: Packet!) -> Int32 {
  guard let iph = ip_hdr(ctx), let th = tcp_hdr(ctx) else { return drop }
  guard let sk = looked_up(ctx, iph) else { return drop }
  let result = tcp_rcv(ctx, th)  // refused: socket<'a>::lock must be held
  socket_put(sk)
  return result == 0 ? pass : drop
}
