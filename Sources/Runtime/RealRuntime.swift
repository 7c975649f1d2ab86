import CBaton
import CLinux
import Devices
import Glibc
import NetStack
import Scheduling
import World

/// An instance in the real world: one thread a core, on which one or several workers take turns.
public final class RealRuntime {
  /// How a worker waits when there is nothing to do.
  public enum Idling: Sendable {
    /// It looks again at once: the lowest latency, a whole core.
    case spin
    /// It sleeps, as soon as its programs say that they need not be run, or for a millisecond at a time after some
    /// hundred empty turns.
    case park
  }

  private let workerSet: WorkerSet
  /// Replaces the program. For other threads, and for longer than the instance lives.
  public let controller: InstanceController
  private let idling: Idling
  /// Nil where nothing is watched.
  private let watch: Watch?
  /// The system's numbers of the cores; empty where threads are where the system puts them.
  private let cores: [Int]
  private var board: CoreBoard { workerSet.board }
  /// Nil where threads take all of their cores.
  private let sharedCores: CoreSharing?
  private let isStopping = StopFlag()
  private var threads: [WorkerThread] = []
  private let hasStopped = StopFlag()
  private var watching: WorkerThread?

  /// `cores` get the workers in turn, so that several run on one core where there are fewer cores; empty gives each worker
  /// a thread of its own that the system puts where it likes. A program that runs longer
  /// than `runLimit` nanoseconds at a time is ended at its next safe point, and a coroutine that nobody resumes for
  /// `waitLimit` nanoseconds is ended where it waits. The workers of a core that does not go on for `stallLimit` nanoseconds
  /// get on elsewhere, but for the one whose turn does not end. With `network`, each worker is a host of these addresses. Where
  /// the unit has a policy, that decides on which of the cores each worker runs, within the bounds of `policy`. With
  /// `timeShare`, threads leave the rest of each period to others, by the means of `sharing`: a ``SharingRefusal`` is thrown
  /// where the system allows none of these.
  public init(
    unit: LoadedUnit, workerCount: Int, cores: [Int] = [], idling: Idling = .park,
    runLimit: UInt64? = nil, waitLimit: UInt64? = nil, stallLimit: UInt64? = nil,
    frameLimit: Int, chunkCount: Int, timeShare: TimeShare? = nil, sharing: SharingChoice = .auto,
    network: NetworkConfiguration? = nil,
    policy: PolicyConfiguration = PolicyConfiguration(),
    makeQueue: (Int) throws -> DeviceQueue
  ) throws {
    self.idling = idling
    self.cores = cores
    sharedCores = try timeShare.map {
      try CoreSharing($0, sharing, cores: Array(cores.prefix(workerCount)))
    }
    var seed = SystemRandomNumberGenerator()
    workerSet = try WorkerSet(
      unit: unit, count: workerCount,
      coreCount: cores.isEmpty ? workerCount : min(cores.count, workerCount),
      frameLimit: frameLimit, chunkCount: chunkCount, clock: .monotonic, seed: seed.next(),
      network: network, policy: policy, makeQueue: makeQueue)
    watch = Watch(
      workerSet, runLimit: runLimit, waitLimit: waitLimit, stallLimit: stallLimit)
    controller = InstanceController(workerSet)
  }

  deinit { shutDown() }

  /// Has workers that are hosts take no new connections, answer what has arrived, and close all that are open. Whether that
  /// was done within as many seconds; nothing changes where no worker is a host.
  public func drainNetwork(seconds: Double) -> Bool {
    let hosts = workerSet.workers.count { unsafe $0.services.pointee.network != nil }
    guard hosts > 0 else { return true }
    workerSet.hosts.drain.begin()
    for _ in 0..<Int(seconds * 1000) {
      if workerSet.hosts.drain.count == hosts { return true }
      usleep(1000)
    }
    return workerSet.hosts.drain.count == hosts
  }

  /// Starts the workers' threads; again after ``stop()``, too: they go on where they were.
  public func start() {
    precondition(threads.isEmpty, "the instance runs already")
    isStopping.set(false)
    controller.note(.running)
    for core in 0..<board.coreCount { threads.append(thread(ofCore: core)) }
    hasStopped.set(false)
    watching = watch.map(thread)
  }

  private func thread(ofCore core: Int) -> WorkerThread {
    let number = cores.isEmpty ? nil : cores[core]
    let board = board
    return WorkerThread { [idling, isStopping, sharedCores] in
      let slice = sharedCores.map { $0.prepare(core: number) }
      // Where the core does not exist or may not be used, its workers run anywhere.
      if sharedCores == nil, let number { _ = linux_thread_pin(UInt32(number)) }
      var loop = CoreLoop(core: core, board: board, idling: idling, slice: slice)
      loop.run(until: isStopping)
    }
  }

  /// A thread that looks a few times within each limit.
  private func thread(for watch: Watch) -> WorkerThread {
    var watch = watch
    return WorkerThread { [hasStopped] in
      // Where it may, before all that could keep a core from going on; it is there for moments.
      if watch.findsStalls { _ = linux_thread_run_first() }
      while !hasStopped.isSet {
        usleep(UInt32(clamping: watch.pause(at: WorldClock.monotonic.now()) / 1000))
        watch.look(at: WorldClock.monotonic.now())
      }
      watch.end()
    }
  }

  /// Ends the threads, for good; suspended coroutines stay suspended.
  public func stop() {
    isStopping.set(true)
    for core in 0..<board.coreCount { board.wake(core) }
    for thread in threads { thread.join() }
    threads = []
    controller.note(.stopped)
    // Until then it is needed: a worker may not come to its end by itself.
    hasStopped.set(true)
    watching?.join()
    watching = nil
    board.finishTurns()
  }

  /// Destroys what is still suspended; only after ``stop()``.
  public func shutDown() {
    stop()
    controller.end { workerSet.destroyAll() }
    sharedCores?.end()
  }

  // MARK: Cores

  /// How many there are for the workers.
  public var coreCount: Int { board.coreCount }

  /// Has a worker run on another core, counted from 0 on among those that the instance has, from its next turn on.
  public func move(worker: Int, toCore core: Int) { board.move(worker, to: core) }

  /// The core that a worker runs on, or did last.
  public func core(ofWorker worker: Int) -> Int { board.place(of: worker) }

  /// What was found of cores that did not go on, since it was asked last.
  public func takeStalls() -> [CoreStall] { workerSet.stalls.take() }

  /// What lending has come to; nil where nobody is best-effort.
  public var lending: LendingSummary? { workerSet.lending }

  /// What the policy has decided; nil where there is none.
  public var policyLog: PolicyLog? { workerSet.policyLog }

  /// How threads share their cores with others; nil where they don't, or have not begun.
  public var sharing: SharingSummary? { sharedCores?.summary }

  // MARK: What is seen

  /// Counters are written by the workers as they go: a snapshot is not a moment.
  public var counters: WorkerCounters { workerSet.counters }
  /// What the network stacks of all workers count; nil where there are none.
  public var stackCounters: StackCounters? { workerSet.stackCounters }
  /// Those of one worker.
  public func counters(ofWorker index: Int) -> WorkerCounters {
    unsafe workerSet.workers[index].services.pointee.counters
  }
  public var frameCount: Int { workerSet.frameCount }
  /// What stands for coroutines that wait until a deadline, or have, and was not given up yet.
  public var ticketCount: Int { workerSet.ticketCount }
  /// Wakes a worker, from other threads, and for longer than the instance lives.
  package var waker: @Sendable (Int) -> Void {
    { [lot = workerSet.parkingLot] worker in _ = lot.parking.wake(worker) }
  }
  /// For other threads, and for longer than the instance lives.
  public var observer: InstanceObserver { InstanceObserver(workerSet) }
  public var statistics: [ProgramStatistics] { workerSet.statistics }
  public var queueStatistics: [QueueStatistics] { workerSet.queueStatistics }

  /// Calls `body` with the device queue of one worker; only while the threads are stopped.
  public func withQueue<Result>(
    of worker: Int, _ body: (inout DeviceQueue) throws -> Result
  ) rethrows -> Result {
    precondition(threads.isEmpty, "the queue belongs to its worker")
    return unsafe try body(&workerSet.workers[worker].services.pointee.queue)
  }
}

extension WorldClock {
  /// The zero of the monotonic clock, in nanoseconds since 1970-01-01 00:00 UTC, as of now.
  public static var monotonicEpoch: UInt64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    let time = UInt64(now.tv_sec) &* 1_000_000_000 &+ UInt64(now.tv_nsec)
    return time &- monotonic.now()
  }

  /// The system's monotonic clock.
  public static let monotonic = unsafe WorldClock(
    isVirtual: false,
    readTicks: linux_has_ticks() == 0 ? nil : { @Sendable in linux_ticks() }
  ) { _ in
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) &* 1_000_000_000 &+ UInt64(now.tv_nsec)
  }
}
