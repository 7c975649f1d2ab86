@c @implementation
public func case_program(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  let data = UnsafeMutableRawPointer(bitPattern: UInt(ctx.pointee.data))!
  guard UInt(bitPattern: data + 14) <= UInt(ctx.pointee.data_end) else { return 1 }
  let ethernet = data.assumingMemoryBound(to: ethhdr.self)
  bpf_packet_transmit(ctx)
  ethernet.pointee.h_proto = 0  // refused: invalid mem access 'scalar'
  return 0
}
