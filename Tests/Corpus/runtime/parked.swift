@c @implementation
public func hand_over(_ handle: UnsafeMutablePointer<coroutine>!, _ way: UInt64) -> Int32 {
  guard let there = place() else { return -1 }
  if way == UInt64(WAY_SINGLE.rawValue) { return bpf_spsc_push(&there.pointee.single, handle) }
  if way == UInt64(WAY_MANY.rawValue) { return bpf_mpsc_push(&there.pointee.many, handle) }
  bpf_spin_lock(&there.pointee.lock)
  bpf_list_push_back(&there.pointee.list, &handle.pointee.node)
  bpf_spin_unlock(&there.pointee.lock)
  _ = bpf_worker_wake(1)
  return 0
}

@c @implementation
public func take_over(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let there = place(), ctx.pointee.worker != 0 else { return -1 }
  var count: Int32 = 0
  while count < 32, let handle = next(there) {
    _ = bpf_co_resume(handle)
    count &+= 1
  }
  return count > 0 ? count : -1
}

@c @implementation
public func change_worker(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 16) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  // There is no third worker to wake.
  guard bpf_worker_wake(2) == -22 else { return Int32(XDP_DROP.rawValue) }
  if co_await(hand_over, UInt64(data[14])) < 0 { return Int32(XDP_DROP.rawValue) }
  data[15] = UInt8(truncatingIfNeeded: bpf_get_smp_processor_id())
  return Int32(XDP_TX.rawValue)
}

private func next(_ there: UnsafeMutablePointer<post>) -> UnsafeMutablePointer<coroutine>? {
  if let handle = bpf_spsc_pop(&there.pointee.single) { return handle }
  if let handle = bpf_mpsc_pop(&there.pointee.many) { return handle }
  bpf_spin_lock(&there.pointee.lock)
  let node = bpf_list_pop_front(&there.pointee.list)
  bpf_spin_unlock(&there.pointee.lock)
  // The node is the handle's first member.
  return UnsafeMutableRawPointer(node)?.assumingMemoryBound(to: coroutine.self)
}

private func place() -> UnsafeMutablePointer<post>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&posts, &key)?.assumingMemoryBound(to: post.self)
}
