/// How much of its core a thread that polls takes: it works for `run` of each `period`, and sleeps for the rest, so that
/// ordinary threads get on at this scale and not at the scheduler's. In nanoseconds.
///
/// The idea is MicroQuanta's (Marty et al., Snap, SOSP 2019).
public struct TimeShare: Sendable, Equatable {
  public var run: UInt64
  public var period: UInt64

  /// Nil unless 0 < run < period ≤ one second.
  public init?(run: UInt64, period: UInt64) {
    guard run > 0, run < period, period <= 1_000_000_000 else { return nil }
    self.run = run
    self.period = period
  }

  /// The same, but that it ends by a twentieth of the period earlier, so that a turn which takes a little longer still ends
  /// within the share.
  public var leavingEarly: TimeShare {
    var early = self
    early.run -= min(period / 20, run / 2)
    return early
  }
}

/// When a thread that has a ``TimeShare`` is to sleep, and for how long.
public struct DutyCycle: Sendable {
  public let share: TimeShare
  /// When the period began that it is in.
  private var begin: UInt64
  /// When its sleep is to end that it was told of last.
  private var end: UInt64 = 0
  /// How much longer than it was to it has slept.
  private var overslept: UInt64 = 0

  public init(_ share: TimeShare, at now: UInt64) {
    self.share = share
    begin = now
  }

  /// How long to sleep, in nanoseconds; 0 where it may go on. A turn that ended late is paid for, and sleeping for too long is
  /// paid back; who comes after more than a period has not had the core for all of it.
  public mutating func pause(at now: UInt64) -> UInt64 {
    let elapsed = now &- begin
    guard elapsed >= share.run else { return 0 }
    let rest = share.period - share.run
    let owed = elapsed > share.period ? rest : elapsed * rest / share.run
    // Others get on at each period's end.
    let pause = owed - min(overslept, owed / 2)
    overslept -= owed - pause
    end = now &+ pause
    return pause
  }

  /// It has slept until `now`, for whatever reason: a period begins.
  public mutating func noteSleep(until now: UInt64) {
    if end > begin, now > end { overslept = min(overslept + now - end, share.period - share.run) }
    begin = now
  }
}
