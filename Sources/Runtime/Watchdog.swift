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
        report(worker, at: now, versions)
        continue
      }
      signals.ask(.cancel, of: culprit, on: worker)
      seen[worker].asked = culprit
      seen[worker].isReported = false
      // Whatever goes on then has a limit of its own.
      seen[worker].programSince = now
    }
  }

  /// What was asked goes on. Safe points are not far from each other: so it waits for what it has called last. Programs
  /// have numbers among those of all versions, and so have their instructions.
  private mutating func report(_ worker: Int, at now: UInt64, _ versions: Versions) {
    guard !seen[worker].isReported else { return }
    seen[worker].isReported = true
    let entry = signals.entry(on: worker)
    guard let unit = versions.version(ofFunction: entry)?.unit else { return }
    // A coroutine of another version may have made it.
    let call = signals.lastCall(on: worker).flatMap { call in
      unit.extent.slots.contains(call) ? call - unit.place.firstSlot : nil
    }
    let stuck = StuckProgram(
      entry: entry - unit.place.firstFunction, call: call,
      nanoseconds: now - seen[worker].programBegin)
    unit.overruns.note(Overrun(worker: worker, time: now, kind: .stuck(stuck)))
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
