/// Each worker has a core of its own.

@c @implementation
public func dedicated(_ ctx: UnsafeMutablePointer<policy_ctx>!) -> UInt64 {
  bpf_group_want(0, ctx.pointee.core_count)
  for worker in 0..<UInt32(WORKER_COUNT_MAX) {
    guard worker < ctx.pointee.worker_count else { break }
    bpf_worker_place(worker, worker % ctx.pointee.core_count)
  }
  return UInt64(INTERVAL)
}
