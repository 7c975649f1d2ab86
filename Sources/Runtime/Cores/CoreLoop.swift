import CLinux
import Glibc
import Scheduling
import World

/// What the thread of a core does: its workers take turns, and it sleeps when none has anything to do. While its own workers
/// have nothing to do, it is lent to best-effort ones: see `CoreLoop+Lending.swift`.
///
/// Nothing in it is allocated or counted by turn or by packet.
@safe
struct CoreLoop: ~Copyable {
  let core: Int
  let board: CoreBoard
  /// By what others know at whom the thread is: they may take away whom it is not at, where it stands still.
  let hold: CoreHold
  private let idling: RealRuntime.Idling
  /// First the core's own workers, then its guests: those that it is lent to.
  let residents: UnsafeMutablePointer<CoreBoard.Resident>
  private(set) var count = 0
  private(set) var ownCount = 0
  /// Whether there are best-effort workers.
  private var lends = false
  /// By what guests have the core.
  let loan: UnsafeMutablePointer<Loan>
  /// The guest that comes first next time, and when it is looked whether any is better off elsewhere.
  var firstGuest = 0
  var nextLook: UInt64 = 0
  var idleShares: IdleShares
  /// What the board's changes were when they were looked at last.
  private var seenChanges = 0
  /// The one whose programs find their world now, where there are several.
  var entered = -1
  /// Nil where the thread takes all of its core that it gets.
  private var slice: CoreSlice?
  private let descriptors: UnsafeMutablePointer<pollfd>
  private var isAnnounced = false

  init(core: Int, board: CoreBoard, idling: RealRuntime.Idling, slice: CoreSlice?) {
    self.core = core
    self.board = board
    hold = board.holds.hold(of: core)
    self.idling = idling
    idleShares = IdleShares(coreCount: board.coreCount)
    self.slice = slice
    unsafe residents = .allocate(capacity: board.workerCount)
    unsafe descriptors = .allocate(capacity: 2 * board.workerCount + 1)
    unsafe loan = .allocate(capacity: 1)
    unsafe loan.initialize(to: Loan(workerCount: board.workerCount))
  }

  deinit {
    unsafe loan.deinitialize(count: 1)
    unsafe loan.deallocate()
    unsafe residents.deallocate()
    unsafe descriptors.deallocate()
  }

  /// What a pass over all workers came to.
  struct Pass {
    /// Somebody had something to do.
    var isBusy = false
    /// Somebody waits for another thread.
    var isBlocked = false
    /// Workers were taken away, so that the thread may not touch any.
    var isRecalled = false

    mutating func note(_ progress: Worker.Progress) {
      switch progress {
      case .busy: isBusy = true
      case .idle: break
      case .interrupted, .halted: isBlocked = true
      }
    }
  }

  /// Until somebody stops it, and all workers have come to the end of a turn: only there no packet lies between the device
  /// and a coroutine.
  mutating func run(until isStopping: StopFlag) {
    while !isStopping.isSet {
      if board.changeCount != seenChanges || hold.isRecalled { follow() }
      var pass = turns()
      if lends, !pass.isRecalled { lend(&pass) }
      guard !pass.isRecalled, !touchesAll(pass) || hold.takeAll() else { continue }
      if pass.isBusy {
        cancelRest()
      } else if pass.isBlocked {
        // Others need the processor more.
        hold.pause(until: WorldClock.monotonic.now() + 1_000 * UInt64(Self.blockedPause))
        usleep(Self.blockedPause)
      } else if board.isWarm(core) {
        cancelRest()
        linux_spin_hint()
      } else if idling == .park || count == 0 {
        rest()
      }
      yieldCore()
    }
    while !hold.takeAll() { follow() }
    cancelRest()
    leave()
    hold.pause(until: .max)
  }

  /// Whether what follows the pass concerns all workers.
  private func touchesAll(_ pass: Pass) -> Bool { !pass.isBusy || isAnnounced }

  /// Lets others have the core where the thread's share of its time is used up. No worker holds anything here.
  private mutating func yieldCore() {
    guard slice != nil else { return }
    let now = WorldClock.monotonic.now()
    guard let end = slice?.end(at: now) else { return }
    hold.pause(until: end)
    slice?.leave()
    // The time is nobody's here.
    entered = -1
    slice?.comeBack(at: WorldClock.monotonic.now())
  }

  /// Microseconds between two looks of those that wait for other threads.
  private static let blockedPause: UInt32 = 20

  // MARK: Turns

  private mutating func turns() -> Pass {
    var pass = Pass()
    for place in 0..<ownCount {
      let progress = unsafe residents[place]._withUnsafeGuaranteedRef { worker in
        turn(of: worker)
      }
      guard let progress else {
        pass.isRecalled = true
        return pass
      }
      pass.note(progress)
    }
    board.ownership.note(isIdle: !pass.isBusy, on: core)
    return pass
  }

  /// Nil where it may not be touched.
  private mutating func turn(of worker: Worker) -> Worker.Progress? {
    guard hold.take(worker.index) else { return nil }
    enter(worker)
    return worker.takeTurn()
  }

  /// Has programs find the worker's world. What others have had of the core meanwhile is not the worker's.
  mutating func enter(_ worker: Worker) {
    guard entered != worker.index else { return }
    worker.enter()
    worker.tenure.comeBack(at: WorldClock.monotonic.now())
    entered = worker.index
  }

  // MARK: Who is here

  /// Forgets who was taken away, takes who comes, and gives away who is to be elsewhere: those that came here too late, too.
  private mutating func follow() {
    // Before all: what changes meanwhile is followed next time.
    seenChanges = board.changeCount
    let board = board
    board.takeLosses(at: core) { forget($0) }
    board.takeArrivals(at: core) { index in
      unsafe residents[count] = board.worker(index)
      unsafe residents[count]._withUnsafeGuaranteedRef { $0.arrive() }
      count += 1
    }
    var place = 0
    while place < count {
      let index = unsafe residents[place]._withUnsafeGuaranteedRef(\.index)
      guard board.core(of: index) != core else {
        place += 1
        continue
      }
      unsafe residents[place]._withUnsafeGuaranteedRef {
        $0.cancelParking()
        unsafe $0.services.pointee.loan = nil
      }
      remove(at: place, index)
      board.give(index)
    }
    rank()
  }

  private mutating func remove(at place: Int, _ index: Int) {
    count -= 1
    unsafe residents[place] = residents[count]
    if entered == index { entered = -1 }
  }

  /// The worker is on another core's thread, maybe at work.
  private mutating func forget(_ index: Int) {
    for place in 0..<count
    where unsafe residents[place]._withUnsafeGuaranteedRef(\.index) == index {
      return remove(at: place, index)
    }
    preconditionFailure("nobody takes a worker away from a core that has not got it")
  }

  /// Puts the core's own workers before its guests.
  private mutating func rank() {
    ownCount = 0
    lends = false
    unsafe loan.pointee.removeOwners()
    for place in 0..<count {
      let resident = unsafe residents[place]
      let isGuest = unsafe resident._withUnsafeGuaranteedRef { rank($0) }
      guard !isGuest else { continue }
      unsafe residents[place] = residents[ownCount]
      unsafe residents[ownCount] = resident
      ownCount += 1
    }
  }

  /// Whether the worker is a guest.
  private mutating func rank(_ worker: Worker) -> Bool {
    let ownership = board.ownership
    let isGuest = ownership.isGuest(worker.index, on: core)
    lends = lends || ownership.isBestEffort(worker.index)
    unsafe worker.services.pointee.loan = isGuest ? loan : nil
    if !isGuest { unsafe loan.pointee.add(owner: worker) }
    return isGuest
  }

  private mutating func leave() {
    for place in 0..<count {
      let index = unsafe residents[place]._withUnsafeGuaranteedRef { worker in
        enter(worker)
        unsafe worker.services.pointee.loan = nil
        worker.finishTurn()
        worker.stopForNow()
        return worker.index
      }
      board.keep(index, at: core)
    }
    (count, ownCount) = (0, 0)
  }

  // MARK: Rest

  /// All have found nothing to do: sleeps, if it is time for that, or announces it for after the next turns.
  private mutating func rest() {
    guard all(\.mayRest) else { return cancelRest() }
    guard isAnnounced, all(\.isParkingAnnounced) else { return announceRest() }
    sleep()
    cancelRest()
  }

  private func all(_ condition: (Worker) -> Bool) -> Bool {
    for place in 0..<count {
      guard unsafe residents[place]._withUnsafeGuaranteedRef(condition) else { return false }
    }
    return true
  }

  private func forEach(_ body: (Worker) -> Void) {
    for place in 0..<count { unsafe residents[place]._withUnsafeGuaranteedRef(body) }
  }

  private mutating func announceRest() {
    isAnnounced = true
    board.parking.take(core)
    forEach { $0.takeParkingPlace() }
    Parking.publish()
  }

  private mutating func cancelRest() {
    guard isAnnounced else { return }
    isAnnounced = false
    board.parking.cancel(core)
    forEach { $0.cancelParking() }
  }

  private mutating func sleep() {
    guard board.changeCount == seenChanges else { return }
    if all({ $0.lieDown() }) { sleepUntilWoken() }
    forEach { $0.getUp() }
  }

  private mutating func sleepUntilWoken() {
    var length = Worker.sleepMax
    unsafe descriptors[0] = pollfd(
      fd: board.parking.event(of: core), events: Int16(POLLIN), revents: 0)
    var descriptorCount = 1
    forEach { worker in
      length = min(length, worker.sleepNanoseconds)
      let (device, others) = worker.wakers
      unsafe descriptors[descriptorCount] = device
      unsafe descriptors[descriptorCount + 1] = others
      descriptorCount += 2
      worker.sleep()
    }
    hold.sleep(until: WorldClock.monotonic.now() + length)
    unsafe linux_wait_any(descriptors, UInt32(descriptorCount), Int64(length))
    // Whoever was taken away meanwhile is awake.
    while !hold.takeAll() { follow() }
    if slice != nil { slice?.comeBack(at: WorldClock.monotonic.now()) }
  }
}
