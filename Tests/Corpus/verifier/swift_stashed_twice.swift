@c @implementation
public func case_program(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_local_push(handle)
  bpf_local_push(handle)  // refused: R1 type=scalar expected=ptr_coroutine
  return 0
}
