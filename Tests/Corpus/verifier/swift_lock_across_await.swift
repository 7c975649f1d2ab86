@c @implementation
public func keep(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_local_push(handle)
  return 0
}

@c @implementation
public func case_program(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  var key: UInt32 = 0
  guard let value = bpf_map_lookup_elem(&places, &key) else { return 1 }
  let place = value.assumingMemoryBound(to: place.self)
  bpf_spin_lock(&place.pointee.lock)
  _ = co_await(keep, 0)  // refused: function calls are not allowed while holding a lock
  bpf_spin_unlock(&place.pointee.lock)
  return 3
}
