@c @implementation
public func case_program(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  var key: UInt32 = 0
  guard let value = bpf_map_lookup_elem(&places, &key) else { return -1 }
  let at = value.assumingMemoryBound(to: place.self)
  bpf_list_push_back(&at.pointee.head, &handle.pointee.node)  // refused: bpf_spin_lock at off=0
  return 0
}
