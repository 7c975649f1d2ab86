@c @implementation
public func case_program(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var batch = InlineArray<4, UnsafeMutablePointer<coroutine>?>(repeating: nil)
  var count = 0
  while count < 4, let handle = bpf_local_pop() {
    batch[count] = handle
    count &+= 1
  }
  guard count > 1 else { return 0 }
  for index in 1..<count { _ = bpf_co_resume(batch[index]) }
  return 1
}  // refused: Unreleased reference
