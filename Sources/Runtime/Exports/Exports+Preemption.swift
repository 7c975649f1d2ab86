import CBaton

@c @implementation
func bpf_set_quantum(_ nanoseconds: u64) {
  let execution = unsafe baton_current_execution()!
  unsafe Services.of(execution).pointee.quantum = nanoseconds
  unsafe execution.pointee.quick_looks = 0
}

@c @implementation
func bpf_worker_running(_ worker: u32) -> u64 {
  let signals = unsafe Services.current.pointee.signals
  guard worker < signals.workerCount else { return 0 }
  return u64(signals.coroutine(on: Int(worker)).number)
}

@c @implementation
func bpf_preempt(_ worker: u32, _ running: u64) -> Int32 {
  let signals = unsafe Services.current.pointee.signals
  guard worker < signals.workerCount else { return -2 }
  let run = WorkerSignals.Run(number: UInt(running))
  // A number that is none concerns nobody.
  if run != .none, !run.isOfProgram { signals.ask(.suspend, of: run, on: Int(worker)) }
  return 0
}
