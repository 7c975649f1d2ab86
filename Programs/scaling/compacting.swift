@c @implementation
public func compacting(_ ctx: UnsafeMutablePointer<policy_ctx>!) -> UInt64 {
  var zero: UInt32 = 0
  guard let found = bpf_map_lookup_elem(&states, &zero), let spread = the_spread() else {
    return UInt64(INTERVAL)
  }
  let state = found.assumingMemoryBound(to: state.self)
  if state.pointee.cores == 0 { state.pointee.cores = 1 }
  spread.pointee.workers = ctx.pointee.worker_count
  spread.pointee.cores = state.pointee.cores
  let need = lookAtAll(ctx, spread)
  decide(state, need, spread, ctx)
  _ = bpf_group_want(0, state.pointee.cores)
  var worker: UInt32 = 0
  while worker < UInt32(WORKER_COUNT_MAX), worker < ctx.pointee.worker_count {
    if let load = load_of(worker) { _ = bpf_worker_place(worker, load.pointee.core) }
    worker &+= 1
  }
  // Where all is quiet, whoever wakes has it look again.
  return state.pointee.cores == 1 && all_sleep(ctx.pointee.now) != 0 ? 0 : UInt64(INTERVAL)
}

private func lookAtAll(
  _ ctx: UnsafeMutablePointer<policy_ctx>, _ spread: UnsafeMutablePointer<spread>
) -> need {
  var sum = need(share: 0, delay: delay_in_line())
  forget_shares(spread)
  var worker: UInt32 = 0
  while worker < UInt32(WORKER_COUNT_MAX), worker < ctx.pointee.worker_count {
    if let load = look_at(worker, ctx.pointee.now) {
      sum.share &+= load.pointee.share
      add_to(load.pointee.core, load.pointee.share)
      if load.pointee.delay > sum.delay { sum.delay = load.pointee.delay }
    }
    worker &+= 1
  }
  compare_cores(spread)
  return sum
}

/// How many cores there are to be, and who is where.
private func decide(
  _ state: UnsafeMutablePointer<state>, _ need: need, _ spread: UnsafeMutablePointer<spread>,
  _ ctx: UnsafeMutablePointer<policy_ctx>
) {
  let now = ctx.pointee.now
  let target = ctx.pointee.target == 0 ? UInt64(DEFAULT_TARGET) : ctx.pointee.target
  if need.share > (state.pointee.cores &- 1) &* UInt32(SHARE_MAX) {
    state.pointee.enough_since = now
  }
  if need.delay > target || spread.pointee.most > UInt32(SHARE_FULL) {
    state.pointee.enough_since = now
    // Those who go to a new core do so in the next run.
    let hasMoved = even_out(spread) != 0
    if !hasMoved, state.pointee.cores < ctx.pointee.core_count { state.pointee.cores &+= 1 }
  } else if state.pointee.cores > 1, now &- state.pointee.enough_since > UInt64(PATIENCE) {
    state.pointee.cores &-= 1
    spread.pointee.cores = state.pointee.cores
    state.pointee.enough_since = now
    give_up_core(spread)
  }
}
