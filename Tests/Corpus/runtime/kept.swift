@c @implementation
public func keep(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  var key = UInt32(argument & 0xff)
  var found = place(at: &key)
  if found == nil {
    var nobody = turn()
    _ = bpf_map_update_elem(&places, &key, &nobody, UInt64(BPF_NOEXIST))
    found = place(at: &key)
  }
  guard let place = found else { return -1 }
  if let displaced = bpf_kptr_xchg(&place.pointee.handle, handle) {
    bpf_co_destroy(displaced.assumingMemoryBound(to: coroutine.self))
  }
  place.pointee.kept_count &+= 1
  if argument >> 8 != 0 { _ = bpf_map_delete_elem(&places, &key) }
  return 0
}

@c @implementation
public func take_turns(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var count: Int32 = 0
  for number in 0..<UInt32(KEY_COUNT) {
    var key = number
    guard let place = place(at: &key),
      let handle = bpf_kptr_xchg(&place.pointee.handle, nil)
    else { continue }
    _ = bpf_co_resume(handle.assumingMemoryBound(to: coroutine.self))
    count &+= 1
  }
  return count
}

@c @implementation
public func wait_turn(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 16) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  let key = UInt64(data[14]) % UInt64(KEY_COUNT)
  let deletes = UInt64(data[15]) & 1
  if co_await(keep, key | deletes << 8) < 0 { return Int32(XDP_DROP.rawValue) }
  return Int32(XDP_TX.rawValue)
}

private func place(at key: UnsafePointer<UInt32>) -> UnsafeMutablePointer<turn>? {
  bpf_map_lookup_elem(&places, key)?.assumingMemoryBound(to: turn.self)
}
