import CBaton
import Coroutines
import Devices
import NetStack
import Scheduling
import Synchronization
import World

/// The workers of one running instance, whatever world drives them, and its end: nothing that they
/// own outlives them.
final class WorkerSet {
  let versions: Versions
  let orders: WorkerOrders
  /// What is being replaced, and what is left of what was.
  let replacing = Mutex(Replacing())
  let workers: [Worker]
  let signals: WorkerSignals
  let standstill: Standstill
  /// When the workers were made.
  let beginning: TickScale.Moment
  /// Whether somebody traces them.
  let isTraced = Atomic<Bool>(false)
  let parkingLot: ParkingLot
  let hosts: HostTable
  let board: CoreBoard
  let stalls = FindingLog<CoreStall>()
  /// Nil where there is no policy.
  let policyLog: PolicyLog?
  /// Workers that have a device queue: all but the last one, where that runs the policy.
  let packetWorkerCount: Int
  /// Empty for a single one.
  let groups: [CoreGroup]

  /// Makes `packetWorkerCount` workers on `coreCount` cores, and one more where the unit has a policy; `makeQueue` gives
  /// each of the others the device queue that it will own. `times`, which outlive them, are their own in the virtual world.
  init(
    unit: LoadedUnit, count packetWorkerCount: Int, coreCount: Int? = nil, frameLimit: Int,
    chunkCount: Int, clock: WorldClock, seed: UInt64, network: NetworkConfiguration? = nil,
    policy: PolicyConfiguration = PolicyConfiguration(), times: WorkerTimes? = nil,
    makeQueue: (Int) throws -> DeviceQueue
  ) throws {
    guard let packetProgram = unit.packetProgram else {
      throw LoadError.noPacketProgram(
        sections: unit.verified.unit.image.functions.map(\.section))
    }
    self.packetWorkerCount = packetWorkerCount
    let count = packetWorkerCount + (unit.policyEntry == nil ? 0 : 1)
    versions = Versions(first: unit)
    orders = WorkerOrders(workerCount: count)
    hosts = HostTable(workerCount: count, packetWorkerCount: packetWorkerCount)
    parkingLot = try ParkingLot(workerCount: count, isVirtual: clock.isVirtual)
    let mail = try MailRoom(workerCount: count, capacity: max(chunkCount, 1))
    let signals = WorkerSignals(workerCount: count)
    standstill = Standstill(workerCount: count)
    var random = RandomSource(seed: seed)
    var workers: [Worker] = []
    for index in 0..<count {
      let slab = try FrameSlab(byteCount: unit.frameByteCount, limit: frameLimit)
      let sleepers = try Sleepers(now: clock.now(), limit: frameLimit)
      mail.append(framePort: slab.returnPort, ticketPort: sleepers.returnPort)
      var services = try Services(
        worker: index, clock: times?.clock(of: index) ?? clock,
        random: RandomSource(seed: random.next()),
        queue: try index < packetWorkerCount ? makeQueue(index) : .unconnected(), slab: slab,
        sleepers: sleepers, mail: mail, signals: signals,
        standstill: standstill, parking: parkingLot.parking, image: unit,
        capacity: versions.capacity, hostTable: hosts, times: times)
      if let network, index < packetWorkerCount { try services.beHost(network, at: clock.now()) }
      let worker = Worker(
        index: index, workerCount: packetWorkerCount, unit: unit, packetProgram,
        services: services, orders: orders)
      unsafe worker.execution.pointee.time = times?.time(of: index)
      unsafe signals.append(worker.execution)
      workers.append(worker)
    }
    self.workers = workers
    self.signals = signals
    beginning = clock.moment()
    board = try CoreBoard(
      workers, packetWorkerCount: packetWorkerCount, coreCount: coreCount ?? packetWorkerCount)
    groups = policy.groups
    policyLog = unit.policyEntry.map { _ in PolicyLog() }
    try partition(policy)
  }

  /// The sum over all workers.
  var counters: WorkerCounters {
    workers.reduce(WorkerCounters()) { unsafe $0 + $1.services.pointee.counters }
  }

  /// The sum over the network stacks of all workers; nil where there are none.
  var stackCounters: StackCounters? {
    workers.reduce(nil) { sum, worker in
      guard let counters = unsafe worker.services.pointee.stackCounters else { return sum }
      return sum.map { $0 + counters } ?? counters
    }
  }

  /// The version that gets packets.
  var unit: LoadedUnit { versions.current.unit }

  var statistics: [ProgramStatistics] { versions.statistics(of: workers) }
  var queueStatistics: [QueueStatistics] { versions.queueStatistics(of: workers) }

  /// Coroutines that exist.
  var frameCount: Int {
    workers.reduce(0) { unsafe $0 + $1.services.pointee.slab.liveCount }
  }

  /// Tickets of coroutines that wait until a deadline, and of such that have, and lie somewhere.
  var ticketCount: Int {
    workers.reduce(0) { unsafe $0 + $1.services.pointee.sleepers.ticketCount }
  }

  /// Destroys every coroutine and brings packets and frames home. No worker may run.
  func destroyAll() {
    defer { baton_set_current_execution(nil) }
    finishPrograms()
    for worker in workers {
      worker.enter()
      worker.dropUnstarted()
    }
    // Whose children have ended comes out of a wheel.
    while destroyLocalHandles() {}
    workers[0].enter()
    for map in versions.maps { unsafe map.destroyCoroutines() }
    while destroyLocalHandles() {}
    // A destroyed coroutine may have owned something of any worker: settle until all is quiet.
    for _ in 0..<2 {
      for worker in workers {
        worker.enter()
        worker.settle()
      }
    }
    for worker in workers { unsafe worker.services.pointee.tearDownNetwork() }
    for worker in workers { worker.closeDevice() }
    // What others' queues had to send comes home.
    for worker in workers { worker.settle() }
  }

  /// Whether there were any.
  private func destroyLocalHandles() -> Bool {
    var wereThere = false
    for worker in workers {
      worker.enter()
      if worker.destroyLocalHandles() { wereThere = true }
    }
    return wereThere
  }

  /// A turn of the virtual world may have stopped programs in their middle, with owned values in
  /// their registers and locks held. Each round, the holder of some lock gets on.
  private func finishPrograms() {
    var areFinished = false
    while !areFinished {
      areFinished = true
      for worker in workers {
        worker.enter()
        if !worker.finishProgram() { areFinished = false }
      }
    }
  }
}

extension Worker {
  /// Destroys the coroutines whose handles programs kept on this worker, or put to sleep there. False where there were
  /// none.
  func destroyLocalHandles() -> Bool {
    var wereThere = false
    while let handle = unsafe bpf_local_pop() ?? services.pointee.sleepers.removeAny() {
      wereThere = true
      unsafe bpf_co_destroy(handle)
    }
    return wereThere
  }

  /// Takes in what came home, and lets the device go on.
  func settle() {
    unsafe services.pointee.collectMail()
    unsafe services.pointee.slab.collectReturned()
    unsafe services.pointee.sleepers.collectReturned()
    unsafe services.pointee.queue.flush()
  }

  /// What stages around the device hold comes home, too, and what it has of other workers.
  func closeDevice() {
    unsafe services.pointee.queue.close()
    unsafe services.pointee.queue.flush()
    unsafe services.pointee.sendGuestsHome()
  }
}
