import Scheduling

/// Has the workers of a core that does not go on get on elsewhere, and come back once it has gone on for a while.
///
/// Where a policy has the say, it is told, and they go where it wants them from its next run on.
struct StallWatch {
  private let workerSet: WorkerSet
  private var watch: CoreWatch
  /// Since when each core stands still; nil of those that go on.
  private var since: [UInt64?]
  /// Where each worker was sent from a core that stood still, and from which.
  private var refugees: [Refugee?]

  private struct Refugee {
    var home: Int
    var refuge: Int
  }

  private var board: CoreBoard { workerSet.board }

  /// A core may take `limit` nanoseconds from one turn to the next.
  init(_ workerSet: WorkerSet, limit: UInt64) {
    self.workerSet = workerSet
    watch = CoreWatch(coreCount: workerSet.board.coreCount, limit: limit)
    since = Array(repeating: nil, count: workerSet.board.coreCount)
    refugees = Array(repeating: nil, count: workerSet.workers.count)
  }

  mutating func look(at now: UInt64) {
    let (board, parking) = (board, workerSet.parkingLot.parking)
    for core in 0..<board.coreCount {
      let progress = board.holds.progress(of: core)
      let rests = board.holds.rests(core, at: now) { board.isWanted(core, waking: parking) }
      switch watch.look(core, progress: progress, rests: rests, at: now) {
      case .standsStill(let begin)?:
        since[core] = begin
        board.setStalled(core, true)
        clear(core, at: now, isNew: true)
      case .goesOn(let length)?:
        since[core] = nil
        note(core, .goesOn(after: length), at: now)
      case .isTrusted?: returnWorkers(to: core, at: now)
      case nil where since[core] != nil: clear(core, at: now, isNew: false)
      case nil: break
      }
    }
  }

  // MARK: Away

  /// Sends everybody elsewhere that can be; those that are sent there, or could not be taken before, later.
  private mutating func clear(_ core: Int, at now: UInt64, isNew: Bool) {
    let holder = board.holds.holder(of: core)
    let moves = findRefuges(from: core, except: holder)
    board.takeAway(from: core)
    guard isNew || !moves.isEmpty else { return }
    note(core, .standsStill(stall(of: core, holder, moves, at: now)), at: now)
    wakePolicy()
  }

  private mutating func findRefuges(
    from core: Int, except holder: CoreHolds.Holder
  ) -> [CoreStall.Move] {
    var moves: [CoreStall.Move] = []
    for worker in 0..<board.workerCount
    where board.core(of: worker) == core && holder != .worker(worker) {
      guard let refuge = board.ownership.refuge(for: worker, board) else { continue }
      board.move(worker, to: refuge)
      // Where it was before it came here as a refugee.
      let home = refugees[worker].flatMap { $0.refuge == core ? $0.home : nil }
      refugees[worker] = Refugee(home: home ?? core, refuge: refuge)
      moves.append(CoreStall.Move(worker: worker, core: refuge))
    }
    return moves
  }

  private func stall(
    of core: Int, _ holder: CoreHolds.Holder, _ moves: [CoreStall.Move], at now: UInt64
  ) -> CoreStall.Stall {
    var stall = CoreStall.Stall(nanoseconds: now - min(since[core] ?? now, now), moves: moves)
    if case .worker(let worker) = holder {
      stall.worker = worker
      stall.place = workerSet.placeInPrograms(of: worker)
    }
    stall.left = (0..<board.workerCount).filter {
      board.core(of: $0) == core && $0 != stall.worker
    }
    return stall
  }

  // MARK: Back

  /// Who is still where he was sent comes back, but where a policy says so.
  private mutating func returnWorkers(to core: Int, at now: UInt64) {
    board.setStalled(core, false)
    var back: [Int] = []
    for worker in refugees.indices {
      guard let refugee = refugees[worker], refugee.home == core else { continue }
      refugees[worker] = nil
      guard board.core(of: worker) == refugee.refuge else { continue }
      board.move(worker, to: core)
      back.append(worker)
    }
    note(core, .isTrusted(back: back), at: now)
    wakePolicy()
  }

  private func note(_ core: Int, _ kind: CoreStall.Kind, at now: UInt64) {
    workerSet.stalls.note(CoreStall(core: core, time: now, kind: kind))
  }

  /// Which cores go on is for the policy to know.
  private func wakePolicy() {
    guard workerSet.policyLog != nil else { return }
    _ = workerSet.parkingLot.parking.wake(workerSet.packetWorkerCount)
  }
}

extension WorkerSet {
  /// Which program runs on a worker, and what it has called last, in words; nil between programs.
  fileprivate func placeInPrograms(of worker: Int) -> String? {
    guard signals.program(on: worker) != .none else { return nil }
    let entry = signals.entry(on: worker)
    guard let unit = versions.version(ofFunction: entry)?.unit else { return nil }
    let call = signals.lastCall(on: worker).flatMap { call in
      unit.extent.slots.contains(call) ? call - unit.place.firstSlot : nil
    }
    return unit.text(ofTurnIn: entry - unit.place.firstFunction, lastCall: call)
  }
}
