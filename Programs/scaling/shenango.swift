/// The rule that Shenango publishes: see shenango.h.

@c @implementation
public func shenango(_ ctx: UnsafeMutablePointer<policy_ctx>!) -> UInt64 {
  guard let state = states.value(at: 0, as: state.self) else { return UInt64(INTERVAL) }
  if state.pointee.cores == 0 { state.pointee.cores = 1 }
  decide(state, lookAtAll(ctx), ctx)
  bpf_group_want(0, state.pointee.cores)
  for worker in 0..<UInt32(WORKER_COUNT_MAX) {
    guard worker < ctx.pointee.worker_count else { break }
    bpf_worker_place(worker, core_of(worker, state.pointee.cores))
  }
  // Where all sleep, whoever wakes has it look again.
  return all_sleep(ctx.pointee.now) != 0 ? 0 : UInt64(INTERVAL)
}

/// What all workers have to do.
private struct Need {
  /// Whether a packet has waited for the whole of an interval.
  var isCongested = false
  /// How many workers have something to do.
  var busy: UInt32 = 0
}

private func lookAtAll(_ ctx: UnsafeMutablePointer<policy_ctx>) -> Need {
  var need = Need()
  for worker in 0..<UInt32(WORKER_COUNT_MAX) {
    guard worker < ctx.pointee.worker_count else { break }
    guard let load = look_at(worker, ctx.pointee.now) else { continue }
    if load.pointee.waits != 0 { need.isCongested = true }
    if load.pointee.awake_at == ctx.pointee.now, load.pointee.share > 0 { need.busy &+= 1 }
  }
  return need
}

/// How many cores there are to be.
private func decide(
  _ state: UnsafeMutablePointer<state>, _ need: Need, _ ctx: UnsafeMutablePointer<policy_ctx>
) {
  if need.isCongested || need.busy >= state.pointee.cores {
    if need.isCongested, state.pointee.cores < ctx.pointee.core_count { state.pointee.cores &+= 1 }
    return forgetSpareRuns(state)
  }
  state.pointee.most_busy = max(state.pointee.most_busy, need.busy)
  state.pointee.spare_runs &+= 1
  guard state.pointee.spare_runs >= UInt32(PATIENCE) else { return }
  state.pointee.cores = max(state.pointee.most_busy, 1)
  forgetSpareRuns(state)
}

private func forgetSpareRuns(_ state: UnsafeMutablePointer<state>) {
  state.pointee.spare_runs = 0
  state.pointee.most_busy = 0
}
