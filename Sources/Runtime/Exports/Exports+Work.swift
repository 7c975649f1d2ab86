import CBaton

/// The longest piece of work, in nanoseconds, so that safe points come in time.
private let pieceMax: u64 = 1_000

@c @implementation
func bpf_spin(_ nanoseconds: u64) {
  let execution = unsafe baton_current_execution()!
  unsafe Services.of(execution).pointee.spin(for: min(nanoseconds, pieceMax), execution)
}

extension Services {
  /// Takes that much time, and as much from what is left until the next look at a safe point.
  fileprivate func spin(for nanoseconds: u64, _ execution: Execution) {
    unsafe execution.pointee.budget &-= budget.instructions(taking: nanoseconds)
    if let times { return times.charge(nanoseconds, to: worker) }
    let end = clock.now() + nanoseconds
    while clock.now() < end {}
  }
}
