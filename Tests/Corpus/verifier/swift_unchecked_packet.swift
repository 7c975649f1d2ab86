@c @implementation
public func case_program(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  let data = UnsafeRawPointer(bitPattern: UInt(ctx.pointee.data))!
  let ethernet = data.assumingMemoryBound(to: ethhdr.self)
  return ethernet.pointee.h_proto == 8 ? 3 : 1  // refused: invalid access to packet, off=12
}
