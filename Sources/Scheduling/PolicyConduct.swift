/// How often a policy has wished for something else than before.
public struct WishChanges: Sendable, Equatable {
  /// Another number of cores for a group; and of these, how many went the other way than the group's change before: fewer
  /// after more, or more after fewer.
  public var coreCount = 0
  public var turnCount = 0
  /// Another core for a worker.
  public var placeCount = 0

  public init() {}

  public static func - (a: Self, b: Self) -> Self {
    var difference = a
    difference.coreCount -= b.coreCount
    difference.turnCount -= b.turnCount
    difference.placeCount -= b.placeCount
    return difference
  }

  /// Whether they only undo or shuffle: a group's wish turns round, or workers are moved among as many cores as before. Who
  /// goes on one way, however fast, follows a load; and workers have to follow the cores.
  var areRestless: Bool { turnCount > 0 || (placeCount > 0 && coreCount == 0) }
}

/// Watches how a policy behaves, and says when somebody else has to decide.
///
/// A single odd wish is refused and forgotten. One that goes on, a throw, or a run that had to be ended shows that
/// the policy is not fit to decide.
public struct PolicyConduct: Sendable {
  public enum Fault: Sendable, Equatable, CustomStringConvertible {
    /// So many runs, one after the other, had wishes for what does not exist.
    case invalidWishes(runs: Int)
    /// Most runs of a while changed their mind.
    case oscillation(changes: Int, runs: Int)
    case threw
    case ranTooLong

    public var description: String {
      switch self {
      case .invalidWishes(let runs):
        "\(runs) of its runs, one after the other, asked for workers, cores or groups that there are not"
      case .oscillation(let changes, let runs):
        "\(changes) of \(runs) runs took back what it had wanted, or moved workers among as many cores as before"
      case .threw: "it threw"
      case .ranTooLong: "it ran for too long, and was ended"
      }
    }
  }

  /// What one run has done.
  public struct Run: Sendable {
    /// Wishes for what there is not.
    public var invalidCount = 0
    /// Workers that it wanted moved, and that had only just been.
    public var earlyCount = 0
    /// Wishes that were other ones than those before.
    public var changes = WishChanges()
    public var hasThrown = false
    public var wasCancelled = false
    public init() {}
  }

  private var invalidRuns = 0
  private var runs = 0
  private var restlessRuns = 0

  private static let invalidRunsMax = 16
  private static let window = 256

  public init() {}

  /// Takes a run in; why the policy may not go on, if so.
  public mutating func note(_ run: Run) -> Fault? {
    // Who is ended is unwound as by a throw.
    if run.wasCancelled { return .ranTooLong }
    if run.hasThrown { return .threw }
    invalidRuns = run.invalidCount > 0 ? invalidRuns + 1 : 0
    if invalidRuns >= Self.invalidRunsMax { return .invalidWishes(runs: invalidRuns) }
    runs += 1
    if run.changes.areRestless { restlessRuns += 1 }
    guard runs == Self.window else { return nil }
    defer { (runs, restlessRuns) = (0, 0) }
    return 2 * restlessRuns > runs ? .oscillation(changes: restlessRuns, runs: runs) : nil
  }
}
