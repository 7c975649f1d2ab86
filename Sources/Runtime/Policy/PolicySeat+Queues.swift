import CBaton

extension PolicySeat {
  /// What is known of a queue, by the address that programs of the unit have of it.
  func signals(ofQueueAt address: UInt64, in unit: LoadedUnit) -> queue_signals {
    let (number, slot) = unit.queue(at: address)
    var signals = queue_signals()
    for worker in 0..<workerCount {
      addCounts(worker, number, slot, &signals)
      addWaiting(worker, number, &signals)
    }
    return signals
  }

  /// What went through the queue on a worker.
  private func addCounts(
    _ worker: Int, _ number: Int, _ slot: Int, _ signals: inout queue_signals
  ) {
    let services = unsafe services(of: worker)
    let sums = unsafe services.pointee.waits.sums(ofQueue: number)
    signals.arrived += unsafe services.pointee.statistics.ofProgram(at: slot).count
    signals.refused += sums.refused
    signals.destroyed += sums.destroyed
    signals.waited &+= sums.nanoseconds
  }

  /// What waits there of the worker's coroutines.
  private func addWaiting(_ worker: Int, _ number: Int, _ signals: inout queue_signals) {
    let services = unsafe services(of: worker)
    let now = unsafe services.pointee.clock.now()
    var (depth, oldest): (UInt32, UInt64) = (0, 0)
    unsafe services.pointee.forEachWaiting { _, frame, queue in
      guard queue == number else { return }
      let since = unsafe frame.pointee.handle.suspended_at
      depth += 1
      oldest = max(oldest, now > since ? now - since : 0)
    }
    signals.depth += depth
    signals.oldest = max(signals.oldest, oldest)
  }
}
