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
}

/// When a thread that has a ``TimeShare`` is to sleep, and for how long.
public struct DutyCycle: Sendable {
  public let share: TimeShare
  /// When the period began that it is in.
  private var begin: UInt64

  public init(_ share: TimeShare, at now: UInt64) {
    self.share = share
    begin = now
  }

  /// How long to sleep, in nanoseconds; 0 where it may go on. A turn that ended late is paid for; who comes after more than
  /// a period has not had the core for all of it.
  public func pause(at now: UInt64) -> UInt64 {
    let elapsed = now &- begin
    guard elapsed >= share.run else { return 0 }
    let rest = share.period - share.run
    return elapsed > share.period ? rest : elapsed * rest / share.run
  }

  /// It has slept until `now`, for whatever reason: a period begins.
  public mutating func noteSleep(until now: UInt64) { begin = now }
}
