import Devices
import NetStack
import Runtime
import Scheduling
import Verifier
import World

/// The two worlds that an instance can run in.
enum WorldKind: String, CaseIterable, Sendable { case virtual, real }

/// A running instance with a peer at the other end of each worker's queue.
final class Instance {
  static let chunkCount = 256

  let unit: LoadedUnit
  let peers: [Peer]
  let workerCount: Int
  /// Where an instance that is a host has its other ends.
  private var farQueues: MemoryLink?
  private let world: World

  private enum World {
    case virtual(VirtualRuntime)
    case real(RealRuntime)
  }

  init(
    _ unit: LoadedUnit, in kind: WorldKind, workerCount: Int = 1, frameLimit: Int = 1024,
    seed: UInt64 = 1, runLimit: UInt64? = nil, waitLimit: UInt64? = nil, stallLimit: UInt64? = nil,
    faults: FaultPlan? = nil,
    network: NetworkConfiguration? = nil, cores: [Int] = [], groups: [CoreGroup] = [],
    timeShare: TimeShare? = nil, sharing: SharingChoice = .auto
  ) throws {
    self.unit = unit
    self.workerCount = workerCount
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = workerCount
    configuration.wireCapacity = Self.chunkCount
    configuration.shape.chunkCount = Self.chunkCount
    let link = try MemoryLink(configuration)
    let makeQueue = { worker in
      let queue = DeviceQueue(try link.openQueue(worker, at: .near, poolID: UInt32(worker)))
      guard let faults else { return queue }
      return DeviceQueue(FaultInjector(queue, faults, queue: worker))
    }
    // Packets of both ends' memory travel between the workers.
    let packetCount = 2 * Self.chunkCount
    switch kind {
    case .virtual:
      world = .virtual(
        try VirtualRuntime(
          unit: unit, workerCount: workerCount, runLimit: runLimit, waitLimit: waitLimit,
          frameLimit: frameLimit, chunkCount: packetCount, seed: seed, network: network,
          policy: PolicyConfiguration(groups: groups),
          makeQueue: makeQueue))
    case .real:
      world = .real(
        try RealRuntime(
          unit: unit, workerCount: workerCount, cores: cores, runLimit: runLimit,
          waitLimit: waitLimit, stallLimit: stallLimit, frameLimit: frameLimit,
          chunkCount: packetCount, timeShare: timeShare, sharing: sharing, network: network,
          policy: PolicyConfiguration(groups: groups),
          makeQueue: makeQueue))
    }
    guard network == nil else {
      farQueues = link
      peers = []
      if case .real(let runtime) = world { runtime.start() }
      return
    }
    peers = try (0..<workerCount).map {
      Peer(queue: DeviceQueue(try link.openQueue($0, at: .far, poolID: 100 + UInt32($0))))
    }
    if case .real(let runtime) = world { runtime.start() }
  }

  /// The time of the world.
  var now: UInt64 {
    switch world {
    case .virtual(let runtime): runtime.world.now
    case .real: WorldClock.monotonic.now()
    }
  }

  /// The other end of a worker's queue, of an instance that is a host.
  func farQueue(of worker: Int) throws -> DeviceQueue {
    DeviceQueue(try farQueues!.openQueue(worker, at: .far, poolID: 100 + UInt32(worker)))
  }

  /// Wakes a worker of the real world; those of the virtual one take their turns.
  func wake(_ worker: Int) {
    if case .real(let runtime) = world { runtime.waker(worker) }
  }

  /// What the policy has decided, where there is one.
  var policyLog: PolicyLog? {
    switch world {
    case .virtual(let runtime): runtime.policyLog
    case .real(let runtime): runtime.policyLog
    }
  }

  /// The core that a worker runs on.
  func core(ofWorker worker: Int) -> Int {
    switch world {
    case .virtual(let runtime): runtime.core(ofWorker: worker)
    case .real(let runtime): runtime.core(ofWorker: worker)
    }
  }

  /// What runs an instance of the real world.
  var realRuntime: RealRuntime? {
    guard case .real(let runtime) = world else { return nil }
    return runtime
  }

  /// Lets the virtual world go on by some turns; the real one goes on by itself.
  func advance(turns: Int = 16) {
    guard case .virtual(let runtime) = world else { return }
    for _ in 0..<turns { runtime.turn() }
  }

  /// Goes on until `isDone` says so; false when that takes too long.
  func advance(until isDone: () -> Bool) -> Bool {
    switch world {
    case .virtual(let runtime):
      for _ in 0..<2_000_000 {
        if isDone() { return true }
        runtime.turn()
      }
      return false
    case .real:
      let end = ContinuousClock.now + .seconds(60)
      while ContinuousClock.now < end {
        if isDone() { return true }
      }
      return false
    }
  }

  var virtualRuntime: VirtualRuntime? {
    guard case .virtual(let runtime) = world else { return nil }
    return runtime
  }

  var stackCounters: StackCounters? {
    switch world {
    case .virtual(let runtime): runtime.stackCounters
    case .real(let runtime): runtime.stackCounters
    }
  }

  var counters: WorkerCounters {
    switch world {
    case .virtual(let runtime): runtime.counters
    case .real(let runtime): runtime.counters
    }
  }

  var statistics: [ProgramStatistics] {
    switch world {
    case .virtual(let runtime): runtime.statistics
    case .real(let runtime): runtime.statistics
    }
  }

  var observer: InstanceObserver {
    switch world {
    case .virtual(let runtime): runtime.observer
    case .real(let runtime): runtime.observer
    }
  }

  var queueStatistics: [QueueStatistics] {
    switch world {
    case .virtual(let runtime): runtime.queueStatistics
    case .real(let runtime): runtime.queueStatistics
    }
  }

  var frameCount: Int {
    switch world {
    case .virtual(let runtime): runtime.frameCount
    case .real(let runtime): runtime.frameCount
    }
  }

  var ticketCount: Int {
    switch world {
    case .virtual(let runtime): runtime.ticketCount
    case .real(let runtime): runtime.ticketCount
    }
  }

  /// Begins to replace the program; in the real world all workers have taken it over then.
  func beginReplacing(with verified: VerifiedUnit, suspended fate: SuspendedFate) throws {
    switch world {
    case .virtual(let runtime): try runtime.beginReplacing(with: verified, suspended: fate)
    case .real(let runtime): _ = try runtime.controller.replace(with: verified, suspended: fate)
    }
  }

  /// Replaces the program; false when that takes too long.
  func replace(with verified: VerifiedUnit, suspended fate: SuspendedFate) throws -> Bool {
    try beginReplacing(with: verified, suspended: fate)
    return advance { !versionReport.isBusy }
  }

  /// Destroys what is suspended of earlier versions; false when that takes too long.
  func destroyOld() throws -> Bool {
    switch world {
    case .virtual(let runtime): try runtime.beginDestroyingOld()
    case .real(let runtime): _ = try runtime.controller.destroyOld()
    }
    return advance { !versionReport.isBusy }
  }

  var versionReport: VersionReport {
    switch world {
    case .virtual(let runtime): runtime.versionReport
    case .real(let runtime): runtime.controller.report
    }
  }

  /// Ends the threads of the real world, and begins them again.
  func stop() { if case .real(let runtime) = world { runtime.stop() } }
  func start() { if case .real(let runtime) = world { runtime.start() } }

  func shutDown() {
    switch world {
    case .virtual(let runtime): runtime.shutDown()
    case .real(let runtime): runtime.shutDown()
    }
  }

  /// Where the chunks of a worker's own queue are; after the shut-down. What is still on the wire,
  /// and so was never the instance's, goes back first.
  func chunkCounts(of worker: Int) -> ChunkCounts {
    switch world {
    case .virtual(let runtime): runtime.withQueue(of: worker) { Self.clear(&$0) }
    case .real(let runtime): runtime.withQueue(of: worker) { Self.clear(&$0) }
    }
  }

  private static func clear(_ queue: inout DeviceQueue) -> ChunkCounts {
    let batch = PacketBatch.allocate(capacity: chunkCount)
    defer { unsafe batch.deallocate() }
    for index in 0..<(unsafe queue.receive(into: batch, at: 0)) {
      unsafe queue.release(batch[index])
    }
    queue.flush()
    return queue.chunkCounts
  }
}
