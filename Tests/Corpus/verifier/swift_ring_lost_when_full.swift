@c @implementation
public func case_program(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  guard let place = here() else { return -1 }
  _ = bpf_spsc_push(&place.pointee.single, handle)
  return 0
}  // refused: Unreleased reference
