@c @implementation
public func compacting(_ ctx: UnsafeMutablePointer<policy_ctx>!) -> UInt64 {
  var zero: UInt32 = 0
  guard let found = bpf_map_lookup_elem(&states, &zero) else { return UInt64(INTERVAL) }
  let state = found.assumingMemoryBound(to: state.self)
  if state.pointee.cores == 0 { state.pointee.cores = 1 }
  let need = lookAtAll(ctx, state)
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

private func forgetShares(cores: UInt32) {
  var core: UInt32 = 0
  while core < UInt32(WORKER_COUNT_MAX), core < cores {
    share(ofCore: core)?.pointee = 0
    core &+= 1
  }
}

private func share(ofCore core: UInt32) -> UnsafeMutablePointer<UInt32>? {
  var core = core
  return bpf_map_lookup_elem(&core_shares, &core)?.assumingMemoryBound(to: UInt32.self)
}

private func lookAtAll(
  _ ctx: UnsafeMutablePointer<policy_ctx>, _ state: UnsafeMutablePointer<state>
) -> need {
  var sum = need(share: 0, delay: delay_in_line())
  state.pointee.fullest = 0
  forgetShares(cores: state.pointee.cores)
  var worker: UInt32 = 0
  while worker < UInt32(WORKER_COUNT_MAX), worker < ctx.pointee.worker_count {
    if let load = look_at(worker, ctx.pointee.now) {
      sum.share &+= load.pointee.share
      let cores = state.pointee.cores
      if let core = share(ofCore: cores == 0 ? 0 : worker % cores) {
        core.pointee &+= load.pointee.share
        if core.pointee > state.pointee.fullest { state.pointee.fullest = core.pointee }
      }
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
  if need.share > (state.pointee.cores &- 1) &* UInt32(SHARE_MAX) {
    state.pointee.enough_since = now
  }
  let areFew = need.delay > target || state.pointee.fullest > UInt32(SHARE_FULL)
  if areFew, state.pointee.cores < ctx.pointee.core_count {
    state.pointee.cores &+= 1
    state.pointee.enough_since = now
  } else if state.pointee.cores > 1, now &- state.pointee.enough_since > UInt64(PATIENCE) {
    state.pointee.cores &-= 1
    state.pointee.enough_since = now
  }
}
