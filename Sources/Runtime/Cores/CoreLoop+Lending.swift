import Scheduling
import World

/// How a core is lent. Its own workers have just had their turns: where none of them had anything to do, a guest has the core
/// for a quantum, or until something comes to one of them. Where they are busy, guests wait, and go where they need not; a
/// millisecond at most, as whoever replaces programs or frees memory has to wait for them, too.
extension CoreLoop {
  mutating func lend(_ pass: inout Pass) {
    guard hold.takeAll() else {
      pass.isRecalled = true
      return
    }
    let now = WorldClock.monotonic.now()
    // Policies are to see who would sleep.
    for place in 0..<ownCount { unsafe residents[place]._withUnsafeGuaranteedRef { $0.noteRest() } }
    if pass.isBusy { serveWaiting(&pass, at: now) } else { serveGuests(&pass, at: now) }
    guard now >= nextLook, !pass.isRecalled else { return }
    nextLook = now + Lending.lookInterval
    let ownership = board.ownership
    idleShares.look { ownership.isIdle($0) }
    lookElsewhere(at: now, isBusy: pass.isBusy)
  }

  private var guestCount: Int { count - ownCount }

  /// One guest that has something to do has the core; those that have nothing are only asked.
  private mutating func serveGuests(_ pass: inout Pass, at now: UInt64) {
    for number in 0..<guestCount {
      let place = ownCount + (firstGuest + number) % guestCount
      guard let progress = lend(to: place, isForced: false) else {
        pass.isRecalled = true
        return
      }
      pass.note(progress)
      guard !pass.isBusy else {
        firstGuest = (place - ownCount + 1) % guestCount
        return
      }
      // Those that come next have not been asked: nobody sleeps.
      if unsafe loan.pointee.isWanted {
        pass.isBusy = true
        return
      }
    }
  }

  /// The core's own workers need it.
  private mutating func serveWaiting(_ pass: inout Pass, at now: UInt64) {
    for place in ownCount..<count {
      let resident = unsafe residents[place]
      let isDue = unsafe resident._withUnsafeGuaranteedRef {
        now &- $0.tenure.lastLeft >= Lending.waitMax
      }
      if isDue, lend(to: place, isForced: true) == nil {
        pass.isRecalled = true
        return
      }
      unsafe resident._withUnsafeGuaranteedRef { worker in
        worker.stepAside()
        if entered == worker.index { entered = -1 }
      }
    }
  }

  /// Lends the core to one of its guests. Busy where that has done anything; nil where no worker may be touched any more.
  private mutating func lend(to place: Int, isForced: Bool) -> Worker.Progress? {
    let begin = WorldClock.monotonic.now()
    // This looks at those whose core it is.
    unsafe loan.pointee.begin(at: begin, for: Lending.quantum, isForced: isForced)
    return unsafe residents[place]._withUnsafeGuaranteedRef { worker in
      guard hold.take(worker.index) else { return nil }
      enter(worker)
      let progress = worker.borrow()
      noteLoan(to: worker, from: begin, wasUsed: progress == .busy)
      return hold.takeAll() ? progress : nil
    }
  }

  private func noteLoan(to worker: Worker, from begin: UInt64, wasUsed: Bool) {
    let end = WorldClock.monotonic.now()
    worker.tenure.leave(at: end)
    guard wasUsed else { return }
    unsafe worker.services.pointee.counters.lentNanoseconds += end - begin
    board.ownership.noteLoan(of: core, end - begin)
  }

  /// Has best-effort workers go where they get on better: one at a time, as each is in the way of the next.
  private func lookElsewhere(at now: UInt64, isBusy: Bool) {
    for place in 0..<count {
      let isGuest = place >= ownCount
      let hasGone = unsafe residents[place]._withUnsafeGuaranteedRef { worker in
        let waits = isGuest && isBusy && now &- worker.tenure.lastLeft >= Lending.patience
        return goElsewhere(worker, waits: waits)
      }
      if hasGone { return }
    }
  }

  /// Whether the worker goes to another core.
  private func goElsewhere(_ worker: Worker, waits: Bool) -> Bool {
    guard board.ownership.isBestEffort(worker.index), worker.hasWork,
      let better = board.ownership.betterCore(
        for: worker.index, than: core, idleShares, waits: waits, board)
    else { return false }
    unsafe worker.services.pointee.counters.coresChanged += 1
    board.move(worker.index, to: better)
    return true
  }
}

extension Worker {
  /// Works, a piece at a time, until there is nothing to do or the loan is over. Busy where anything was done.
  func borrow() -> Progress {
    unsafe execution.pointee.quick_looks = 0
    let (turns, idleTurns) = turnCounts
    var progress: Progress
    repeat {
      progress = advance(stepLimit: .max)
    } while progress == .busy && !isLoanOver
    let (turnsThen, idleTurnsThen) = turnCounts
    let hasWorked = turnsThen - turns > idleTurnsThen - idleTurns
    return progress == .idle && hasWorked ? .busy : progress
  }

  private var turnCounts: (all: UInt64, idle: UInt64) {
    unsafe (services.pointee.counters.turns, services.pointee.counters.idleTurns)
  }

  /// Whether the core is to be given back; also where it was not lent.
  var isLoanOver: Bool {
    guard let loan = unsafe services.pointee.loan else { return true }
    return unsafe loan.pointee.isOver(at: services.pointee.clock.now())
  }

  /// Others have the core while the worker has nothing to do: it is as good as asleep.
  func noteRest() {
    if mayRest { unsafe services.pointee.isParked = true }
  }

  /// Whether there is something to do, as far as that can be seen without a turn.
  var hasWork: Bool {
    unsafe idleTurnCount == 0 || services.pointee.queue.pendingCount > 0
  }
}
