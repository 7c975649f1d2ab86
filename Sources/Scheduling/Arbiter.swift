/// Says which cores each group of workers has, and on which of them each of its workers runs: within bounds that no policy
/// can leave.
///
/// Policies wish; ``settle(at:_:)`` grants. Every group has its least number of cores. What is left goes to those
/// that wish for more, by priority, and among groups of one priority by weight. Cores stay where they are as far as
/// possible. What lending adds to that is in `Arbiter+Lending.swift`: whose a core is does not depend on it. Apart from the
/// beginning nothing is allocated.
public struct Arbiter: Sendable {
  public enum Answer: Int32, Sendable {
    case isNoted = 0
    /// EINVAL: there is no such group, worker or core.
    case isInvalid = -22
    /// EBUSY: it was moved only just now.
    case isTooEarly = -16
  }

  public let coreCount: Int
  public let groups: [CoreGroup]
  /// How long a worker stays where it is, in nanoseconds, unless its core is taken away.
  public let dwell: UInt64

  /// The group that has each core; −1 where nobody has.
  public private(set) var owners: [Int]
  /// The core of each worker.
  public internal(set) var places: [Int]
  /// How many cores each group has.
  public private(set) var granted: [Int]
  /// How many of its idle cores do not sleep.
  public private(set) var warm: [Int]

  /// Cores that stand still: they count as any others, and workers are on them only where there are no others.
  public private(set) var areStalled: [Bool]

  /// Cores that groups are lent, by group and core.
  var lent: [Bool]

  private var wished: [Int]
  /// Which of its group's cores each worker is to be on, counted from 0.
  private var wishedPlaces: [Int]
  private var movedAt: [UInt64]
  /// What was wished last, granted or not.
  private var asked: [Int]
  /// Which way each group's wish was changed last: −1 for fewer cores, 1 for more, and 0 before that.
  private var directions: [Int]
  /// How many wishes were other ones than those before.
  public private(set) var changes = WishChanges()
  /// How many cores the groups get, and how many were warm: when wishes were granted last.
  private var counts: [Int]
  private var settledWarm: [Int]
  var isChanged = true

  /// Each group wishes at first for all cores that it may have, a best-effort one for its least, with its workers on them
  /// in turn.
  public init(
    coreCount: Int, groups: [CoreGroup], dwell: UInt64 = 50_000
  ) throws(GroupProblem) {
    precondition(coreCount > 0 && !groups.isEmpty)
    try Self.check(groups, coreCount)
    self.coreCount = coreCount
    self.groups = groups
    self.dwell = dwell
    let workerCount = groups.reduce(0) { $0 + $1.workers.count }
    owners = Array(repeating: -1, count: coreCount)
    areStalled = Array(repeating: false, count: coreCount)
    places = Array(repeating: -1, count: workerCount)
    granted = Array(repeating: 0, count: groups.count)
    warm = granted
    counts = granted
    lent = Array(repeating: false, count: groups.count * coreCount)
    wished = groups.map { Self.firstWish(of: $0, coreCount) }
    wishedPlaces = groups.flatMap { Array(0..<$0.workers.count) }
    movedAt = Array(repeating: 0, count: workerCount)
    asked = wishedPlaces
    directions = granted
    settledWarm = warm
  }

  private static func check(_ groups: [CoreGroup], _ coreCount: Int) throws(GroupProblem) {
    var next = 0
    for group in groups {
      guard !group.workers.isEmpty else { throw .noWorkers(group: group.name) }
      guard group.workers.lowerBound == next else {
        throw .notOneAfterTheOther(
          group: group.name, first: group.workers.lowerBound, expected: next)
      }
      guard group.maximum >= 1, group.minimum <= group.maximum,
        group.minimum >= (group.isBestEffort ? 0 : 1)
      else {
        throw .bounds(group: group.name, minimum: group.minimum, maximum: group.maximum)
      }
      guard group.weight > 0 else { throw .weight(group: group.name, group.weight) }
      next = group.workers.upperBound
    }
    let minimum = groups.reduce(0) { $0 + min($1.minimum, coreCount + 1) }
    guard minimum <= coreCount else {
      throw .tooFewCores(minimum: minimum, cores: coreCount)
    }
  }

  private static func firstWish(of group: CoreGroup, _ coreCount: Int) -> Int {
    group.isBestEffort ? group.minimum : min(group.maximum, coreCount, group.workers.count)
  }

  // MARK: Wishes

  /// How many cores a group wants; it gets its least number in any case.
  public mutating func want(_ count: Int, for group: Int) -> Answer {
    guard groups.indices.contains(group), count >= 0, count <= coreCount else { return .isInvalid }
    guard wished[group] != count else { return .isNoted }
    noteChange(of: group, to: count)
    isChanged = true
    wished[group] = count
    return .isNoted
  }

  private mutating func noteChange(of group: Int, to count: Int) {
    let direction = count > wished[group] ? 1 : -1
    changes.coreCount += 1
    if directions[group] == -direction { changes.turnCount += 1 }
    directions[group] = direction
  }

  /// How many of a group's idle cores are not to sleep, its first ones.
  public mutating func keepWarm(_ count: Int, for group: Int) -> Answer {
    guard groups.indices.contains(group), count >= 0, count <= coreCount else { return .isInvalid }
    isChanged = isChanged || warm[group] != count
    warm[group] = count
    return .isNoted
  }

  /// Has a worker run on another one of its group's cores, counted from 0; where it has fewer, on one that it has.
  public mutating func place(_ worker: Int, on place: Int, at now: UInt64) -> Answer {
    guard wishedPlaces.indices.contains(worker), place >= 0, place < coreCount else {
      return .isInvalid
    }
    if asked[worker] != place { changes.placeCount += 1 }
    asked[worker] = place
    guard wishedPlaces[worker] != place else { return .isNoted }
    guard places[worker] < 0 || now &- movedAt[worker] >= dwell else { return .isTooEarly }
    isChanged = true
    wishedPlaces[worker] = place
    return .isNoted
  }

  /// Forgets all wishes: each group has what it began with.
  public mutating func reset() {
    for (index, group) in groups.enumerated() {
      wished[index] = Self.firstWish(of: group, coreCount)
      warm[index] = 0
      for worker in group.workers {
        wishedPlaces[worker] = worker - group.workers.lowerBound
        asked[worker] = wishedPlaces[worker]
      }
    }
    isChanged = true
  }

  // MARK: Grants

  /// Grants what can be granted, and says what was decided, one after the other. A worker's first place is a move, too,
  /// from −1.
  public mutating func settle(at now: UInt64, _ decide: (Decision) -> Void) {
    guard isChanged else { return }
    isChanged = false
    share()
    for group in groups.indices where counts[group] < granted[group] { release(group, decide) }
    for group in groups.indices where counts[group] > granted[group] { take(group, decide) }
    exchangeStalled(decide)
    for group in groups.indices where groups[group].isBestEffort { chooseLentCores(for: group) }
    for group in groups.indices {
      placeWorkers(of: group, at: now, decide)
      guard settledWarm[group] != warm[group] else { continue }
      settledWarm[group] = warm[group]
      decide(.warm(group: group, count: warm[group]))
    }
  }

  /// Computes how many cores each group gets.
  private mutating func share() {
    var left = coreCount
    for group in groups.indices {
      counts[group] = groups[group].minimum
      left -= counts[group]
    }
    while left > 0, let group = neediest() {
      counts[group] += 1
      left -= 1
    }
  }

  /// Who gets the next core; nil where nobody wants one.
  private func neediest() -> Int? {
    var best: Int?
    for group in groups.indices where counts[group] < min(wished[group], groups[group].maximum) {
      guard let other = best else {
        best = group
        continue
      }
      if isAhead(group, of: other) { best = group }
    }
    return best
  }

  private func isAhead(_ a: Int, of b: Int) -> Bool {
    guard groups[a].priority == groups[b].priority else {
      return groups[a].priority > groups[b].priority
    }
    // counts[a] / weight[a] < counts[b] / weight[b]; weights of the command line do not overflow.
    return counts[a] * groups[b].weight < counts[b] * groups[a].weight
  }

  /// Gives up a group's last cores, first those that stand still.
  private mutating func release(_ group: Int, _ decide: (Decision) -> Void) {
    for standsStill in [true, false] {
      for core in owners.indices.reversed()
      where owners[core] == group && areStalled[core] == standsStill
        && granted[group] > counts[group]
      { giveUp(core, decide) }
    }
  }

  /// Takes the first cores that nobody has, last those that stand still.
  private mutating func take(_ group: Int, _ decide: (Decision) -> Void) {
    for standsStill in [false, true] {
      for core in owners.indices
      where owners[core] < 0 && areStalled[core] == standsStill && granted[group] < counts[group] {
        grant(core, to: group, decide)
      }
    }
  }

  /// Who has a core that stands still gets one for it that nobody has: nobody loses one for that.
  private mutating func exchangeStalled(_ decide: (Decision) -> Void) {
    for core in owners.indices where areStalled[core] && owners[core] >= 0 {
      guard let other = owners.indices.first(where: { owners[$0] < 0 && !areStalled[$0] }) else {
        return
      }
      let group = owners[core]
      giveUp(core, decide)
      grant(other, to: group, decide)
    }
  }

  private mutating func giveUp(_ core: Int, _ decide: (Decision) -> Void) {
    let group = owners[core]
    owners[core] = -1
    granted[group] -= 1
    decide(.grant(core: core, from: group, to: -1))
  }

  private mutating func grant(_ core: Int, to group: Int, _ decide: (Decision) -> Void) {
    owners[core] = group
    granted[group] += 1
    decide(.grant(core: core, from: -1, to: group))
  }

  /// Takes note that a core stands still, or goes on.
  public mutating func note(_ core: Int, isStalled: Bool) {
    guard areStalled[core] != isStalled else { return }
    areStalled[core] = isStalled
    isChanged = true
  }

  /// How many of a group's cores stand still.
  public func stalledCount(of group: Int) -> Int {
    owners.indices.count { owners[$0] == group && areStalled[$0] }
  }

  private mutating func placeWorkers(
    of group: Int, at now: UInt64, _ decide: (Decision) -> Void
  ) {
    for worker in groups[group].workers {
      let core = core(for: worker, of: group)
      let before = places[worker]
      guard core != before else { continue }
      places[worker] = core
      if before >= 0 { movedAt[worker] = now }
      decide(.move(worker: worker, from: before, to: core))
    }
  }

  private func core(for worker: Int, of group: Int) -> Int {
    isLent(worker, of: group)
      ? lentCore(for: worker, of: group)
      : goingCore(wishedPlaces[worker] % granted[group], of: group)
  }

  /// The `number`th of a group's own cores, or where that stands still the next one that doesn't; itself where all do.
  private func goingCore(_ number: Int, of group: Int) -> Int {
    let wished = core(number, of: group)
    guard areStalled[wished] else { return wished }
    for step in 1..<granted[group] {
      let other = core((number + step) % granted[group], of: group)
      if !areStalled[other] { return other }
    }
    return wished
  }

  /// The group that a worker belongs to; nil where there is no such worker.
  public func group(of worker: Int) -> Int? { groups.firstIndex { $0.workers.contains(worker) } }

  /// Which of its group's cores the worker is on, counted from 0; those that it is lent among them.
  public func place(of worker: Int) -> Int {
    guard let group = group(of: worker) else { preconditionFailure("no worker \(worker)") }
    return (0..<places[worker]).count { isOpen($0, to: group) }
  }

  /// The `number`th of a group's own cores, counted from 0.
  public func core(_ number: Int, of group: Int) -> Int {
    var left = number
    for core in owners.indices where owners[core] == group {
      if left == 0 { return core }
      left -= 1
    }
    preconditionFailure("group \(group) has no core \(number)")
  }

  /// Whether a core is not to sleep when it is idle.
  public func isWarm(_ core: Int) -> Bool {
    let owner = owners[core]
    guard owner >= 0 else { return false }
    let number = owners[..<core].count { $0 == owner }
    return number < warm[owner]
  }
}
