import CBaton

@c @implementation
func bpf_ktime_get_ns() -> u64 { unsafe Services.current.pointee.clock.now() }

@c @implementation
func bpf_ktime_get_boot_ns() -> u64 { bpf_ktime_get_ns() }

@c @implementation
func bpf_ktime_get_coarse_ns() -> u64 { bpf_ktime_get_ns() }

@c @implementation
func bpf_get_prandom_u32() -> u32 {
  unsafe u32(truncatingIfNeeded: Services.current.pointee.random.next())
}

@c @implementation
func bpf_get_smp_processor_id() -> u32 { unsafe baton_current_execution()!.pointee.worker }

@c @implementation
func bpf_worker_wake(_ worker: u32) -> Int32 {
  let services = unsafe Services.current
  guard unsafe Int(worker) < services.pointee.parking.count else { return ErrorNumber.invalid }
  unsafe services.pointee.wake(Int(worker))
  return 0
}
