@c @implementation
public func case_program(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let handle = bpf_local_pop() else { return 0 }
  bpf_local_push(handle)
  return bpf_co_resume(handle)  // refused: R1 type=scalar expected=ptr_coroutine
}
