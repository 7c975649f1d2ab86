/// What becomes of the workers of a core whose thread stands still: in a turn of one of them that does not end, or as the
/// system does not let it run.
///
/// The worker that it is at stays: its coroutine runs, and its device queue, its mail, its sleepers and its network stack are
/// its own. Handles that it has put into lists, trees, maps and rings are anybody's as they always are. All others go where
/// they are to be, with all that is theirs, as in any move: the thread has said that it touches them no more before it asks.
extension CoreBoard {
  /// Sends all workers that are to be elsewhere there, from a core whose thread does not do it, where it may be done without:
  /// those that the thread is not at, and those that it has not taken yet. By who watches.
  ///
  /// Where the thread, or another one, is in the midst of a change, nothing happens: the caller tries again later.
  func takeAway(from core: Int) {
    // Whoever has the lock may stand still, too.
    let hasTaken = state.withLockIfAvailable { state in
      let late = (0..<workerCount).filter { self.core(of: $0) != core }
      let arriving = late.filter { state.arrivals[core].contains($0) }
      state.arrivals[core].removeAll { arriving.contains($0) }
      let resident = late.filter { state.places[$0] == core && !state.areOnTheirWay[$0] }
      let taken = take(resident, from: core, &state)
      for worker in arriving + taken { state.send(worker, to: self.core(of: worker)) }
      return !arriving.isEmpty || !taken.isEmpty
    }
    if hasTaken == true { noteChange() }
  }

  /// Those of them that the core's thread is not at, which has them no more.
  private func take(_ workers: [Int], from core: Int, _ state: inout State) -> [Int] {
    guard !workers.isEmpty else { return [] }
    let holder = holds.recall(core)
    let taken = holder == .all ? [] : workers.filter { holder != .worker($0) }
    state.taken[core] += taken
    if state.taken[core].isEmpty { holds.hold(of: core).endRecall() }
    return taken
  }

  /// Hands out those that were taken away from the core's thread, which calls this, and has the others again.
  func takeLosses(at core: Int, _ body: (Int) -> Void) {
    state.withLock { state in
      for worker in state.taken[core] { body(worker) }
      state.taken[core].removeAll(keepingCapacity: true)
      let hold = holds.hold(of: core)
      hold.endRecall()
      // Nobody recalls without the lock.
      _ = hold.takeAll()
    }
  }

  /// Whether packets have come to workers of the core, or somebody has woken one of them or the core.
  func isWanted(_ core: Int, waking parking: Parking) -> Bool {
    guard self.parking.isAnnounced(core) else { return true }
    return state.withLockIfAvailable { state in
      (0..<workerCount).contains { worker in
        state.places[worker] == core && !state.areOnTheirWay[worker]
          && (!parking.isAnnounced(worker) || hasPackets(worker))
      }
    } ?? false
  }

  private func hasPackets(_ index: Int) -> Bool {
    unsafe worker(index)._withUnsafeGuaranteedRef {
      unsafe $0.services.pointee.queue.pendingCount > 0
    }
  }

  /// Ends the turns of those that no thread has taken before the last one ended. No thread runs.
  func finishTurns() {
    let left = state.withLock { $0.arrivals.flatMap { $0 } }
    for index in left {
      unsafe worker(index)._withUnsafeGuaranteedRef { $0.finishForNow() }
    }
  }
}
