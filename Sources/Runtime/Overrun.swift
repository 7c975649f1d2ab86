/// A program that ran for longer than it may, or a coroutine that waited for longer than it may.
public struct Overrun: Equatable, Sendable {
  /// On which it ran, or ran last.
  public var worker: Int
  /// In nanoseconds of the world's clock.
  public var time: UInt64
  public var kind: Kind

  public enum Kind: Equatable, Sendable {
    /// It was ended at the safe point at this slot, and all that it owned is released.
    case cancelled(slot: Int)
    /// It has been asked to end, and comes to no safe point.
    case stuck(StuckProgram)
    /// Nobody resumed it; all that it owned is released.
    case forgotten(ForgottenCoroutine)
  }
}

/// A program that does not end where it is asked to: what it calls does not return.
public struct StuckProgram: Equatable, Sendable {
  /// The worker's program, a function of the unit. It may have resumed a coroutine.
  public var entry: Int
  /// The slot of the call of an exported function that was made last; nil where none was.
  public var call: Int?
  /// For how long it runs.
  public var nanoseconds: UInt64
}

/// A coroutine that was cancelled while it waited.
public struct ForgottenCoroutine: Equatable, Sendable {
  /// As in ``WaitingCoroutine``.
  public var name: String
  /// Its own program and that of the queue in which it waited, functions of the unit.
  public var program: Int
  public var queue: Int
  /// Where it was suspended.
  public var slot: Int?
  /// For how long it could have been resumed.
  public var nanoseconds: UInt64
}

/// What was found of programs that ran for too long, and of coroutines that waited for too long. Those that there is no room for
/// are counted by the workers.
public typealias OverrunLog = FindingLog<Overrun>
