/// A part of the workers, and how many of the cores may be theirs.
///
/// Cores are a soft partition: they go from group to group as policies wish, within these bounds.
public struct CoreGroup: Sendable, Equatable {
  public var name: String
  /// Its workers' numbers, one after the other; several groups share no worker.
  public var workers: Range<Int>
  /// Cores that it has whatever others wish: at least one, but for best-effort groups.
  public var minimum: Int
  /// Cores that it never has more of, those among them that it is lent.
  public var maximum: Int
  /// Of two groups that wish for the last core, the one with the higher priority gets it.
  public var priority: Int
  /// Groups of one priority get cores in proportion to these.
  public var weight: Int
  /// Whether it is lent the cores of other groups, and those that nobody has, while their own workers have nothing to do.
  /// It needs none of its own, and wishes at first for no more than its least.
  public var isBestEffort: Bool

  /// - Parameter minimum: where nothing is said, 1, and of a best-effort group 0.
  public init(
    _ name: String, workers: Range<Int>, minimum: Int? = nil, maximum: Int = .max,
    priority: Int = 0, weight: Int = 1, isBestEffort: Bool = false
  ) {
    self.name = name
    self.workers = workers
    self.isBestEffort = isBestEffort
    self.minimum = minimum ?? (isBestEffort ? 0 : 1)
    self.maximum = maximum
    self.priority = priority
    self.weight = weight
  }
}

/// Why groups do not fit a machine.
public enum GroupProblem: Error, Equatable, CustomStringConvertible {
  case noWorkers(group: String)
  case bounds(group: String, minimum: Int, maximum: Int)
  case weight(group: String, Int)
  case notOneAfterTheOther(group: String, first: Int, expected: Int)
  case tooFewCores(minimum: Int, cores: Int)

  public var description: String {
    switch self {
    case .noWorkers(let group): "group \(group) has no workers; give it at least one"
    case .bounds(let group, let minimum, let maximum):
      "group \(group) is to have \(minimum) to \(maximum) cores; the least is 1, or 0 of a best-effort group, and not above the most"
    case .weight(let group, let weight): "group \(group) has the weight \(weight); give 1 or more"
    case .notOneAfterTheOther(let group, let first, let expected):
      "group \(group) begins with worker \(first); worker \(expected) comes next"
    case .tooFewCores(let minimum, let cores):
      "the groups need \(minimum) cores at least, and there are \(cores)"
    }
  }
}
