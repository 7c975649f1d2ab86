nonisolated(unsafe) var refusals: UInt64 = 0

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 {
  refusals &+= 1
  guard refusals % 7 != 6, let waiting = turns(ready) else { return -1 }
  bpf_spin_lock(&waiting.pointee.lock)
  bpf_list_push_back(&waiting.pointee.head, &handle.pointee.node)
  bpf_spin_unlock(&waiting.pointee.lock)
  return 0
}

@c @implementation
public func be_guest(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  guard let waiting = turns(guests) else { return -1 }
  bpf_spin_lock(&waiting.pointee.lock)
  bpf_list_push_front(&waiting.pointee.head, &handle.pointee.node)
  bpf_spin_unlock(&waiting.pointee.lock)
  return 0
}

@c @implementation
public func take_turns(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  bpf_set_quantum(1000)
  guard let handle = take(ready) else { return 0 }
  _ = bpf_co_resume(handle)
  return 1
}

@c @implementation
public func compute(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let work = UnsafeMutablePointer<work>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: work + 1) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  let rounds = UInt64(work.pointee.rounds)
  var progress = Progress(sum: 7)
  switch UInt32(work.pointee.kind) {
  case LEADS_BACK.rawValue: progress.sum = sum(rounds)
  case CALLED_BACK.rawValue:
    let body = unsafeBitCast(tenRounds as Body, to: UnsafeMutableRawPointer.self)
    _ = bpf_loop(UInt32(rounds / 10), body, &progress, 0)
  case IN_DEPTH.rawValue: progress.sum = inDepth(rounds)
  default: if co_await(be_guest, 0) < 0 { return Int32(XDP_DROP.rawValue) }
  }
  work.pointee.sum = progress.sum
  return Int32(XDP_TX.rawValue)
}

private typealias Body = @convention(c) (UInt64, UnsafeMutableRawPointer?) -> Int

private struct Progress {
  var sum: UInt64
}

private func mixed(_ sum: UInt64, _ round: UInt64) -> UInt64 {
  (sum ^ round) &* 1_099_511_628_211 &+ (sum >> 29)
}

private func sum(_ rounds: UInt64) -> UInt64 {
  var sum: UInt64 = 7
  var round: UInt64 = 0
  while round < rounds, round < 2000 {
    sum = mixed(sum, round)
    round &+= 1
  }
  return sum
}

@c
func tenRounds(_ index: UInt64, _ context: UnsafeMutableRawPointer?) -> Int {
  guard let progress = context?.assumingMemoryBound(to: Progress.self) else { return 1 }
  var round: UInt64 = 0
  while round < 10 {
    progress.pointee.sum = mixed(progress.pointee.sum, index &* 10 &+ round)
    round &+= 1
  }
  return 0
}

@inline(never)
private func inDepth(_ rounds: UInt64) -> UInt64 {
  let guest = take(guests)
  let result = deepest(rounds) &+ 1
  if let guest { bpf_co_destroy(guest) }
  return result
}

@inline(never)
private func deepest(_ rounds: UInt64) -> UInt64 { sum(rounds) }

private var ready: UInt32 { 0 }
private var guests: UInt32 { 1 }

private func turns(_ place: UInt32) -> UnsafeMutablePointer<turns>? {
  var key = place
  return bpf_map_lookup_elem(&waiting, &key)?.assumingMemoryBound(to: turns.self)
}

private func take(_ place: UInt32) -> UnsafeMutablePointer<coroutine>? {
  guard let waiting = turns(place) else { return nil }
  bpf_spin_lock(&waiting.pointee.lock)
  let node = bpf_list_pop_front(&waiting.pointee.head)
  bpf_spin_unlock(&waiting.pointee.lock)
  return node.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: coroutine.self) }
}
