import Coroutines

/// How an instance gets another version of its program, step by step: a machine that whoever drives the instance asks to
/// go on, as often as it likes. It waits for nobody.
///
/// First all workers learn of the new version, as any of them may soon meet its coroutines; then they take it over. Where
/// suspended coroutines are to be destroyed, all workers halt for that, again and again for a short time. A version is
/// forgotten once it has no coroutine left: as each worker does so at the end of a turn, its code runs nowhere then.
struct Replacing {
  private enum Phase {
    case learning(order: Int)
    case takingOver(order: Int)
    case halting(order: Int)
    case goingOn(order: Int, isLast: Bool)
  }

  private struct Job {
    /// Nil where coroutines are destroyed without a new version.
    var version: Versions.Version?
    var fate: SuspendedFate
    var phase: Phase
  }

  private var job: Job?
  private var forgetting: (order: Int, numbers: [Int])?
  /// Whether there may be versions to forget.
  private var hasOld = false
  /// Coroutines that this machine has destroyed.
  private(set) var destroyedCount = 0

  /// Coroutines that are destroyed while all workers are halted: half a microsecond each, or more where memory is cold.
  private static let sliceCount = 1024

  /// Whether a version has not been taken over by all workers, or coroutines are still to be destroyed.
  var isBusy: Bool { job != nil }

  /// Begins to replace what runs by `unit`, a successor of it; only where nothing else is going on.
  mutating func begin(
    _ unit: LoadedUnit, _ room: [FrameSlab.Reservation?], _ fate: SuspendedFate, _ set: WorkerSet
  ) {
    precondition(!isBusy, "one version at a time")
    let version = set.versions.add(unit)
    let order = set.orders.issue(.learn(unit, number: version.number, room: room))
    job = Job(version: version, fate: fate, phase: .learning(order: order))
  }

  /// Begins to destroy what is suspended of earlier versions; only where nothing else is going on.
  mutating func beginDestroying(_ set: WorkerSet) {
    precondition(!isBusy, "one thing at a time")
    job = Job(version: nil, fate: .destroy, phase: .halting(order: set.orders.issue(.halt)))
  }

  /// Goes on as far as workers have come.
  mutating func step(_ set: WorkerSet) {
    if let job { self.job = advanced(job, set) }
    if hasOld { stepForgetting(set) }
  }

  /// Whether workers stand still, or are about to.
  var isHalting: Bool {
    if case .halting? = job?.phase { true } else { false }
  }

  /// A worker that is waited for.
  func laggard(_ set: WorkerSet) -> Int? {
    guard let job else { return nil }
    switch job.phase {
    case .learning(let order), .takingOver(let order), .halting(let order), .goingOn(let order, _):
      return set.orders.laggard(behind: order)
    }
  }

  /// Nil when it is done.
  private mutating func advanced(_ job: Job, _ set: WorkerSet) -> Job? {
    var job = job
    switch job.phase {
    case .learning(let order):
      guard set.orders.isDone(order), let version = job.version else { return job }
      job.phase = .takingOver(order: set.orders.issue(.takeOver(number: version.number)))
    case .takingOver(let order):
      guard set.orders.isDone(order), let version = job.version else { return job }
      set.versions.takeOver(version.number)
      hasOld = true
      guard job.fate == .destroy else { return nil }
      job.phase = .halting(order: set.orders.issue(.halt))
    case .halting(let order):
      guard set.orders.isDone(order) else { return job }
      let count = set.destroyOld(limit: Self.sliceCount)
      destroyedCount += count
      job.phase = .goingOn(order: set.orders.issue(.goOn), isLast: count < Self.sliceCount)
    case .goingOn(let order, let isLast):
      guard set.orders.isDone(order) else { return job }
      if isLast { return nil }
      job.phase = .halting(order: set.orders.issue(.halt))
    }
    return job
  }

  private mutating func stepForgetting(_ set: WorkerSet) {
    if let (order, numbers) = forgetting {
      guard set.orders.isDone(order) else { return }
      // The last reference to their code and to maps that nobody else has.
      _ = set.versions.remove(numbers)
      forgetting = nil
    }
    // What monitors have found is still to be reported.
    let old = set.versions.old
    hasOld = !old.isEmpty
    let gone = old.filter {
      set.liveCount(of: $0.number) == 0 && $0.unit.violations.isEmpty
    }.map(\.number)
    guard !gone.isEmpty else { return }
    forgetting = (set.orders.issue(.forget(numbers: gone)), gone)
  }
}
