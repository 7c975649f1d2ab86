/// Whether cores go on, from looks at how far each has come. A pure machine: its caller has the clock.
///
/// A core stands still that has come no further for a limit. Once it goes on, it is on trial for as long as it stood, as who
/// has stood still once may do so again; only then it is trusted with what it had.
public struct CoreWatch: Sendable {
  /// What a look has found out. Times in nanoseconds.
  public enum Finding: Equatable, Sendable {
    /// It has come no further since `since`.
    case standsStill(since: UInt64)
    /// It goes on, after that long.
    case goesOn(after: UInt64)
    /// It has gone on for long enough.
    case isTrusted
  }

  private enum Phase: Sendable {
    case isTrusted
    case stands(since: UInt64)
    case isOnTrial(until: UInt64)
  }

  private struct Core: Sendable {
    var progress: UInt64 = .max
    /// When it was last seen to be fine, and how many looks have found it where it was then.
    var fineAt: UInt64 = 0
    var lookCount = 0
    var phase = Phase.isTrusted
  }

  /// How long a core may take to come any further.
  public let limit: UInt64
  private var cores: [Core]

  /// Whoever looks may have been away himself: so many looks at least have to agree.
  static let lookCountMin = 3
  /// The longest trial, unless the limit is longer.
  static let trialMax: UInt64 = 1_000_000_000

  public init(coreCount: Int, limit: UInt64) {
    precondition(limit > 0)
    self.limit = limit
    cores = Array(repeating: Core(), count: coreCount)
  }

  /// Takes in how far a core has come: any number that changes as it goes on. Where it `rests`, it need not.
  public mutating func look(
    _ core: Int, progress: UInt64, rests: Bool, at now: UInt64
  ) -> Finding? {
    guard progress == cores[core].progress, !rests else {
      (cores[core].progress, cores[core].fineAt, cores[core].lookCount) = (progress, now, 0)
      return noteFine(core, at: now)
    }
    cores[core].lookCount += 1
    let since = cores[core].fineAt
    guard cores[core].lookCount >= Self.lookCountMin, now - since >= limit else { return nil }
    if case .stands = cores[core].phase { return nil }
    cores[core].phase = .stands(since: since)
    return .standsStill(since: since)
  }

  private mutating func noteFine(_ core: Int, at now: UInt64) -> Finding? {
    switch cores[core].phase {
    case .isTrusted: return nil
    case .stands(let since):
      let length = now - since
      cores[core].phase = .isOnTrial(until: now + max(limit, min(length, Self.trialMax)))
      return .goesOn(after: length)
    case .isOnTrial(let end):
      guard now >= end else { return nil }
      cores[core].phase = .isTrusted
      return .isTrusted
    }
  }
}
