import Scheduling
import Synchronization

/// Whose each core is, to whom it is lent, and whether its own workers have anything to do: what the cores' threads go by
/// when they lend and take back, without asking whoever decides.
///
/// Without groups, cores are everybody's: nothing is lent.
@safe
final class CoreOwnership: @unchecked Sendable {
  // Sound: groups are complete before any thread runs, and all else is atomic.

  let coreCount: Int
  let workerCount: Int
  private let cores: UnsafeMutablePointer<CoreRecord>
  /// The group of each worker, −1 where it has none; behind them, those that are best-effort, `bestEffortCount` of them.
  private let groups: UnsafeMutablePointer<Int>
  private(set) var bestEffortCount = 0
  /// How long each group has lent cores that it had, and has no more; and how long each core had been lent when it got the
  /// group that has it. Of whoever decides.
  private let lentBefore: UnsafeMutablePointer<UInt64>
  private let lentAtGrant: UnsafeMutablePointer<UInt64>

  init(coreCount: Int, workerCount: Int) {
    self.coreCount = coreCount
    self.workerCount = workerCount
    unsafe cores = .allocate(capacity: coreCount)
    for core in 0..<coreCount { unsafe (cores + core).initialize(to: CoreRecord()) }
    unsafe groups = .allocate(capacity: 2 * workerCount)
    unsafe groups.initialize(repeating: -1, count: 2 * workerCount)
    unsafe lentBefore = .allocate(capacity: Self.groupMax)
    unsafe lentBefore.initialize(repeating: 0, count: Self.groupMax)
    unsafe lentAtGrant = .allocate(capacity: coreCount)
    unsafe lentAtGrant.initialize(repeating: 0, count: coreCount)
  }

  /// Cores keep a bit for each group.
  private static let groupMax = UInt64.bitWidth

  deinit {
    unsafe cores.deinitialize(count: coreCount)
    unsafe cores.deallocate()
    unsafe groups.deallocate()
    unsafe lentBefore.deallocate()
    unsafe lentAtGrant.deallocate()
  }

  /// The groups that workers belong to, before any thread runs.
  func adopt(_ all: [CoreGroup]) {
    precondition(all.count <= Self.groupMax, "cores keep a bit for each group")
    for (number, group) in all.enumerated() {
      for worker in group.workers {
        unsafe groups[worker] = number
        guard group.isBestEffort else { continue }
        unsafe groups[workerCount + bestEffortCount] = worker
        bestEffortCount += 1
      }
    }
  }

  // MARK: Whoever decides

  /// Takes over whose cores are, and to whom they are lent. True where that has changed.
  func follow(_ arbiter: Arbiter) -> Bool {
    var isChanged = false
    for core in 0..<coreCount {
      var open: UInt64 = 0
      for group in arbiter.groups.indices where arbiter.isOpen(core, to: group) {
        open |= 1 << UInt64(group)
      }
      let owner = arbiter.owners[core]
      let before = unsafe cores[core].owner.exchange(owner, ordering: .relaxed)
      if before != owner { noteGrant(of: core, from: before) }
      let openBefore = unsafe cores[core].open.exchange(open, ordering: .relaxed)
      isChanged = isChanged || before != owner || openBefore != open
    }
    return isChanged
  }

  /// Another group has the core.
  private func noteGrant(of core: Int, from group: Int) {
    let lent = lentNanoseconds(of: core)
    if group >= 0 { unsafe lentBefore[group] &+= lent &- lentAtGrant[core] }
    unsafe lentAtGrant[core] = lent
  }

  /// How long a group's cores were lent while it had them, in nanoseconds. For whoever decides.
  func lentNanoseconds(ofGroup group: Int) -> UInt64 {
    var sum = unsafe lentBefore[group]
    for core in 0..<coreCount
    where unsafe cores[core].owner.load(ordering: .relaxed) == group {
      unsafe sum &+= lentNanoseconds(of: core) &- lentAtGrant[core]
    }
    return sum
  }

  // MARK: Whose

  /// The best-effort workers, by number.
  func bestEffortWorker(_ number: Int) -> Int {
    precondition((0..<bestEffortCount).contains(number))
    return unsafe groups[workerCount + number]
  }

  /// −1 where it has none, as who runs the policy.
  private func group(of worker: Int) -> Int { worker < workerCount ? unsafe groups[worker] : -1 }

  /// Whether the worker is only lent the core.
  func isGuest(_ worker: Int, on core: Int) -> Bool {
    guard isBestEffort(worker) else { return false }
    let owner = unsafe cores[core].owner.load(ordering: .relaxed)
    return owner >= 0 && owner != group(of: worker)
  }

  func isBestEffort(_ worker: Int) -> Bool {
    for number in 0..<bestEffortCount where bestEffortWorker(number) == worker { return true }
    return false
  }

  private func isOpen(_ core: Int, to worker: Int) -> Bool {
    unsafe cores[core].open.load(ordering: .relaxed) >> UInt64(group(of: worker)) & 1 == 1
  }

  // MARK: What cores see

  /// The core's own workers have nothing to do, or do. By the core's own thread.
  func note(isIdle: Bool, on core: Int) {
    let word = unsafe cores + core
    guard unsafe word.pointee.isIdle.load(ordering: .relaxed) != isIdle else { return }
    unsafe word.pointee.isIdle.store(isIdle, ordering: .relaxed)
  }

  func isIdle(_ core: Int) -> Bool {
    unsafe cores[core].isIdle.load(ordering: .relaxed)
  }

  /// The core has been lent for that long, in nanoseconds. By the core's own thread.
  func noteLoan(of core: Int, _ nanoseconds: UInt64) {
    let word = unsafe cores + core
    let before = unsafe word.pointee.lent.load(ordering: .relaxed)
    unsafe word.pointee.lent.store(before &+ nanoseconds, ordering: .relaxed)
  }

  /// How long the core was lent, in nanoseconds.
  func lentNanoseconds(of core: Int) -> UInt64 {
    unsafe cores[core].lent.load(ordering: .relaxed)
  }

  /// The core that is better for a best-effort worker than the one it is on; nil where none is. Nobody goes to a core that is
  /// taken at this moment.
  ///
  /// - Parameter waits: it waits where it is, and so has nothing of that.
  func betterCore(
    for worker: Int, than current: Int, _ shares: IdleShares, waits: Bool, _ board: CoreBoard
  ) -> Int? {
    CoreOffer.betterCore(than: current, of: coreCount) { core in
      let isGuest = isGuest(worker, on: core)
      let isHad = core == current ? !waits : !isGuest || isIdle(core)
      let share = isGuest ? shares[core] : IdleShares.whole
      return CoreOffer(
        share: isHad && isOpen(core, to: worker) ? share : 0,
        rivalCount: rivalCount(of: worker, on: core, board))
    }
  }

  /// The core for a worker whose own stands still: one that goes on, of those where its group's workers may be, else one that
  /// nobody has; and the one with fewest workers of these. Nil where there is none: others' cores are not taken.
  func refuge(for worker: Int, _ board: CoreBoard) -> Int? {
    var best: (core: Int, rank: Int, count: Int)?
    for core in 0..<coreCount where !board.isStalled(core) {
      guard let rank = refugeRank(of: core, for: worker) else { continue }
      let count = (0..<board.workerCount).count { board.core(of: $0) == core }
      if let best, (best.rank, best.count) <= (rank, count) { continue }
      best = (core, rank, count)
    }
    return best?.core
  }

  private func refugeRank(of core: Int, for worker: Int) -> Int? {
    let group = group(of: worker)
    guard group >= 0 else { return 0 }
    if isBestEffort(worker) { return isOpen(core, to: worker) ? 0 : nil }
    let owner = unsafe cores[core].owner.load(ordering: .relaxed)
    return owner == group ? 0 : owner < 0 ? 1 : nil
  }

  private func rivalCount(of worker: Int, on core: Int, _ board: CoreBoard) -> Int {
    var count = 0
    for number in 0..<bestEffortCount {
      let other = bestEffortWorker(number)
      if other != worker, board.core(of: other) == core { count += 1 }
    }
    return count
  }
}

/// What is known of a core, on cache lines of its own: its thread writes some of it, whoever decides the rest.
private struct CoreRecord: ~Copyable {
  /// The group that has the core; −1 where nobody has.
  let owner = Atomic<Int>(-1)
  /// A bit for each group whose workers may be there.
  let open = Atomic<UInt64>(0)
  let isIdle = Atomic<Bool>(true)
  let lent = Atomic<UInt64>(0)
  private let padding = InlineArray<13, UInt64>(repeating: 0)
}
