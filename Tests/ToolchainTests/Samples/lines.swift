// Each statement that has a comment behind it becomes an instruction of that kind.

@c @implementation
public func stores(_ ctx: UnsafeMutablePointer<xdp_md>) -> Int32 {
  guard let start = UnsafeMutableRawPointer(bitPattern: UInt(ctx.pointee.data)) else { return 1 }
  let end = UInt(ctx.pointee.data_end)
  guard UInt(bitPattern: start) &+ 64 <= end else { return 1 }
  start.storeBytes(of: UInt32(7), toByteOffset: 12, as: UInt32.self)  // store 12
  let word = start.load(fromByteOffset: 16, as: UInt32.self)
  start.storeBytes(
    of: word.byteSwapped,
    toByteOffset: 20, as: UInt32.self)  // store 20
  start.assumingMemoryBound(to: UInt16.self)[13] = 5  // store 26
  return 2
}

@c @implementation
public func sums(_ ctx: UnsafeMutablePointer<xdp_md>) -> Int32 {
  let a = ctx.pointee.data
  let b = ctx.pointee.data_end
  let sum = a + b  // trap
  let difference = sum - ctx.pointee.rx_queue_index  // trap
  let product = difference * ctx.pointee.ingress_ifindex  // trap
  return Int32(product)  // trap
}
