@c @implementation
public func compacting(_ ctx: UnsafeMutablePointer<policy_ctx>!) -> UInt64 {
  var zero: UInt32 = 0
  guard let found = bpf_map_lookup_elem(&states, &zero) else { return UInt64(INTERVAL) }
  let state = found.assumingMemoryBound(to: state.self)
  let need = lookAtAll(ctx)
  decide(state, need, ctx)
  _ = bpf_group_want(0, state.pointee.cores)
  var worker: UInt32 = 0
  while worker < UInt32(WORKER_COUNT_MAX), worker < ctx.pointee.worker_count {
    let cores = state.pointee.cores
    _ = bpf_worker_place(worker, cores == 0 ? 0 : worker % cores)
    worker &+= 1
  }
  // Where all is quiet, whoever wakes has it look again.
  return state.pointee.cores == 1 && all_sleep(ctx.pointee.now) != 0 ? 0 : UInt64(INTERVAL)
}

private func lookAtAll(_ ctx: UnsafeMutablePointer<policy_ctx>) -> need {
  var sum = need(share: 0, delay: 0)
  var worker: UInt32 = 0
  while worker < UInt32(WORKER_COUNT_MAX), worker < ctx.pointee.worker_count {
    if let load = look_at(worker, ctx.pointee.now) {
      sum.share &+= load.pointee.share
      if load.pointee.delay > sum.delay { sum.delay = load.pointee.delay }
    }
    worker &+= 1
  }
  return sum
}

/// How many cores there are to be.
private func decide(
  _ state: UnsafeMutablePointer<state>, _ need: need, _ ctx: UnsafeMutablePointer<policy_ctx>
) {
  let now = ctx.pointee.now
  let target = ctx.pointee.target == 0 ? UInt64(DEFAULT_TARGET) : ctx.pointee.target
  if state.pointee.cores == 0 { state.pointee.cores = 1 }
  if need.share > (state.pointee.cores &- 1) &* UInt32(SHARE_MAX) {
    state.pointee.enough_since = now
  }
  if need.delay > target, state.pointee.cores < ctx.pointee.core_count {
    state.pointee.cores &+= 1
    state.pointee.enough_since = now
  } else if state.pointee.cores > 1, now &- state.pointee.enough_since > UInt64(PATIENCE) {
    state.pointee.cores &-= 1
    state.pointee.enough_since = now
  }
}
