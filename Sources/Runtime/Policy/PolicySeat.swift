import CBaton
import Scheduling
import Synchronization

/// What an instance's policy decides by, and with. It lies in memory of its own, which the worker uses that runs the policy.
@safe
struct PolicySeat: ~Copyable {
  let context: UnsafeMutablePointer<policy_ctx>
  let log: PolicyLog
  private let board: CoreBoard
  private var arbiter: Arbiter
  private var conduct = PolicyConduct()
  private var run = PolicyConduct.Run()
  /// What had happened on the worker when the run began.
  private var before: (thrown: UInt64, cancelled: UInt64, changes: WishChanges) = (
    0, 0, WishChanges()
  )
  /// All workers', set before any runs.
  private let allServices: UnsafeMutablePointer<UnsafeMutablePointer<Services>>
  private let seen: UnsafeMutablePointer<WorkerLoadSignal>
  let workerCount: Int
  /// When the program is to be run again, whatever happens; never once it was found unfit, or where there is none any more.
  private var dueTime: UInt64 = 0
  /// Whether it is to be run before that if a worker wakes: for those that wake, too.
  let waitsForWake = Atomic<Bool>(false)
  /// How many sleeps of all workers had ended when it was run last.
  private var endedSleepCount: UInt64 = 0
  /// What the board knew of cores that stand still when the arbiter was told last.
  private var seenStallChanges = 0

  static let intervalMin: UInt64 = 1_000
  static let intervalMax: UInt64 = 1_000_000_000

  /// For the `workers` of a board, the last of which runs the policy.
  init(
    target: UInt64, arbiter: Arbiter, board: CoreBoard, workers: ArraySlice<Worker>,
    log: PolicyLog
  ) {
    self.arbiter = arbiter
    self.board = board
    self.log = log
    workerCount = workers.count
    unsafe allServices = .allocate(capacity: workers.count)
    unsafe seen = .allocate(capacity: workers.count)
    unsafe seen.initialize(repeating: WorkerLoadSignal(), count: workers.count)
    for (index, worker) in workers.enumerated() {
      unsafe (allServices + index).initialize(to: worker.services)
    }
    unsafe context = .allocate(capacity: 1)
    unsafe context.initialize(
      to: policy_ctx(
        now: 0, worker_count: UInt32(workers.count), core_count: UInt32(arbiter.coreCount),
        group_count: UInt32(arbiter.groups.count), refused: 0, target: target))
    settle(at: 0)
  }

  deinit {
    unsafe allServices.deallocate()
    unsafe seen.deallocate()
    unsafe context.deallocate()
  }

  /// What a worker has, whose numbers others may read while they change.
  func services(of worker: Int) -> UnsafeMutablePointer<Services> {
    precondition((0..<workerCount).contains(worker))
    // Sound: services live as long as the workers.
    return unsafe allServices[worker]
  }

  // MARK: Runs

  /// When the program is to be run again: at once where other cores go on than did.
  var due: UInt64 {
    guard dueTime != .max else { return .max }
    let isAwaited =
      waitsForWake.load(ordering: .relaxed) && countEndedSleeps() != endedSleepCount
      || board.stallChangeCount != seenStallChanges
    return isAwaited ? 0 : dueTime
  }

  private func countEndedSleeps() -> UInt64 {
    var count: UInt64 = 0
    for worker in 0..<workerCount {
      count &+= unsafe services(of: worker).pointee.endedSleepCount
    }
    return count
  }

  mutating func begin(at now: UInt64, _ counters: WorkerCounters) {
    // Before the program looks at anything: who wakes while it runs has it run again.
    endedSleepCount = countEndedSleeps()
    unsafe context.pointee.now = now
    // Best-effort workers go from core to core by themselves.
    for number in 0..<board.ownership.bestEffortCount {
      let worker = board.ownership.bestEffortWorker(number)
      arbiter.note(worker, isOn: board.core(of: worker))
    }
    if board.stallChangeCount != seenStallChanges { followStalls() }
    before = (counters.thrown, counters.cancelled, arbiter.changes)
  }

  /// Whoever watches has sent workers elsewhere, or back.
  private mutating func followStalls() {
    seenStallChanges = board.stallChangeCount
    for core in 0..<board.coreCount { arbiter.note(core, isStalled: board.isStalled(core)) }
    for worker in 0..<workerCount { arbiter.note(worker, isOn: board.core(of: worker)) }
  }

  /// The program has ended with that result: grants its wishes, or takes the office from it.
  mutating func end(_ result: UInt64, at now: UInt64, _ counters: WorkerCounters) {
    run.hasThrown = counters.thrown != before.thrown
    run.wasCancelled = counters.cancelled != before.cancelled
    run.changes = arbiter.changes - before.changes
    unsafe context.pointee.refused = UInt32(clamping: run.invalidCount + run.earlyCount)
    if let fault = conduct.note(run) {
      log.note(fault, at: now)
      vacate()
    } else {
      goOn(result, at: now)
    }
    run = PolicyConduct.Run()
    settle(at: now)
  }

  private mutating func goOn(_ interval: UInt64, at now: UInt64) {
    let waits = interval == 0
    waitsForWake.store(waits, ordering: .relaxed)
    dueTime =
      now &+ (waits ? Self.intervalMax : min(max(interval, Self.intervalMin), Self.intervalMax))
  }

  /// Another program has the office, from now on.
  mutating func takeOver(at now: UInt64) {
    conduct = PolicyConduct()
    log.clearFault()
    dueTime = now
  }

  /// Nobody has: workers go where they began to be, and stay there.
  mutating func vacate() {
    arbiter.reset()
    waitsForWake.store(false, ordering: .relaxed)
    dueTime = .max
  }

  mutating func settle(at now: UInt64) {
    let (board, log, seen) = unsafe (board, log, seen)
    var isChanged = false
    arbiter.settle(at: now) { decision in
      isChanged = true
      var cause = WorkerLoadSignal()
      if case .move(let worker, let from, let core) = decision {
        board.move(worker, to: core)
        guard from >= 0 else { return }
        cause = unsafe seen[worker]
      }
      log.note(LoggedDecision(time: now, decision, cause: cause))
    }
    guard isChanged else { return }
    for core in 0..<board.coreCount { board.setWarm(core, arbiter.isWarm(core)) }
    board.follow(arbiter)
  }

  // MARK: Signals and wishes

  /// What is known of a worker; nil where there is no such.
  mutating func signals(of worker: Int) -> worker_signals? {
    guard (0..<workerCount).contains(worker), let group = arbiter.group(of: worker) else {
      return nil
    }
    let other = unsafe services(of: worker)
    let counters = unsafe other.pointee.counters
    let arrived = unsafe counters.received &+ UInt64(other.pointee.queue.pendingCount)
    unsafe seen[worker] = WorkerLoadSignal(
      arrived: arrived, received: counters.received, busyNanoseconds: counters.busyNanoseconds)
    return unsafe worker_signals(
      arrived: arrived, received: counters.received, dropped: counters.droppedCount,
      finished: counters.finished, busy: counters.busyNanoseconds, turns: counters.turns,
      idle_turns: counters.idleTurns, lag: counters.timerLag,
      live: UInt32(clamping: other.pointee.slab.liveCount), group: UInt32(group),
      core: UInt32(arbiter.place(of: worker)), is_parked: other.pointee.isParked ? 1 : 0,
      lock_waits: counters.lockWaits, lock_waited: counters.lockWaitNanoseconds,
      borrowed: counters.lentNanoseconds, given_back: counters.coresGivenBack,
      locks_timed: counters.locksTimed, lock_held: counters.lockHeldNanoseconds,
      lock_held_longest: counters.lockHeldLongest)
  }

  /// The same of a group.
  func signals(ofGroup number: Int) -> group_signals? {
    guard arbiter.groups.indices.contains(number) else { return nil }
    let group = arbiter.groups[number]
    let borrowed = group.workers.reduce(0) { sum, worker in
      unsafe sum &+ services(of: worker).pointee.counters.lentNanoseconds
    }
    return group_signals(
      first_worker: UInt32(group.workers.lowerBound), worker_count: UInt32(group.workers.count),
      cores: UInt32(arbiter.granted[number]), least_cores: UInt32(group.minimum),
      most_cores: UInt32(min(group.maximum, arbiter.coreCount)),
      warm: UInt32(arbiter.warm[number]),
      stalled: UInt32(arbiter.stalledCount(of: number)), reserved: 0,
      lent: board.ownership.lentNanoseconds(ofGroup: number), borrowed: borrowed)
  }

  mutating func want(_ cores: Int, for group: Int) -> Int32 {
    note(arbiter.want(cores, for: group))
  }

  mutating func keepWarm(_ cores: Int, for group: Int) -> Int32 {
    note(arbiter.keepWarm(cores, for: group))
  }

  mutating func place(_ worker: Int, on core: Int) -> Int32 {
    note(unsafe arbiter.place(worker, on: core, at: context.pointee.now))
  }

  private mutating func note(_ answer: Arbiter.Answer) -> Int32 {
    switch answer {
    case .isNoted: break
    case .isInvalid: run.invalidCount += 1
    case .isTooEarly: run.earlyCount += 1
    }
    return answer.rawValue
  }
}
