@c @implementation
public func case_program(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  var key = UInt32(argument & 3)
  guard let place = bpf_map_lookup_elem(&waits, &key) else { return -1 }
  _ = bpf_kptr_xchg(place, handle)
  return 0
}  // refused: Unreleased reference
