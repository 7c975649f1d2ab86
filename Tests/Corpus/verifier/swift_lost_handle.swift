@c @implementation
public func case_program(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  if argument & 1 != 0 { bpf_local_push(handle) }
  return 0  // refused: Unreleased reference
}
