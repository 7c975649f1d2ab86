import Synchronization

/// A program that ran for longer than it may.
public struct Overrun: Equatable, Sendable {
  public var worker: Int
  /// In nanoseconds of the world's clock.
  public var time: UInt64
  public var kind: Kind

  public enum Kind: Equatable, Sendable {
    /// It was ended at the safe point at this slot, and all that it owned is released.
    case cancelled(slot: Int)
    /// It has been asked to end, and comes to no safe point: the program of this entry, or what it calls.
    case stuck(entry: Int)
  }
}

/// What was found of programs that ran for too long, for whoever reports it.
public final class OverrunLog: Sendable {
  private let found = Mutex<[Overrun]>([])
  /// Later ones are counted by the workers, and not described.
  private static let countMax = 256

  func note(_ overrun: Overrun) {
    found.withLock { if $0.count < Self.countMax { $0.append(overrun) } }
  }

  /// Takes out what was found since the last time, oldest first.
  public func take() -> [Overrun] {
    found.withLock { found in
      defer { found = [] }
      return found
    }
  }
}
