import Glibc
import Synchronization
import Verifier
import World

/// Replaces the program of a running instance, from any thread, as long as one wants.
///
/// ```swift
/// let report = try runtime.controller.replace(with: verified, suspended: .finish)
/// print("version \(report.version), \(report.suspended) coroutines of earlier ones are suspended")
/// ```
@safe
public final class InstanceController: @unchecked Sendable {
  // Sound: of the workers' memory it changes something only where ``Activity`` says that they don't run, or while all of
  // them are halted; all else goes through atomic words and locks.
  private let workerSet: WorkerSet
  private let activity = Mutex(Activity.stopped)
  /// Forgets versions of which nothing is left.
  private let tidying = Mutex(Tidying())
  private let isReplacing = Mutex(())

  /// What the workers' threads do.
  enum Activity {
    case running, stopped, over
  }

  private struct Tidying: @unchecked Sendable {
    // Sound: a thread is joined by whoever has taken it out of here.
    var thread: WorkerThread?
    var isAtWork = false
  }

  private static let pauseMicroseconds: UInt32 = 100
  private static let tidyingMicroseconds: UInt32 = 20_000

  init(_ workerSet: WorkerSet) { self.workerSet = workerSet }

  func note(_ activity: Activity) { self.activity.withLock { $0 = activity } }

  /// Runs `body`, after which there is nothing to replace any more.
  func end(_ body: () -> Void) {
    activity.withLock { activity in
      activity = .over
      body()
    }
    let last = tidying.withLock { tidying in
      defer { tidying = Tidying() }
      return tidying.thread
    }
    last?.join()
  }

  /// The version that gets packets.
  public var unit: LoadedUnit { workerSet.unit }

  /// All that there are coroutines of, the oldest first; in checked mode those, too, in which something was found.
  public var units: [LoadedUnit] { workerSet.versions.units }

  /// Which versions there are.
  public var report: VersionReport { workerSet.versionReport }

  /// Has packets and worker programs be those of another version, while packets flow. No packet is lost, and workers go
  /// on; where suspended coroutines of earlier versions are destroyed, all workers stop for as long as some hundred take, at
  /// a time. Maps of the same name and shape are kept, with what lies in them.
  ///
  /// - Parameters:
  ///   - patience: how long to wait for a worker that doesn't come to the end of its turn, in nanoseconds.
  ///   - progress: is called now and then meanwhile.
  /// - Returns: what there was when all workers had taken it over, and what was to be destroyed was.
  /// - Throws: `LoadError` where the version doesn't fit, and ``ReplacementError``; but for `late`, nothing has changed
  ///   then.
  public func replace(
    with verified: VerifiedUnit, suspended fate: SuspendedFate = .finish,
    patience: UInt64 = 30_000_000_000, progress: (VersionReport) -> Void = { _ in }
  ) throws -> VersionReport {
    var random = SystemRandomNumberGenerator()
    try isReplacing.withLock { _ in
      try workerSet.beginReplacing(with: verified, suspended: fate, seed: random.next())
    }
    defer { tidy() }
    try wait(patience, progress)
    return report
  }

  /// Destroys the coroutines of earlier versions that are suspended.
  public func destroyOld(
    patience: UInt64 = 30_000_000_000, progress: (VersionReport) -> Void = { _ in }
  ) throws -> VersionReport {
    try isReplacing.withLock { _ in try workerSet.beginDestroyingOld() }
    defer { tidy() }
    try wait(patience, progress)
    return report
  }

  private func wait(
    _ patience: UInt64, _ progress: (VersionReport) -> Void
  ) throws(ReplacementError) {
    let begin = WorldClock.monotonic.now()
    while true {
      try step()
      let (isBusy, isHalting, laggard) = workerSet.replacing.withLock {
        ($0.isBusy, $0.isHalting, $0.laggard(workerSet))
      }
      guard isBusy else { return }
      if let laggard, WorldClock.monotonic.now() - begin > patience {
        throw .late(worker: laggard)
      }
      progress(report)
      // Who stands still is not to wait for longer than it takes.
      if isHalting {
        sched_yield()
      } else {
        usleep(Self.pauseMicroseconds)
      }
    }
  }

  /// Runs `body` while no coroutine is destroyed by whoever replaces programs: for control threads that use maps.
  public func whileNothingIsDestroyed<Result: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try activity.withLock { _ throws(Failure) in try body() }
  }

  /// Goes on as far as workers have come. Those that have stopped are made to obey here.
  private func step() throws(ReplacementError) {
    try activity.withLock { activity throws(ReplacementError) in
      switch activity {
      case .over: throw .over
      case .running:
        for worker in workerSet.workers { _ = workerSet.parkingLot.parking.wake(worker.index) }
      case .stopped: for worker in workerSet.workers { worker.obey() }
      }
      workerSet.replacing.withLock { $0.step(workerSet) }
    }
  }

  /// Has a thread forget earlier versions as their coroutines end, until there is none.
  private func tidy() {
    let last = tidying.withLock { tidying -> WorkerThread? in
      if tidying.isAtWork { return nil }
      let last = tidying.thread
      tidying = Tidying(thread: WorkerThread { self.forgetOld() }, isAtWork: true)
      return last
    }
    last?.join()
  }

  private func forgetOld() {
    repeat {
      usleep(Self.tidyingMicroseconds)
      // Where the instance is over, all goes with it.
      guard (try? step()) != nil else { break }
    } while hasOld
  }

  /// Whether there is something left to forget; else the thread that asks ends.
  private var hasOld: Bool {
    tidying.withLock { tidying in
      tidying.isAtWork =
        !workerSet.versions.old.isEmpty || workerSet.replacing.withLock { $0.isBusy }
      return tidying.isAtWork
    }
  }
}
