import Scheduling
import World

/// Cores that workers share in timed order: they take turns, move between two of them, and best-effort workers have those of
/// others while these have nothing to do.
extension VirtualRuntime {
  private var board: CoreBoard { workerSet.board }

  /// All workers go where they are to be, those excepted that are in the middle of something.
  func putAll() {
    seenChanges = board.changeCount
    for worker in workerSet.workers where !keepCores[worker.index] { put(worker) }
    let cores = workerSet.workers.map { core(of: $0) }
    for index in cores.indices { shareCores[index] = cores.count { $0 == cores[index] } > 1 }
  }

  /// Whether others want the worker's core, or another core waits for it.
  func isAwaited(_ worker: Worker) -> Bool {
    shareCores[worker.index] || core(of: worker) != world.core(of: worker.index)
  }

  /// Whether the worker lets others of its core have a turn: when it has ended its own, or stands still, and a guest between
  /// any two pieces of work where its loan is over.
  func letsOthersOn(_ worker: Worker, _ progress: Worker.Progress, endsTurn: Bool) -> Bool {
    if progress != .busy { return !worker.isInProgram }
    guard unsafe worker.services.pointee.loan != nil else { return endsTurn }
    return !worker.isInProgram && worker.isLoanOver
  }

  private func put(_ worker: Worker) {
    let core = core(of: worker)
    let isGuest = board.ownership.isGuest(worker.index, on: core)
    world.put(worker.index, on: core, patience: isGuest ? Lending.waitMax : nil)
  }

  /// The worker has its core from that moment on, in nanoseconds; a guest by a loan, which it keeps until it is between two
  /// programs again.
  func takeCore(_ worker: Worker, at now: UInt64) {
    worker.tenure.comeBack(at: now)
    // Who is in the middle of something has it already.
    if !keepCores[worker.index], let hold = hold(of: worker) { _ = hold.take(worker.index) }
    guard board.ownership.bestEffortCount > 0, !keepCores[worker.index] else { return }
    let core = board.core(of: worker.index)
    guard board.ownership.isGuest(worker.index, on: core) else {
      unsafe worker.services.pointee.loan = nil
      return
    }
    let loan = unsafe loans + worker.index
    unsafe loan.pointee.removeOwners()
    for owner in owners(of: core) { unsafe loan.pointee.add(owner: owner) }
    let isForced = now >= worker.tenure.lastLeft + Lending.waitMax
    unsafe loan.pointee.begin(at: now, for: Lending.quantum, isForced: isForced)
    unsafe worker.services.pointee.loan = loan
  }

  /// By what the watch sees at whom a core is; nil of the policy's own.
  private func hold(of worker: Worker) -> CoreHold? {
    let core = world.core(of: worker.index)
    return core < board.coreCount ? board.holds.hold(of: core) : nil
  }

  /// The worker has come as far as that, in nanoseconds.
  func giveCore(_ worker: Worker, at now: UInt64, _ stint: Stint) {
    if stint.letsOthersOn { hold(of: worker)?.pause(until: .max) }
    if unsafe worker.services.pointee.loan != nil { noteLoan(to: worker, until: now) }
    worker.tenure.leave(at: now)
    areIdle[worker.index] = stint.progress == .idle
    keepCores[worker.index] = !stint.letsOthersOn
    world.occupy(worker.index, isInTurn: !stint.letsOthersOn)
    if stint.letsOthersOn { put(worker) }
    if board.changeCount != seenChanges { putAll() }
    guard board.ownership.bestEffortCount > 0 else { return }
    for core in 0..<board.coreCount {
      board.ownership.note(isIdle: owners(of: core).allSatisfy { areIdle[$0.index] }, on: core)
    }
  }

  private func noteLoan(to worker: Worker, until now: UInt64) {
    let nanoseconds = now - min(worker.tenure.lastTaken, now)
    guard nanoseconds > 0, worker.idleTurnCount == 0 else { return }
    unsafe worker.services.pointee.counters.lentNanoseconds += nanoseconds
    board.ownership.noteLoan(of: board.core(of: worker.index), nanoseconds)
  }

  private func owners(of core: Int) -> [Worker] {
    workerSet.workers.filter {
      board.core(of: $0.index) == core && !board.ownership.isGuest($0.index, on: core)
    }
  }

  /// Has best-effort workers go where they get on better, from time to time. `now` is how far the worker has come that ran
  /// last, in nanoseconds.
  func lookElsewhere(at now: UInt64) {
    let ownership = board.ownership
    guard ownership.bestEffortCount > 0, now >= nextLook else { return }
    nextLook = now + Lending.lookInterval
    idleShares.look { ownership.isIdle($0) }
    for number in 0..<ownership.bestEffortCount {
      let worker = workerSet.workers[ownership.bestEffortWorker(number)]
      let core = board.core(of: worker.index)
      let waits =
        ownership.isGuest(worker.index, on: core) && !ownership.isIdle(core)
        && now >= worker.tenure.lastLeft + Lending.patience
      guard !keepCores[worker.index], worker.hasWork,
        let better = ownership.betterCore(
          for: worker.index, than: core, idleShares, waits: waits, board)
      else { continue }
      unsafe worker.services.pointee.counters.coresChanged += 1
      board.move(worker.index, to: better)
      putAll()
    }
  }
}
