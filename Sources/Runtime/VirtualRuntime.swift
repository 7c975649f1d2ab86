import CBaton
import Devices
import Verifier
import World

/// An instance in the virtual world: all workers take turns on the calling thread, in virtual
/// time, in an order that one seed decides. Nothing else of the run time differs.
@safe
public final class VirtualRuntime {
  public private(set) var world: VirtualWorld
  private let workerSet: WorkerSet
  private let time: UnsafeMutablePointer<UInt64>
  private var watch: Watch?
  /// How many turns without anything to do each worker has ended since the last one with, of whichever worker.
  private var idleTurnCounts: [Int]

  /// A program that runs longer than `runLimit` nanoseconds of virtual time is ended at its next safe point, and a
  /// coroutine that nobody resumes for `waitLimit` nanoseconds is ended where it waits.
  public init(
    unit: LoadedUnit, workerCount: Int, runLimit: UInt64? = nil, waitLimit: UInt64? = nil,
    frameLimit: Int, chunkCount: Int, seed: UInt64, network: NetworkConfiguration? = nil,
    policy: PolicyConfiguration = PolicyConfiguration(), makeQueue: (Int) throws -> DeviceQueue
  ) throws {
    let turnTakerCount = workerCount + (unit.policyEntry == nil ? 0 : 1)
    world = VirtualWorld(seed: seed, workerCount: turnTakerCount)
    idleTurnCounts = Array(repeating: 0, count: turnTakerCount)
    let time = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    unsafe time.initialize(to: 0)
    unsafe self.time = unsafe time
    let clock = unsafe WorldClock(isVirtual: true, context: UnsafeMutableRawPointer(time)) {
      unsafe $0!.load(as: UInt64.self)
    }
    workerSet = try WorkerSet(
      unit: unit, count: workerCount, frameLimit: frameLimit, chunkCount: chunkCount, clock: clock,
      seed: seed, network: network, policy: policy, makeQueue: makeQueue)
    watch = Watch(workerSet, runLimit: runLimit, waitLimit: waitLimit)
    for worker in workerSet.workers { worker.begin() }
  }

  deinit {
    shutDown()
    for worker in workerSet.workers { worker.pause() }
    unsafe time.deallocate()
  }

  public var counters: WorkerCounters { workerSet.counters }
  public var frameCount: Int { workerSet.frameCount }
  /// What stands for coroutines that wait until a deadline, or have, and was not given up yet.
  public var ticketCount: Int { workerSet.ticketCount }
  /// For other threads, and for longer than the instance lives.
  public var observer: InstanceObserver { InstanceObserver(workerSet) }
  public var statistics: [ProgramStatistics] { workerSet.statistics }
  public var queueStatistics: [QueueStatistics] { workerSet.queueStatistics }
  /// Bytecode instructions executed so far, by the interpreter.
  public var stepCount: Int { workerSet.workers.reduce(0) { $0 + $1.stepCount } }

  /// Lets one worker, chosen by the seed, run for a few steps.
  public func turn() { take(world.nextTurn()) }

  /// Lets a worker of the caller's choice run.
  package func take(_ turn: VirtualWorld.Turn) {
    let worker = workerSet.workers[turn.worker]
    worker.enter()
    defer { baton_set_current_execution(nil) }
    var stepsLeft = turn.stepLimit
    while stepsLeft > 0 {
      let before = worker.stepCount
      let progress = worker.advance(stepLimit: stepsLeft)
      // Work that takes no instruction of its own still takes time.
      stepsLeft -= max(worker.stepCount - before, 1)
      note(progress, of: worker)
      if progress != .busy { break }
    }
    world.advance(steps: turn.stepLimit - stepsLeft)
    skipIdleTime()
    unsafe time.pointee = world.now
    watch?.look(at: world.now)
    workerSet.replacing.withLock { $0.step(workerSet) }
  }

  private func note(_ progress: Worker.Progress, of worker: Worker) {
    if progress == .idle {
      idleTurnCounts[worker.index] += 1
    } else if worker.idleTurnCount == 0 {
      for index in idleTurnCounts.indices { idleTurnCounts[index] = 0 }
    }
  }

  /// Where nobody has anything to do, the next thing that happens is that somebody's sleep or a packet's delay ends. A worker's second turn
  /// without anything to do began when all others were idle.
  private func skipIdleTime() {
    guard idleTurnCounts.allSatisfy({ $0 >= 2 }) else { return }
    if let first = workerSet.workers.compactMap(\.nextWake).min() { world.advance(to: first) }
  }

  /// What the policy has decided; nil where there is none.
  public var policyLog: PolicyLog? { workerSet.policyLog }

  /// The core that a worker runs on.
  public func core(ofWorker worker: Int) -> Int { workerSet.board.core(of: worker) }

  /// The instruction that a worker's program goes on with, in the interpreter; nil where none was stopped in its middle.
  package func nextSlot(of worker: Int) -> Int? { workerSet.workers[worker].nextSlot }

  /// Which run of a coroutine a worker is at, or which coroutine's handle its queue program has; 0 for none.
  package func run(on worker: Int) -> UInt { workerSet.signals.coroutine(on: worker).number }

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
