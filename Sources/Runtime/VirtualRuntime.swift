import CBaton
import Devices
import NetStack
import Scheduling
import Verifier
import World

/// An instance in the virtual world: all workers take turns on the calling thread, in virtual
/// time, in an order that one seed decides. Nothing else of the run time differs.
///
/// Where the order is timed, each worker has a time of its own, on a core of its own or one that it has in common with
/// others: see `TimedCores`. Instructions take time
/// under the interpreter alone, and what exported functions cost under either engine.
@safe
public final class VirtualRuntime {
  public internal(set) var world: VirtualWorld
  let workerSet: WorkerSet
  private let time: UnsafeMutablePointer<UInt64>
  private let times: WorkerTimes
  /// Which workers sleep, and have not run since.
  private var areAsleep: [Bool]
  /// Which have found nothing to do in their last turn.
  var areIdle: [Bool]
  /// By what each worker has a core that is not its own, in timed order.
  let loans: UnsafeMutablePointer<Loan>
  /// Whether each worker has its core in common with others, and whether it is where these can't have it.
  var shareCores: [Bool]
  var keepCores: [Bool]
  var idleShares: IdleShares
  /// When it is looked whether anybody is better off on another core.
  var nextLook: UInt64 = 0
  /// What the board's changes were when workers were put where they are to be.
  var seenChanges = 0
  private var watch: Watch?
  /// How many turns without anything to do each worker has ended since the last one with, of whichever worker.
  private var idleTurnCounts: [Int]
  /// How long workers' turns have taken on each core so far, in picoseconds.
  private var turnTimes: [UInt64]
  /// Where the policy runs that has a core of its own; nil where it shares one, or there is none.
  private let policyCore: Int?

  /// A program that runs longer than `runLimit` nanoseconds of virtual time is ended at its next safe point, and a
  /// coroutine that nobody resumes for `waitLimit` nanoseconds is ended where it waits. In timed order, the workers of a core
  /// that does not go on for `stallLimit` nanoseconds get on elsewhere, but for the one whose turn does not end; and with
  /// `policyHasOwnCore`, the policy's turns take nothing of the workers' cores.
  public init(
    unit: LoadedUnit, workerCount: Int, coreCount: Int? = nil, runLimit: UInt64? = nil,
    waitLimit: UInt64? = nil, stallLimit: UInt64? = nil,
    frameLimit: Int, chunkCount: Int, seed: UInt64, order: TurnOrder = .interleaved,
    network: NetworkConfiguration? = nil, policy: PolicyConfiguration = PolicyConfiguration(),
    policyHasOwnCore: Bool = false,
    makeQueue: (Int) throws -> DeviceQueue
  ) throws {
    // Who runs the policy takes turns, too.
    let turnTakerCount = workerCount + (unit.policyEntry == nil ? 0 : 1)
    world = VirtualWorld(seed: seed, workerCount: turnTakerCount, order: order)
    areAsleep = Array(repeating: false, count: turnTakerCount)
    areIdle = areAsleep
    shareCores = areAsleep
    keepCores = areAsleep
    unsafe loans = .allocate(capacity: turnTakerCount)
    for index in 0..<turnTakerCount {
      unsafe (loans + index).initialize(to: Loan(workerCount: turnTakerCount))
    }
    let times = WorkerTimes(
      count: turnTakerCount, picosecondsPerStep: world.picosecondsPerStep,
      areOwn: order != .interleaved)
    self.times = times
    idleShares = IdleShares(coreCount: coreCount ?? workerCount)
    idleTurnCounts = Array(repeating: 0, count: turnTakerCount)
    // There are as many places as turn takers, and no more cores than workers: the last place is free.
    policyCore = policyHasOwnCore && unit.policyEntry != nil ? workerCount : nil
    turnTimes = Array(repeating: 0, count: turnTakerCount)
    let time = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    unsafe time.initialize(to: 0)
    unsafe self.time = unsafe time
    let clock = unsafe WorldClock(isVirtual: true, context: UnsafeMutableRawPointer(time)) {
      unsafe $0!.load(as: UInt64.self)
    }
    workerSet = try WorkerSet(
      unit: unit, count: workerCount, coreCount: coreCount, frameLimit: frameLimit,
      chunkCount: chunkCount, clock: clock,
      seed: seed, network: network, policy: policy, times: times, makeQueue: makeQueue)
    watch = Watch(
      workerSet, runLimit: runLimit, waitLimit: waitLimit, stallLimit: stallLimit)
    for worker in workerSet.workers { worker.begin() }
    putAll()
  }

  /// Which core a worker's turns take.
  func core(of worker: Worker) -> Int {
    if let policyCore, worker.index == policyCore { return policyCore }
    return workerSet.board.core(of: worker.index)
  }

  deinit {
    shutDown()
    for worker in workerSet.workers { worker.pause() }
    unsafe time.deallocate()
    times.deallocate()
    unsafe loans.deinitialize(count: workerSet.workers.count)
    unsafe loans.deallocate()
  }

  public var counters: WorkerCounters { workerSet.counters }
  /// What the network stacks of all workers count; nil where there are none.
  public var stackCounters: StackCounters? { workerSet.stackCounters }
  public var frameCount: Int { workerSet.frameCount }
  /// What stands for coroutines that wait until a deadline, or have, and was not given up yet.
  public var ticketCount: Int { workerSet.ticketCount }
  /// For other threads, and for longer than the instance lives.
  public var observer: InstanceObserver { InstanceObserver(workerSet) }
  public var statistics: [ProgramStatistics] { workerSet.statistics }
  public var queueStatistics: [QueueStatistics] { workerSet.queueStatistics }
  /// Bytecode instructions executed so far, by the interpreter.
  public var stepCount: Int { workerSet.workers.reduce(0) { $0 + $1.stepCount } }

  /// Lets one worker, chosen by the seed or as it is furthest behind, run for a few steps. Where nobody has anything to do
  /// before somebody outside does something, all look whether that has happened.
  public func turn() {
    if let turn = world.nextTurn() { return take(turn) }
    for worker in workerSet.workers { world.wake(worker.index, at: world.now) }
  }

  /// Lets the world go on until that moment, in nanoseconds: in timed order, each worker has come as far then, or a little
  /// further, where it was in the middle of something.
  public func run(until moment: UInt64) {
    while let turn = world.nextTurn(before: moment) { take(turn) }
    unsafe time.pointee = world.now
  }

  /// Says that at that moment, in nanoseconds, a packet has come to a worker's queue, which may sleep for it.
  public func packetArrived(at worker: Int, moment: UInt64) { world.wake(worker, at: moment) }

  /// Lets a worker of the caller's choice run.
  package func take(_ turn: VirtualWorld.Turn) {
    let worker = workerSet.workers[turn.worker]
    worker.enter()
    defer { baton_set_current_execution(nil) }
    let begin = world.picoseconds(of: turn.worker)
    times.begin(turn.worker, at: begin, stepLimit: turn.stepLimit)
    if world.order != .interleaved { takeCore(worker, at: begin / 1_000) }
    if areAsleep[turn.worker] { wakeUp(worker) }
    let stint = advance(worker, stepLimit: turn.stepLimit)
    switch world.order {
    case .interleaved:
      world.advance(steps: turn.stepLimit - stint.stepsLeft)
      skipIdleTime()
    case .timed:
      let end = times.elapsed(of: turn.worker)
      turnTimes[world.core(of: turn.worker)] += end - begin
      world.advance(turn.worker, toPicoseconds: end)
      giveCore(worker, at: end / 1_000, stint)
      settle(worker, stint.progress, hasStepsLeft: stint.stepsLeft > 0)
      lookElsewhere(at: end / 1_000)
    }
    unsafe time.pointee = world.now
    watch?.look(at: world.now)
    workerSet.replacing.withLock { $0.step(workerSet) }
  }

  /// A worker's work without a pause.
  struct Stint {
    var stepsLeft: Int
    /// Why it is over.
    var progress = Worker.Progress.busy
    /// Whether others of the same core may run then. Who waits for a lock, or has but run out of steps, keeps the core.
    var letsOthersOn = false
  }

  /// Has the worker run, where others wait for its core no further than to where they may have it.
  private func advance(_ worker: Worker, stepLimit: Int) -> Stint {
    var stint = Stint(stepsLeft: stepLimit)
    let mayGoOn = world.order == .interleaved || !isAwaited(worker)
    while stint.stepsLeft > 0, stint.progress == .busy, mayGoOn || !stint.letsOthersOn {
      let (steps, turns) = (worker.stepCount, worker.turnCount)
      stint.progress = worker.advance(stepLimit: stint.stepsLeft)
      // Work that takes no instruction of its own still takes time.
      stint.stepsLeft -= max(worker.stepCount - steps, 1)
      stint.stepsLeft = times.settle(worker.index, stepsLeft: stint.stepsLeft)
      stint.letsOthersOn = letsOthersOn(
        worker, stint.progress, endsTurn: worker.turnCount != turns)
      note(stint.progress, of: worker)
    }
    return stint
  }

  /// What becomes of a worker that has stopped, in timed order.
  private func settle(_ worker: Worker, _ progress: Worker.Progress, hasStepsLeft: Bool) {
    let index = worker.index
    switch progress {
    case .busy: break
    // With steps left, it waits for a lock, or until all stand still.
    case .interrupted: if hasStepsLeft { world.poll(index, until: nil) }
    case .halted: world.poll(index, until: nil)
    case .idle where worker.wantsPolling: world.poll(index, until: worker.nextWake)
    case .idle:
      if worker.mayFallAsleep() {
        areAsleep[index] = true
        worker.fallAsleep()
        // Of those that it has not slept through.
        _ = times.takeWake(of: index)
        let now = world.picoseconds(of: index) / 1_000
        world.wait(index, until: worker.wakeTime(asleepAt: now))
      }
    }
    wakeWhoWasWoken()
  }

  /// Those that sleep and were woken go on, when that was.
  private func wakeWhoWasWoken() {
    let parking = workerSet.parkingLot.parking
    for index in areAsleep.indices where areAsleep[index] && !parking.isAnnounced(index) {
      world.wake(index, at: times.takeWake(of: index) ?? world.now)
    }
  }

  private func wakeUp(_ worker: Worker) {
    areAsleep[worker.index] = false
    worker.wakeUp()
  }

  private func note(_ progress: Worker.Progress, of worker: Worker) {
    if progress == .idle {
      idleTurnCounts[worker.index] += 1
    } else if worker.idleTurnCount == 0 {
      for index in idleTurnCounts.indices { idleTurnCounts[index] = 0 }
    }
  }

  /// Where nobody has anything to do, or is in the middle of a program, the next thing that happens is that somebody's sleep or a
  /// packet's delay ends. A worker's second turn without anything to do began when all others were idle.
  private func skipIdleTime() {
    guard idleTurnCounts.allSatisfy({ $0 >= 2 }),
      !workerSet.workers.contains(where: \.isInterrupted)
    else { return }
    if let first = workerSet.workers.compactMap(\.nextWake).min() { world.advance(to: first) }
  }

  /// How long workers' turns have taken on a core so far, in nanoseconds, those among them in which there was nothing to do:
  /// what is left of the time, the core was free. In timed order alone. The policy's own core follows behind the others.
  public func turnNanoseconds(ofCore core: Int) -> UInt64 { turnTimes[core] / 1_000 }

  /// What was found of cores that did not go on, since it was asked last.
  public func takeStalls() -> [CoreStall] { workerSet.stalls.take() }

  /// What lending has come to; nil where nobody is best-effort.
  public var lending: LendingSummary? { workerSet.lending }

  /// What the policy has decided; nil where there is none.
  public var policyLog: PolicyLog? { workerSet.policyLog }

  /// The core that a worker runs on.
  public func core(ofWorker worker: Int) -> Int { workerSet.board.core(of: worker) }

  /// The instruction that a worker's program goes on with, in the interpreter; nil where none was stopped in its middle.
  package func nextSlot(of worker: Int) -> Int? { workerSet.workers[worker].nextSlot }

  /// A coroutine as a queue program was given it.
  @safe
  package struct HandedOver {
    fileprivate let frame: UnsafeMutablePointer<baton_frame>
    fileprivate let generation: UInt32
    fileprivate let worker: Int
  }

  /// The one whose handle the worker's queue program has; nil where none runs.
  package func handedOver(on worker: Int) -> HandedOver? {
    guard let frame = unsafe workerSet.workers[worker].execution.pointee.current else { return nil }
    return unsafe HandedOver(
      frame: frame, generation: frame.pointee.handle.generation, worker: worker)
  }

  /// Whether it has gone on on another worker since, or another one has begun in its memory.
  package func hasGoneOn(_ handed: HandedOver) -> Bool {
    // Sound: frames' memory stays mapped as long as the workers live, and all of them run on this thread.
    let handle = unsafe handed.frame.pointee.handle
    if handle.generation != handed.generation || handle.worker != UInt32(handed.worker) {
      return true
    }
    return workerSet.workers.contains { worker in
      unsafe worker.index != handed.worker && worker.execution.pointee.current == handed.frame
    }
  }

  /// Has safe points do what `stops` says, from the first turn on.
  package func plan(_ stops: StopPlan) {
    for worker in workerSet.workers { unsafe worker.services.pointee.stopPlan = stops }
  }

  /// How often coroutines have passed a safe point, where there is a plan.
  package var safePointPassCount: Int {
    workerSet.workers.reduce(0) { unsafe $0 + ($1.services.pointee.stopPlan?.passCount ?? 0) }
  }

  /// A number from the world's seed, for decisions of a test.
  public func random<T: FixedWidthInteger>(in range: Range<T>) -> T { world.random(in: range) }

  /// Begins to have packets and worker programs be those of another version: it is done as turns go on, and
  /// ``versionReport`` says how far it is. Maps of the same name and shape are kept, with what lies in them.
  ///
  /// - Throws: `LoadError` where the version doesn't fit, and ``ReplacementError``.
  public func beginReplacing(
    with verified: VerifiedUnit, suspended fate: SuspendedFate = .finish
  ) throws {
    let seed = world.random(in: 0..<UInt64.max)
    try workerSet.beginReplacing(with: verified, suspended: fate, seed: seed)
  }

  /// Begins to destroy what is suspended of earlier versions, as turns go on.
  public func beginDestroyingOld() throws { try workerSet.beginDestroyingOld() }

  /// Which versions there are.
  public var versionReport: VersionReport { workerSet.versionReport }
  /// The version that gets packets.
  public var unit: LoadedUnit { workerSet.unit }

  /// Destroys what is still suspended.
  public func shutDown() { workerSet.destroyAll() }

  /// Calls `body` with the device queue of one worker, between turns.
  public func withQueue<Result>(
    of worker: Int, _ body: (inout DeviceQueue) throws -> Result
  ) rethrows -> Result {
    unsafe try body(&workerSet.workers[worker].services.pointee.queue)
  }
}
