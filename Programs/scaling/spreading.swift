/// Whoever has something to do has a core of its own: see spreading.h.

@c @implementation
public func spreading(_ ctx: UnsafeMutablePointer<policy_ctx>!) -> UInt64 {
  let now = ctx.pointee.now
  var taken: UInt32 = 0
  bpf_group_want(0, ctx.pointee.core_count)
  for worker in 0..<UInt32(WORKER_COUNT_MAX) {
    guard worker < ctx.pointee.worker_count else { break }
    guard let load = look_at(worker, now), now &- load.pointee.awake_at <= UInt64(PATIENCE)
    else { continue }
    bpf_worker_place(worker, taken % ctx.pointee.core_count)
    taken &+= 1
  }
  return all_sleep(now) != 0 ? 0 : UInt64(INTERVAL)
}
