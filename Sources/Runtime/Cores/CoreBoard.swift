import Scheduling
import Synchronization

/// Which core each worker of an instance runs on, and which one it is to run on.
///
/// One thread at a time has a worker. Where that is to be another one, it hands the worker over between two pieces of its
/// work, when no program of it runs: its device queue, its coroutines' memory, its timers and its network stack go with it,
/// and nothing has to be quiesced. Of a thread that stands still, others take those workers that it is not at: see
/// `CoreBoard+Stalls.swift`.
@safe
final class CoreBoard: @unchecked Sendable {
  // Sound: a worker is touched by nobody between the thread that gives it and the one that takes it.

  typealias Resident = Unmanaged<Worker>

  let coreCount: Int
  let workerCount: Int
  /// Where each worker is to be.
  private let wanted: UnsafeMutablePointer<Atomic<Int>>
  private let workers: UnsafeMutablePointer<Resident>
  /// Cores that do not sleep.
  private let warm: UnsafeMutablePointer<Atomic<Bool>>
  /// How often that was changed.
  private let changes = Atomic<Int>(1)
  let state: Mutex<State>
  private let lot: ParkingLot
  let ownership: CoreOwnership
  let holds: CoreHolds
  /// Cores that stand still, or have only just gone on; and how often that was changed.
  private let stalled: UnsafeMutablePointer<Atomic<Bool>>
  private let stallChanges = Atomic<Int>(0)

  struct State {
    /// Workers on their way, by the core that they go to.
    var arrivals: [[Int]]
    /// The core whose thread has each worker, or had it last.
    var places: [Int]
    /// Whether each worker is on its way: then no thread has it.
    var areOnTheirWay: [Bool]
    /// Workers that were taken away from the thread of each core, which doesn't know it yet.
    var taken: [[Int]]
  }

  /// Workers are on their way to the cores, in turn; the first of them, as many as that, have device queues. `workers`
  /// outlive the board.
  init(
    _ workers: [Worker], packetWorkerCount: Int, coreCount: Int
  ) throws(ParkingError) {
    precondition(coreCount > 0)
    ownership = CoreOwnership(coreCount: coreCount, workerCount: packetWorkerCount)
    self.coreCount = coreCount
    workerCount = workers.count
    lot = try ParkingLot(workerCount: coreCount)
    unsafe wanted = .allocate(capacity: workers.count)
    unsafe self.workers = .allocate(capacity: workers.count)
    holds = CoreHolds(coreCount: coreCount, isReliable: lot.parking.isReliable)
    unsafe warm = .allocate(capacity: coreCount)
    unsafe stalled = .allocate(capacity: coreCount)
    for core in 0..<coreCount {
      unsafe (warm + core).initialize(to: Atomic(false))
      unsafe (stalled + core).initialize(to: Atomic(false))
    }
    let none: [[Int]] = Array(repeating: [], count: coreCount)
    var state = State(
      arrivals: none, places: [], areOnTheirWay: Array(repeating: true, count: workers.count),
      taken: none)
    for worker in workers {
      let core = worker.index % coreCount
      unsafe (wanted + worker.index).initialize(to: Atomic(core))
      unsafe (self.workers + worker.index).initialize(to: .passUnretained(worker))
      state.arrivals[core].append(worker.index)
      state.places.append(core)
    }
    // Workers' threads allocate nothing.
    for core in 0..<coreCount {
      state.arrivals[core].reserveCapacity(workers.count)
      state.taken[core].reserveCapacity(workers.count)
    }
    self.state = Mutex(state)
  }

  deinit {
    unsafe wanted.deinitialize(count: workerCount)
    unsafe wanted.deallocate()
    unsafe workers.deallocate()
    unsafe warm.deinitialize(count: coreCount)
    unsafe warm.deallocate()
    unsafe stalled.deinitialize(count: coreCount)
    unsafe stalled.deallocate()
  }

  // MARK: Whoever decides

  /// Has a worker run on another core, soon. Nothing happens where it does already, or is on its way.
  func move(_ worker: Int, to core: Int) {
    precondition((0..<workerCount).contains(worker) && (0..<coreCount).contains(core))
    guard unsafe wanted[worker].exchange(core, ordering: .relaxed) != core else { return }
    noteChange()
  }

  /// Has all cores' threads look who is to be where.
  func noteChange() {
    changes.add(1, ordering: .releasing)
    for core in 0..<coreCount { wake(core) }
  }

  /// Whose cores are has changed, or to whom they are lent: their threads look who has to wait for whom.
  func follow(_ arbiter: Arbiter) {
    guard ownership.follow(arbiter) else { return }
    noteChange()
  }

  /// Where a worker is to be.
  func core(of worker: Int) -> Int { unsafe wanted[worker].load(ordering: .relaxed) }

  /// The core whose thread has the worker, or had it last.
  func place(of worker: Int) -> Int { state.withLock { $0.places[worker] } }

  /// Whether a core's thread is not to sleep, also where it has no workers.
  func setWarm(_ core: Int, _ isWarm: Bool) {
    guard unsafe warm[core].exchange(isWarm, ordering: .relaxed) != isWarm else { return }
    if isWarm { wake(core) }
  }

  func isWarm(_ core: Int) -> Bool { unsafe warm[core].load(ordering: .relaxed) }

  /// Has a core's thread look around.
  func wake(_ core: Int) { _ = lot.parking.wake(core) }

  /// Whether workers are to be elsewhere, as the core stands still. By who watches.
  func setStalled(_ core: Int, _ isStalled: Bool) {
    unsafe stalled[core].store(isStalled, ordering: .relaxed)
    stallChanges.add(1, ordering: .releasing)
  }

  func isStalled(_ core: Int) -> Bool { unsafe stalled[core].load(ordering: .relaxed) }

  /// Changes whenever a core is found to stand still, or to be fit again.
  var stallChangeCount: Int { stallChanges.load(ordering: .acquiring) }

  // MARK: The cores' threads

  var parking: Parking { lot.parking }

  /// Changes whenever a worker is to be somewhere else, or is on its way.
  var changeCount: Int { changes.load(ordering: .acquiring) }

  /// The worker of a number.
  func worker(_ index: Int) -> Resident {
    precondition((0..<workerCount).contains(index))
    return unsafe workers[index]
  }

  /// Gives a worker away, which the caller doesn't touch any more.
  func give(_ worker: Int) {
    let target = core(of: worker)
    state.withLock { $0.send(worker, to: target) }
    changes.add(1, ordering: .releasing)
    wake(target)
  }

  /// Workers that are the core's from here on.
  func takeArrivals(at core: Int, _ body: (Int) -> Void) {
    state.withLock { state in
      for worker in state.arrivals[core] {
        body(worker)
        state.places[worker] = core
        state.areOnTheirWay[worker] = false
      }
      state.arrivals[core].removeAll(keepingCapacity: true)
    }
  }

  /// Takes a worker back at the end, for threads that come later.
  func keep(_ worker: Int, at core: Int) { state.withLock { $0.send(worker, to: core) } }
}

extension CoreBoard.State {
  /// No thread has the worker until that core's takes it.
  mutating func send(_ worker: Int, to core: Int) {
    arrivals[core].append(worker)
    areOnTheirWay[worker] = true
  }
}
