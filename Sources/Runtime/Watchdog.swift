/// Looks again and again at what runs on the workers, and has cancelled what runs for too long.
///
/// Of a worker program and the coroutine that it has resumed, the one is meant that stays the same. A pure machine: its
/// caller has the clock.
struct Watchdog {
  private let signals: WorkerSignals
  /// How long a program may run, in nanoseconds.
  private let limit: UInt64
  private var seen: [Seen]

  private struct Seen {
    var program = WorkerSignals.Run.none
    /// Since when it runs, and since when it may run for a limit.
    var programBegin: UInt64 = 0
    var programSince: UInt64 = 0
    var coroutine = WorkerSignals.Run.none
    var coroutineSince: UInt64 = 0
    /// What was asked to end last, and whether it was reported that it does not.
    var asked = WorkerSignals.Run.none
    var isReported = false
  }

  init(_ signals: WorkerSignals, limit: UInt64) {
    self.signals = signals
    self.limit = limit
    seen = Array(repeating: Seen(), count: signals.workerCount)
  }

  /// Looks at all workers, and reports who was asked to end a limit ago, and goes on: on which worker, and with numbers
  /// among those of all versions.
  mutating func look(at now: UInt64, _ report: (Int, StuckProgram) -> Void) {
    for worker in seen.indices {
      follow(worker, at: now)
      let run = seen[worker].program
      guard run != .none, now - seen[worker].programSince >= limit else { continue }
      let isCoroutines =
        seen[worker].coroutine != .none && now - seen[worker].coroutineSince >= limit / 2
      let culprit = isCoroutines ? seen[worker].coroutine : run
      if seen[worker].asked == culprit {
        note(worker, at: now, report)
        continue
      }
      signals.ask(.cancel, of: culprit, on: worker)
      seen[worker].asked = culprit
      seen[worker].isReported = false
      // Whatever goes on then has a limit of its own.
      seen[worker].programSince = now
    }
  }

  /// What was asked goes on. Safe points are not far from each other: so it waits for what it has called last.
  private mutating func note(
    _ worker: Int, at now: UInt64, _ report: (Int, StuckProgram) -> Void
  ) {
    guard !seen[worker].isReported else { return }
    seen[worker].isReported = true
    report(
      worker,
      StuckProgram(
        entry: signals.entry(on: worker), call: signals.lastCall(on: worker),
        nanoseconds: now - seen[worker].programBegin))
  }

  private mutating func follow(_ worker: Int, at now: UInt64) {
    let (program, coroutine) = (signals.program(on: worker), signals.coroutine(on: worker))
    if program != seen[worker].program {
      seen[worker].program = program
      seen[worker].programBegin = now
      seen[worker].programSince = now
    }
    if coroutine != seen[worker].coroutine {
      seen[worker].coroutine = coroutine
      seen[worker].coroutineSince = now
    }
  }
}
