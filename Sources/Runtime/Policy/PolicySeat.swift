import CBaton
import Scheduling

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
  private var before: (thrown: UInt64, cancelled: UInt64, changedWishes: Int) = (0, 0, 0)
  /// All workers', set before any runs.
  private let services: UnsafeMutablePointer<UnsafeMutablePointer<Services>>
  private let seen: UnsafeMutablePointer<WorkerLoadSignal>
  private let workerCount: Int
  /// When the program is to be run again; never once it was found unfit, or where there is none any more.
  private(set) var due: UInt64 = 0

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
    unsafe services = .allocate(capacity: workers.count)
    unsafe seen = .allocate(capacity: workers.count)
    unsafe seen.initialize(repeating: WorkerLoadSignal(), count: workers.count)
    for (index, worker) in workers.enumerated() {
      unsafe (services + index).initialize(to: worker.services)
    }
    unsafe context = .allocate(capacity: 1)
    unsafe context.initialize(
      to: policy_ctx(
        now: 0, worker_count: UInt32(workers.count), core_count: UInt32(arbiter.coreCount),
        group_count: UInt32(arbiter.groups.count), refused: 0, target: target))
    settle(at: 0)
  }

  deinit {
    unsafe services.deallocate()
    unsafe seen.deallocate()
    unsafe context.deallocate()
  }

  // MARK: Runs

  mutating func begin(at now: UInt64, _ counters: WorkerCounters) {
    unsafe context.pointee.now = now
    // Best-effort workers go from core to core by themselves.
    for number in 0..<board.ownership.bestEffortCount {
      let worker = board.ownership.bestEffortWorker(number)
      arbiter.note(worker, isOn: board.core(of: worker))
    }
    before = (counters.thrown, counters.cancelled, arbiter.changedWishCount)
  }

  /// The program has ended with that result: grants its wishes, or takes the office from it.
  mutating func end(_ result: UInt64, at now: UInt64, _ counters: WorkerCounters) {
    run.hasThrown = counters.thrown != before.thrown
    run.wasCancelled = counters.cancelled != before.cancelled
    run.changeCount = arbiter.changedWishCount - before.changedWishes
    unsafe context.pointee.refused = UInt32(clamping: run.invalidCount + run.earlyCount)
    if let fault = conduct.note(run) {
      log.note(fault, at: now)
      vacate()
    } else {
      due = now &+ min(max(result, Self.intervalMin), Self.intervalMax)
    }
    run = PolicyConduct.Run()
    settle(at: now)
  }

  /// Another program has the office, from now on.
  mutating func takeOver(at now: UInt64) {
    conduct = PolicyConduct()
    log.clearFault()
    due = now
  }

  /// Nobody has: workers go where they began to be, and stay there.
  mutating func vacate() {
    arbiter.reset()
    due = .max
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
    // Sound: services live as long as the workers, whose numbers others may read while they change.
    let other = unsafe services[worker]
    let counters = unsafe other.pointee.counters
    let arrived = unsafe counters.received &+ UInt64(other.pointee.queue.pendingCount)
    unsafe seen[worker] = WorkerLoadSignal(
      arrived: arrived, received: counters.received, busyNanoseconds: counters.busyNanoseconds)
    return unsafe worker_signals(
      arrived: arrived, received: counters.received, dropped: counters.droppedCount,
      finished: counters.finished, busy: counters.busyNanoseconds, turns: counters.turns,
      idle_turns: counters.idleTurns, lag: counters.timerLag,
      live: UInt32(clamping: other.pointee.slab.liveCount), group: UInt32(group),
      core: UInt32(arbiter.place(of: worker)), is_parked: other.pointee.isParked ? 1 : 0)
  }

  /// The same of a group.
  func signals(ofGroup number: Int) -> group_signals? {
    guard arbiter.groups.indices.contains(number) else { return nil }
    let group = arbiter.groups[number]
    return group_signals(
      first_worker: UInt32(group.workers.lowerBound), worker_count: UInt32(group.workers.count),
      cores: UInt32(arbiter.granted[number]), least_cores: UInt32(group.minimum),
      most_cores: UInt32(min(group.maximum, arbiter.coreCount)),
      warm: UInt32(arbiter.warm[number]))
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
