import Scheduling

/// Within which bounds an instance's policy, its object's first program of that role, decides where workers run.
public struct PolicyConfiguration: Equatable, Sendable {
  /// The groups that workers belong to, all in order; empty for a single one.
  public var groups: [CoreGroup]
  /// How long a packet may wait, in nanoseconds; 0 for no wish.
  public var target: UInt64
  /// How long a worker stays on a core, in nanoseconds, unless that is taken away.
  public var dwell: UInt64

  public init(groups: [CoreGroup] = [], target: UInt64 = 0, dwell: UInt64 = 50_000) {
    self.groups = groups
    self.target = target
    self.dwell = dwell
  }
}

/// Why an instance can't have such groups.
public enum PolicyProblem: Error, Equatable, CustomStringConvertible {
  case groups(GroupProblem)
  case workers(inGroups: Int, workerCount: Int)

  public var description: String {
    switch self {
    case .groups(let problem): "\(problem)"
    case .workers(let count, let workerCount):
      "the groups have \(count) workers, and there are \(workerCount)"
    }
  }
}
