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

  /// Looks at all workers, and notes in the log of its version who was asked to end a limit ago, and goes on.
  mutating func look(at now: UInt64, _ versions: Versions) {
    for worker in seen.indices {
      follow(worker, at: now)
      let run = seen[worker].program
      guard run != .none, now - seen[worker].programSince >= limit else { continue }
      let isCoroutines =
        seen[worker].coroutine != .none && now - seen[worker].coroutineSince >= limit / 2
      let culprit = isCoroutines ? seen[worker].coroutine : run
      if seen[worker].asked == culprit {
        if !seen[worker].isReported {
          note(signals.entry(on: worker), on: worker, at: now, versions)
        }
        seen[worker].isReported = true
        continue
      }
      signals.ask(.cancel, of: culprit, on: worker)
      seen[worker].asked = culprit
      seen[worker].isReported = false
      // Whatever goes on then has a limit of its own.
      seen[worker].programSince = now
    }
  }

  /// A program is stuck that has the number `entry` among those of all versions.
  private func note(_ entry: Int, on worker: Int, at now: UInt64, _ versions: Versions) {
    guard let unit = versions.version(ofFunction: entry)?.unit else { return }
    let place = entry - unit.place.firstFunction
    unit.overruns.note(Overrun(worker: worker, time: now, kind: .stuck(entry: place)))
  }

  private mutating func follow(_ worker: Int, at now: UInt64) {
    let (program, coroutine) = (signals.program(on: worker), signals.coroutine(on: worker))
    if program != seen[worker].program {
      seen[worker].program = program
      seen[worker].programSince = now
    }
    if coroutine != seen[worker].coroutine {
      seen[worker].coroutine = coroutine
      seen[worker].coroutineSince = now
    }
  }
}
