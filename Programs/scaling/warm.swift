/// A pool of cores that do not sleep while they are idle: see warm.h.

@c @implementation
public func warm(_ ctx: UnsafeMutablePointer<policy_ctx>!) -> UInt64 {
  let coreCount = ctx.pointee.core_count
  bpf_group_want(0, coreCount)
  bpf_group_warm(0, min(warm_cores, coreCount))
  return UInt64(INTERVAL)
}
