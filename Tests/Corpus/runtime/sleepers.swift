@c @implementation
public func sleep_until(_ handle: UnsafeMutablePointer<coroutine>!, _ deadline: UInt64) -> Int32 {
  bpf_wheel_add(handle, deadline)
  return 0
}

@c @implementation
public func wake(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var count: Int32 = 0
  while count < 32, let handle = bpf_wheel_pop() {
    _ = bpf_co_resume(handle)
    count &+= 1
  }
  return count
}

@c @implementation
public func answer_later(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 20) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  let begin = bpf_ktime_get_ns()
  let microseconds = UInt64(data[14]) | UInt64(data[15]) << 8
  if co_await(sleep_until, begin &+ microseconds &* 1000) < 0 { return Int32(XDP_DROP.rawValue) }
  let slept = (bpf_ktime_get_ns() &- begin) / 1000
  for index in 0..<4 {
    data[16 + index] = UInt8(truncatingIfNeeded: slept >> UInt64(8 * index))
  }
  return Int32(XDP_TX.rawValue)
}
