import CBaton
import CLinux
import Devices
import Glibc
import Synchronization
import World

/// An instance in the real world: one thread a worker, each bound to a core of its own.
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
  private let cores: [Int]
  private let isStopping = StopFlag()
  private var threads: [WorkerThread] = []
  private let hasStopped = StopFlag()
  private var watching: WorkerThread?

  /// A flag that all workers look at.
  private final class StopFlag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set(_ isSet: Bool) { value.store(isSet, ordering: .relaxed) }
  }

  /// `cores` are bound to the workers in turn; empty leaves them where the system puts them. A program that runs longer
  /// than `runLimit` nanoseconds at a time is ended at its next safe point, and a coroutine that nobody resumes for
  /// `waitLimit` nanoseconds is ended where it waits. With `network`, each worker is a host of these addresses.
  public init(
    unit: LoadedUnit, workerCount: Int, cores: [Int] = [], idling: Idling = .park,
    runLimit: UInt64? = nil, waitLimit: UInt64? = nil, frameLimit: Int, chunkCount: Int,
    network: NetworkConfiguration? = nil, makeQueue: (Int) throws -> DeviceQueue
  ) throws {
    self.idling = idling
    self.cores = cores
    var seed = SystemRandomNumberGenerator()
    workerSet = try WorkerSet(
      unit: unit, count: workerCount, frameLimit: frameLimit, chunkCount: chunkCount,
      clock: .monotonic, seed: seed.next(), network: network, makeQueue: makeQueue)
    watch = Watch(workerSet, runLimit: runLimit, waitLimit: waitLimit)
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
    for worker in workerSet.workers {
      let core = cores.isEmpty ? nil : cores[worker.index % cores.count]
      threads.append(
        WorkerThread { [idling, isStopping] in
          // Where the core does not exist or may not be used, the worker runs anywhere.
          if let core { _ = linux_thread_pin(UInt32(core)) }
          worker.enter()
          worker.begin()
          defer { worker.pause() }
          Self.loop(worker, idling, isStopping)
        })
    }
    hasStopped.set(false)
    watching = watch.map(thread)
  }

  /// A thread that looks a few times within each limit.
  private func thread(for watch: Watch) -> WorkerThread {
    var watch = watch
    return WorkerThread { [hasStopped] in
      while !hasStopped.isSet {
        usleep(UInt32(clamping: watch.pause(at: WorldClock.monotonic.now()) / 1000))
        watch.look(at: WorldClock.monotonic.now())
      }
      watch.end()
    }
  }

  private static func loop(_ worker: Worker, _ idling: Idling, _ isStopping: StopFlag) {
    // Only at the end of a turn no packet lies between the device and a coroutine.
    while !(isStopping.isSet && worker.isAtEndOfTurn) {
      switch worker.advance(stepLimit: .max) {
      case .idle where idling == .park: worker.rest()
      // Others need the processor more.
      case .halted: usleep(haltedPause)
      default: break
      }
    }
    worker.cancelParking()
  }

  /// Microseconds between two looks of a halted worker for its next order.
  private static let haltedPause: UInt32 = 20

  /// Ends the threads, for good; suspended coroutines stay suspended.
  public func stop() {
    isStopping.set(true)
    for worker in workerSet.workers { _ = workerSet.parkingLot.parking.wake(worker.index) }
    for thread in threads { thread.join() }
    threads = []
    controller.note(.stopped)
    // Until then it is needed: a worker may not come to its end by itself.
    hasStopped.set(true)
    watching?.join()
    watching = nil
  }

  /// Destroys what is still suspended; only after ``stop()``.
  public func shutDown() {
    stop()
    controller.end { workerSet.destroyAll() }
  }

  /// Counters are written by the workers as they go: a snapshot is not a moment.
  public var counters: WorkerCounters { workerSet.counters }
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
