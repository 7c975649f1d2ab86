@c @implementation
public func case_program(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_local_push(handle)
  return argument == 1 ? 0 : -1  // refused: the program gave its argument away
}
