@c @implementation
public func case_program(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  guard let place = here() else { return -1 }
  let status = bpf_mpsc_push(&place.pointee.many, handle)
  if status == 0 { bpf_co_destroy(handle) }  // refused: R1
  return status
}
