import CBaton

@c @implementation
func bpf_set_quantum(_ nanoseconds: u64) {
  let execution = unsafe baton_current_execution()!
  unsafe Services.of(execution).pointee.quantum = nanoseconds
  unsafe execution.pointee.quick_looks = 0
}

@c @implementation
func bpf_worker_running(_ worker: u32) -> u64 {
  unsafe Services.current.pointee.running(on: worker)
}

@c @implementation
func bpf_preempt(_ worker: u32, _ running: u64) -> Int32 {
  unsafe Services.current.pointee.preempt(worker, WorkerSignals.Run(number: UInt(running)))
}

extension Services {
  fileprivate func running(on worker: u32) -> u64 {
    worker < signals.workerCount ? u64(signals.coroutine(on: Int(worker)).number) : 0
  }

  fileprivate func preempt(_ worker: u32, _ run: WorkerSignals.Run) -> Int32 {
    guard worker < signals.workerCount else { return ErrorNumber.noEntry }
    // A number that is none concerns nobody.
    if run != .none, !run.isOfProgram { signals.ask(.suspend, of: run, on: Int(worker)) }
    return 0
  }
}
