/// How many cores groups have had, and how often workers have moved: the sum of an arbiter's decisions.
public struct CoreUse: Sendable, Equatable {
  /// How many cores are some group's, since the last decision about any.
  public private(set) var heldCount = 0
  /// How often a worker has moved from one core to another.
  public private(set) var moveCount = 0
  /// Cores times nanoseconds, until ``lastChange``.
  private var heldTime: UInt64 = 0
  private var lastChange: UInt64 = 0

  public init() {}

  /// Takes in the next decision.
  public mutating func note(_ logged: LoggedDecision) {
    switch logged.decision {
    case .move(_, let from, _): if from >= 0 { moveCount += 1 }
    case .grant(_, let from, let to):
      heldTime = heldNanoseconds(until: logged.time)
      lastChange = max(lastChange, logged.time)
      heldCount += (to >= 0 ? 1 : 0) - (from >= 0 ? 1 : 0)
    case .warm: break
    }
  }

  /// How long groups have had cores until that moment, not before the last decision: cores times nanoseconds.
  public func heldNanoseconds(until time: UInt64) -> UInt64 {
    heldTime + UInt64(heldCount) * (time > lastChange ? time - lastChange : 0)
  }
}
