import CBaton
import Coroutines
import Devices
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
  /// When the workers were made.
  let beginning: TickScale.Moment
  /// Whether somebody traces them.
  let isTraced = Atomic<Bool>(false)
  let parkingLot: ParkingLot

  /// Makes `count` workers; `makeQueue` gives each the device queue that it will own.
  init(
    unit: LoadedUnit, count: Int, frameLimit: Int, chunkCount: Int, clock: WorldClock, seed: UInt64,
    makeQueue: (Int) throws -> DeviceQueue
  ) throws {
    guard let packetProgram = unit.packetProgram else {
      throw LoadError.noPacketProgram(
        sections: unit.verified.unit.image.functions.map(\.section))
    }
    versions = Versions(first: unit)
    orders = WorkerOrders(workerCount: count)
    parkingLot = try ParkingLot(workerCount: count)
    let mail = try MailRoom(workerCount: count, capacity: max(chunkCount, 1))
    let signals = WorkerSignals(workerCount: count)
    var random = RandomSource(seed: seed)
    var workers: [Worker] = []
    for index in 0..<count {
      let slab = try FrameSlab(byteCount: unit.frameByteCount, limit: frameLimit)
      mail.append(framePort: slab.returnPort)
      let services = try Services(
        worker: index, clock: clock, random: RandomSource(seed: random.next()),
        queue: try makeQueue(index), slab: slab, mail: mail, signals: signals,
        parking: parkingLot.parking, image: unit, capacity: versions.capacity)
      let worker = Worker(
        index: index, workerCount: count, unit: unit, packetProgram,
        services: services, orders: orders)
      unsafe signals.append(worker.execution)
      workers.append(worker)
    }
    self.workers = workers
    self.signals = signals
    beginning = clock.moment()
  }

  /// The sum over all workers.
  var counters: WorkerCounters {
    workers.reduce(WorkerCounters()) { unsafe $0 + $1.services.pointee.counters }
  }

  /// The version that gets packets.
  var unit: LoadedUnit { versions.current.unit }

  var statistics: [ProgramStatistics] { versions.statistics(of: workers) }
  var queueStatistics: [QueueStatistics] { versions.queueStatistics(of: workers) }

  /// Coroutines that exist.
  var frameCount: Int {
    workers.reduce(0) { unsafe $0 + $1.services.pointee.slab.liveCount }
  }

  /// Destroys every coroutine and brings packets and frames home. No worker may run.
  func destroyAll() {
    defer { baton_set_current_execution(nil) }
    finishPrograms()
    for worker in workers {
      worker.enter()
      worker.dropUnstarted()
      worker.destroyLocalHandles()
    }
    workers[0].enter()
    for map in versions.maps { unsafe map.destroyCoroutines() }
    // A destroyed coroutine may have owned something of any worker: settle until all is quiet.
    for _ in 0..<2 {
      for worker in workers {
        worker.enter()
        worker.settle()
      }
    }
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
  /// Destroys the coroutines whose handles programs kept on this worker, or put to sleep there.
  func destroyLocalHandles() {
    while let handle = unsafe bpf_local_pop() { unsafe bpf_co_destroy(handle) }
    while let handle = unsafe services.pointee.sleepers.removeAny() {
      unsafe bpf_co_destroy(handle)
    }
  }

  /// Takes in what came home, and lets the device go on.
  func settle() {
    unsafe services.pointee.collectMail()
    unsafe services.pointee.slab.collectReturned()
    unsafe services.pointee.queue.flush()
  }
}
