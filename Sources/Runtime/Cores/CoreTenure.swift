/// When a worker has had its core, and when others have had it meanwhile. In nanoseconds.
///
/// Who is alone on a core never comes back nor goes away.
struct CoreTenure {
  private var turnBegin: UInt64 = 0
  /// How long others have had the core in this turn, and since when.
  private var awayNanoseconds: UInt64 = 0
  private var awaySince: UInt64 = 0
  /// When the worker got the core last, and when it had to leave it to others in the middle of a turn.
  private(set) var lastTaken: UInt64 = 0
  private(set) var lastLeft: UInt64 = 0

  mutating func beginTurn(at now: UInt64) {
    turnBegin = now
    awayNanoseconds = 0
    awaySince = now
  }

  /// Others have had the core since the turn began, or since ``leave(at:)``.
  mutating func comeBack(at now: UInt64) {
    awayNanoseconds += now - min(awaySince, now)
    lastTaken = now
  }

  /// Others get the core, maybe in the middle of the turn.
  mutating func leave(at now: UInt64) { (awaySince, lastLeft) = (now, now) }

  /// How much of the turn the worker had the core.
  func worked(until now: UInt64) -> UInt64 {
    now - turnBegin - min(awayNanoseconds, now - turnBegin)
  }
}
