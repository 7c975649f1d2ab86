/// All that is watched of an instance, in whichever world: what runs for too long, what waits for too long, and cores that do
/// not go on.
struct Watch {
  private let workerSet: WorkerSet
  private var runs: Watchdog?
  private var waits: WaitWatchdog?
  private var stalls: StallWatch?
  /// A few looks within each limit, in nanoseconds.
  private let pauseMax: UInt64

  /// Limits are in nanoseconds; nil where there are none at all.
  init?(_ workerSet: WorkerSet, runLimit: UInt64?, waitLimit: UInt64?, stallLimit: UInt64?) {
    guard let least = [runLimit, waitLimit, stallLimit].compactMap({ $0 }).min() else {
      return nil
    }
    self.workerSet = workerSet
    runs = runLimit.map { Watchdog(workerSet.signals, limit: $0) }
    waits = waitLimit.map { WaitWatchdog(workerSet.standstill, limit: $0) }
    stalls = stallLimit.map { StallWatch(workerSet, limit: $0) }
    pauseMax = min(max(least / 4, 100_000), 50_000_000)
    guard let waitLimit else { return }
    workerSet.cancelWhoWaits(forMoreThan: waitLimit)
    for worker in workerSet.workers {
      worker.keepLongTurns(of: waitLimit / UInt64(LongTurns.count))
    }
  }

  /// Looks at everything that it is time for.
  mutating func look(at now: UInt64) {
    // First, as whoever waits for the others need not wait for this.
    stalls?.look(at: now)
    runs?.look(at: now) { worker, stuck in workerSet.versions.note(stuck, on: worker, at: now) }
    let wakes = waits?.look(at: now) { workerSet.longestWait }
    guard wakes == true else { return }
    for worker in workerSet.workers { _ = workerSet.parkingLot.parking.wake(worker.index) }
  }

  /// Whether it looks for cores that do not go on.
  var findsStalls: Bool { stalls != nil }

  /// Nobody looks any more: no worker may stand still for ever.
  func end() { _ = workerSet.standstill.withdraw() }

  /// How long until the next look, in nanoseconds.
  func pause(at now: UInt64) -> UInt64 {
    guard let next = waits?.next else { return pauseMax }
    return min(pauseMax, max(next > now ? next - now : 0, 100_000))
  }
}

extension WorkerSet {
  /// How long the coroutine has waited that nobody has resumed for longest, in nanoseconds.
  fileprivate var longestWait: UInt64 {
    var longest: UInt64 = 0
    workers.forEachWaiting { longest = max(longest, $0.readyNanoseconds) }
    return longest
  }

  /// Has those cancelled that nobody has resumed for `limit` nanoseconds, whenever all workers stand still.
  fileprivate func cancelWhoWaits(forMoreThan limit: UInt64) {
    // The workers, which are this object's, do not outlive it.
    standstill.setWork { [unowned self] worker in
      workers.forEachWaiting { waiting in
        var waiting = waiting
        // Its turn may have ended long after it began.
        let end = workers[Int(waiting.worker)].end(ofTurnAt: waiting.suspension)
        waiting.readiness = max(waiting.readiness, end ?? 0)
        guard waiting.readyNanoseconds >= limit else { return }
        versions.version(ofFunction: waiting.program)?.unit.noteForgotten(waiting, at: worker)
        unsafe worker.services.forget(waiting.frame)
      }
    }
  }
}

extension Versions {
  /// Notes a program, in the log of its version.
  fileprivate func note(_ stuck: StuckProgram, on worker: Int, at now: UInt64) {
    guard let unit = version(ofFunction: stuck.entry)?.unit else { return }
    var stuck = stuck
    stuck.entry -= unit.place.firstFunction
    // A coroutine of another version may have made the call.
    stuck.call = stuck.call.flatMap { call in
      unit.extent.slots.contains(call) ? call - unit.place.firstSlot : nil
    }
    unit.overruns.note(Overrun(worker: worker, time: now, kind: .stuck(stuck)))
  }
}

extension LoadedUnit {
  fileprivate func noteForgotten(_ waiting: WaitingFrame, at worker: Worker) {
    let forgotten = unsafe ForgottenCoroutine(
      name: waiting.name, program: waiting.program - place.firstFunction,
      queue: verified.queues[waiting.queue - place.firstQueue - 1],
      slot: suspensionSlot(of: waiting.frame),
      nanoseconds: waiting.readyNanoseconds)
    overruns.note(
      Overrun(
        worker: Int(waiting.worker), time: unsafe worker.services.pointee.clock.now(),
        kind: .forgotten(forgotten)))
  }
}
