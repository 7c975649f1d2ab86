import Bytecode

/// What was seen where one round of a loop ends: a place where the program may be suspended or cancelled from outside,
/// if every path that comes there allows it.
struct RoundEnd {
  /// The function that the instruction belongs to.
  var function: Int
  /// Why the program can't be stopped here, if some path doesn't allow it.
  var obstacle: String?
  /// The calls that have not returned there, on some path.
  var callSites: Set<Int> = []

  func merged(with other: RoundEnd) -> RoundEnd {
    RoundEnd(
      function: function, obstacle: obstacle ?? other.obstacle,
      callSites: callSites.union(other.callSites))
  }
}

/// Which ends of rounds are places where a program can be stopped, and what is owned there.
struct SafePointSolution {
  /// By slot: why a program can't be stopped there; nil where it can.
  private(set) var obstacles: [Int: String?] = [:]
  /// What is owned where programs are unwound, at these places, too.
  private(set) var ownership: OwnershipSolution

  /// - Throws: where paths disagree on what is owned where programs are unwound by themselves.
  init(_ evidence: JoinedEvidence) throws(Rejection) {
    let (points, ends) = (evidence.ownership, evidence.roundEnds)
    let endPoints = evidence.roundEndOwnership
    ownership = try OwnershipSolution(points)
    var joined = points
    for (slot, end) in ends {
      guard end.obstacle == nil else {
        obstacles[slot] = .some(end.obstacle)
        continue
      }
      let slots = end.callSites.union([slot])
      let both = slots.reduce(into: [Int: OwnershipPoint]()) { both, slot in
        guard let found = endPoints[slot] else { return }
        both[slot] = points[slot]?.merged(with: found) ?? found
      }
      do throws(Rejection) {
        _ = try OwnershipSolution(both)
        joined.merge(both) { $1 }
        obstacles[slot] = .some(nil)
      } catch {
        obstacles[slot] = error.reason
      }
    }
    ownership = try OwnershipSolution(joined)
  }

  /// Where programs can be stopped.
  var places: Set<Int> { Set(obstacles.filter { $0.value == nil }.keys) }
}

/// A place where a program can be stopped from outside.
public struct SafePoint: Equatable, Sendable {
  /// It is suspended there, and not just cancelled.
  public var suspends: Bool
  /// About how many instructions a round takes that ends there.
  public var cost: Int

  /// The same of a suspension that was refused: whoever insists comes to no other safe point.
  public static let refusalCost = 100
}

/// Which of the places where programs can be stopped are of use, and what for.
struct SafePointPlacement {
  private(set) var points: [Int: SafePoint] = [:]
  /// Functions in which, or in a callee of which, a program is suspended from outside.
  private(set) var suspendingFunctions: Set<Int> = []
  private let unit: ProgramUnit
  private let obstacles: [Int: String?]

  /// A call takes about as long as this many instructions.
  private static let callCost = 16

  init(
    _ unit: ProgramUnit, _ evidence: JoinedEvidence, _ solution: SafePointSolution,
    _ flow: ControlFlow
  ) {
    self.unit = unit
    var obstacles = solution.obstacles
    let preemptible = Set(unit.entries.filter(unit.isPreemptible).flatMap(flow.calls.reachable))
    let others = unit.entries.filter { unit.role(of: $0) != VerifiedUnit.coroutineRole }
    let outside = Set(others.flatMap(flow.calls.reachable))
    for slot in solution.places {
      guard let end = evidence.roundEnds[slot] else { continue }
      let active = end.callSites.compactMap(unit.image.functionIndex(containing:)) + [end.function]
      var suspends = preemptible.contains(end.function)
      if suspends, let shared = active.first(where: outside.contains) {
        obstacles[slot] =
          "\(unit.image.functions[shared].name) is called by programs that are no coroutines, too"
        suspends = false
      }
      points[slot] = SafePoint(suspends: suspends, cost: Self.cost(ofRoundEndingAt: slot, unit))
      if suspends { suspendingFunctions.formUnion(active) }
    }
    self.obstacles = obstacles
  }

  private static func cost(ofRoundEndingAt slot: Int, _ unit: ProgramUnit) -> Int {
    let other =
      unit.startOfRound(endingAt: slot)
      ?? unit.image.functionIndex(containing: slot).map { unit.image.functions[$0].start } ?? slot
    return (min(slot, other)...max(slot, other)).reduce(0) { cost, slot in
      if case .call? = unit.operations[slot] { cost + callCost } else { cost + 1 }
    }
  }

  /// How long the preemptible program of `entry` may run without a place where it can be suspended, which `limit` bounds.
  func longestStretch(
    of entry: Int, _ stretches: [StretchGraph], limit: Int
  ) throws(Rejection) -> Int {
    let places = Set(points.filter(\.value.suspends).keys)
    var longest = 0
    for stretch in stretches {
      switch stretch.longest(stoppingAt: places) {
      case .instructions(let count): longest = max(longest, count)
      case .endless(let slot):
        throw Rejection(
          slot: slot ?? unit.image.functions[entry].start,
          reason: "a loop of a preemptible program has no safe point",
          hint: slot.flatMap { obstacles[$0] ?? nil })
      }
    }
    guard longest <= limit else {
      let obstacle = obstacles.sorted { $0.key < $1.key }.compactMap(\.value).first
      throw Rejection(
        slot: unit.image.functions[entry].start,
        reason: "up to \(longest) instructions run without a safe point, and the limit is \(limit)",
        hint: obstacle.map { "a loop has none, since \($0)" })
    }
    return longest
  }
}

extension ProgramUnit {
  /// Where an instruction leads that may end a round of a loop in its function: back, or behind a loop that counts its
  /// rounds.
  func startOfRound(endingAt slot: Int) -> Int? {
    switch operations[slot] {
    case .jump(let offset) where offset < 0: slot + 1 + Int(offset)
    case .branch(_, _, _, _, let offset) where offset < 0: slot + 1 + Int(offset)
    case .mayGoto(let offset): slot + 1 + Int(offset)
    default: nil
    }
  }

  /// Whether the program of this entry has safe points, where it is suspended from outside.
  public func isPreemptible(_ entry: Int) -> Bool { program(entry)?.isPreemptible ?? false }

  /// The program that gets the handle of one that is suspended at a safe point.
  public func preemptionTarget(of entry: Int) -> Int? {
    guard let role = role(of: entry), let wanted = interface.roles[role]?.program?.preemption else {
      return nil
    }
    return entries.first {
      self.role(of: $0) == wanted.role && image.functions[$0].name == wanted.name
    }
  }

  /// Refuses a program that is to be preemptible where that can't be.
  func checkPreemption(of entry: Int) throws(Rejection) {
    guard isPreemptible(entry), let role = role(of: entry) else { return }
    let start = image.functions[entry].start
    guard let wanted = interface.roles[role]?.program?.preemption else {
      throw Rejection(slot: start, reason: "a \(role) program can't be preemptible")
    }
    guard preemptionTarget(of: entry) == nil else { return }
    throw Rejection(
      slot: start,
      reason:
        "\(image.functions[entry].name) is preemptible, and there is no \(wanted.role) program "
        + "\(wanted.name) that would get its handle",
      hint: "add SEC(\"\(wanted.role)\") int \(wanted.name)(struct coroutine *handle, u64 reason)")
  }

  /// Whether the values of a map are another one's on each worker.
  func hasValuePerWorker(_ map: Int) -> Bool {
    let type = maps[map].type
    return ["percpu_array", "percpu_hash", "lru_percpu_hash"].contains {
      interface.mapTypes[$0] == type
    }
  }
}
