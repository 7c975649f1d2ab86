@c @implementation
public func answer(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 16) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_DROP.rawValue) }
  data[14] = UInt8(truncatingIfNeeded: bpf_get_smp_processor_id())
  return Int32(XDP_TX.rawValue)
}

@c @implementation
public func decide(_ ctx: UnsafeMutablePointer<policy_ctx>!) -> UInt64 {
  note(ctx)
  guard let manner = value(&manners, UInt32.self) else { return 10_000 }
  let core_count = ctx.pointee.core_count
  switch manner.pointee {
  case MANNER_ASKS_FOR_NONSENSE.rawValue:
    _ = bpf_worker_place(1000, 0)
    _ = bpf_worker_place(0, core_count)
    _ = bpf_group_want(0, core_count &+ 1)
    _ = bpf_group_want(7, 1)
    _ = bpf_group_warm(7, 1)
  case MANNER_OSCILLATES.rawValue:
    _ = bpf_worker_place(0, UInt32(truncatingIfNeeded: ctx.pointee.now / 10_000 % 2))
  case MANNER_THROWS.rawValue: bpf_throw(1)
  case MANNER_RUNS_ON.rawValue:
    // For days.
    var sum: UInt64 = 0
    _ = bpf_loop(8 << 20, unsafeBitCast(many as Body, to: UnsafeMutableRawPointer.self), &sum, 0)
  default: obey()
  }
  return 10_000
}

private typealias Body = @convention(c) (UInt64, UnsafeMutableRawPointer?) -> Int

private func one(_ index: UInt64, _ context: UnsafeMutableRawPointer?) -> Int {
  guard let sum = context?.assumingMemoryBound(to: UInt64.self) else { return 1 }
  sum.pointee &+= index
  return 0
}

private func many(_ index: UInt64, _ context: UnsafeMutableRawPointer?) -> Int {
  _ = bpf_loop(8 << 20, unsafeBitCast(one as Body, to: UnsafeMutableRawPointer.self), context, 0)
  return 0
}

private func obey() {
  var worker: UInt32 = 0
  while worker < UInt32(DECIDING_WORKERS) {
    if let place = bpf_map_lookup_elem(&places, &worker) {
      _ = bpf_worker_place(worker, place.assumingMemoryBound(to: UInt32.self).pointee)
    }
    worker &+= 1
  }
}

private func note(_ ctx: UnsafeMutablePointer<policy_ctx>) {
  guard let report = value(&reports, report.self) else { return }
  var worker = worker_signals()
  var group = group_signals()
  let workerSize = UInt32(MemoryLayout<worker_signals>.size)
  _ = bpf_worker_signals(0, &worker, workerSize)
  _ = bpf_group_signals(0, &group, UInt32(MemoryLayout<group_signals>.size))
  report.pointee.worker = worker
  report.pointee.group = group
  let missing = bpf_worker_signals(ctx.pointee.worker_count, &worker, workerSize)
  report.pointee.missing = Int64(missing)
  report.pointee.refused = UInt64(ctx.pointee.refused)
  report.pointee.now = ctx.pointee.now
  report.pointee.worker_count = ctx.pointee.worker_count
  report.pointee.core_count = ctx.pointee.core_count
  report.pointee.runs &+= 1
}

private func value<Value>(
  _ map: UnsafeMutablePointer<bpf_map>, _ type: Value.Type
) -> UnsafeMutablePointer<Value>? {
  var zero: UInt32 = 0
  return bpf_map_lookup_elem(map, &zero)?.assumingMemoryBound(to: type)
}
