nonisolated(unsafe) var lastRunning: UInt64 = 0

private func place(_ number: UInt32) -> UnsafeMutablePointer<place>? {
  var key = number
  return bpf_map_lookup_elem(&places, &key)?.assumingMemoryBound(to: place.self)
}

private func counts() -> UnsafeMutablePointer<tally>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&tallies, &key)?.assumingMemoryBound(to: tally.self)
}

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 {
  guard let counts = counts(), let own = place(UInt32(WORKING)) else { return -1 }
  if reason == UInt64(CO_REQUEST.rawValue) {
    counts.pointee.request &+= 1
  } else {
    counts.pointee.quantum &+= 1
  }
  bpf_spin_lock(&own.pointee.lock)
  bpf_list_push_back(&own.pointee.head, &handle.pointee.node)
  bpf_spin_unlock(&own.pointee.lock)
  return 0
}

@c @implementation
public func work_or_ask(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let counts = counts() else { return 0 }
  return ctx.pointee.worker == UInt32(ASKING) ? ask(counts) : resumeOne()
}

@c @implementation
public func walk_often(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let work = UnsafeMutablePointer<work>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: work + 1) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  for number in 0..<UInt32(ENTRY_COUNT) {
    var key = number
    var value = UInt64(number)
    // Walks are over entries that nobody changes.
    _ = bpf_map_update_elem(&entries, &key, &value, UInt64(BPF_NOEXIST))
  }
  var walk = Walk(sum: 0)
  let body = unsafeBitCast(walkOnce as Body, to: UnsafeMutableRawPointer.self)
  _ = bpf_loop(UInt32(work.pointee.rounds) & UInt32(ROUND_COUNT_MAX - 1), body, &walk, 0)
  work.pointee.sum = walk.sum
  return Int32(XDP_TX.rawValue)
}

private func ask(_ counts: UnsafeMutablePointer<tally>) -> Int32 {
  let running = bpf_worker_running(UInt32(WORKING))
  guard running != 0 else { return 0 }
  // There is no such worker.
  if bpf_worker_running(7) != 0 || bpf_preempt(7, running) >= 0 { counts.pointee.refused &+= 1 }
  // A run that is over concerns nobody.
  if lastRunning != 0, lastRunning != running, bpf_preempt(UInt32(WORKING), lastRunning) == 0 {
    counts.pointee.others &+= 1
  }
  lastRunning = running
  if bpf_preempt(UInt32(WORKING), running) < 0 { counts.pointee.refused &+= 1 }
  counts.pointee.asked &+= 1
  return 0
}

private func resumeOne() -> Int32 {
  guard let own = place(UInt32(WORKING)) else { return 0 }
  bpf_spin_lock(&own.pointee.lock)
  let node = bpf_list_pop_front(&own.pointee.head)
  bpf_spin_unlock(&own.pointee.lock)
  guard let node else { return 0 }
  // The node is the handle's first member.
  _ = bpf_co_resume(UnsafeMutableRawPointer(node).assumingMemoryBound(to: coroutine.self))
  return 1
}

private struct Walk {
  var sum: UInt64
}

private typealias Body = @convention(c) (UInt64, UnsafeMutableRawPointer?) -> Int
private typealias EntryBody =
  @convention(c) (
    UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<UInt64>?,
    UnsafeMutableRawPointer?
  ) -> Int

@c
func addEntry(
  _ map: UnsafeMutableRawPointer?, _ key: UnsafeMutablePointer<UInt32>?,
  _ value: UnsafeMutablePointer<UInt64>?, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let key, let walk = context?.assumingMemoryBound(to: Walk.self) else { return 1 }
  var sum = UInt64(key.pointee)
  var round: UInt64 = 0
  while round < 20 {
    sum = (sum ^ round) &* 1_099_511_628_211
    round &+= 1
  }
  walk.pointee.sum &+= sum & 0xffff
  return 0
}

@c
func walkOnce(_ index: UInt64, _ context: UnsafeMutableRawPointer?) -> Int {
  guard let context else { return 1 }
  let body = unsafeBitCast(addEntry as EntryBody, to: UnsafeMutableRawPointer.self)
  _ = bpf_for_each_map_elem(&entries, body, context, 0)
  return 0
}
