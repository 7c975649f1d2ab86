import CBaton

@c @implementation
func bpf_packet_transmit(_ ctx: UnsafeMutablePointer<xdp_md>!) {
  unsafe Services.current.pointee.transmit(takePacket(ctx))
}

@c @implementation
func bpf_packet_forward(_ ctx: UnsafeMutablePointer<xdp_md>!, _ worker: u32) {
  unsafe Services.current.pointee.forward(takePacket(ctx), to: Int(worker))
}

@c @implementation
func bpf_packet_drop(_ ctx: UnsafeMutablePointer<xdp_md>!) {
  unsafe Services.current.pointee.drop(takePacket(ctx), as: .program)
}

@c @implementation
func net_rcv(_ ctx: UnsafeMutablePointer<xdp_md>!) {
  unsafe Services.current.pointee.receiveIntoStack(takePacket(ctx))
}

@c @implementation
func net_serve() -> Int32 { unsafe Services.current.pointee.serve() ? 1 : 0 }

@c @implementation
func bpf_packet_copy(_ ctx: UnsafeMutablePointer<xdp_md>!) -> UnsafeMutablePointer<xdp_md>? {
  let copy = unsafe Services.current.pointee.copy(packet(of: ctx))
  return unsafe UnsafeMutableRawPointer(copy)?.assumingMemoryBound(to: xdp_md.self)
}

/// What a program knows as a context.
func packet(of ctx: UnsafeMutablePointer<xdp_md>) -> UnsafeMutablePointer<baton_packet> {
  // Sound: what programs know as `xdp_md` is the run time's descriptor; loads are rewritten.
  unsafe UnsafeMutableRawPointer(ctx).assumingMemoryBound(to: baton_packet.self)
}

/// The packet that a program gives away; the frame that kept it no longer does.
func takePacket(_ ctx: UnsafeMutablePointer<xdp_md>) -> UnsafeMutablePointer<baton_packet> {
  let packet = unsafe packet(of: ctx)
  if let frame = unsafe baton_current_execution()!.pointee.current,
    unsafe frame.pointee.packet == packet
  {
    unsafe frame.pointee.packet = nil
  }
  return unsafe packet
}
