import Contracts

/// A clause that was broken while a program ran.
public struct Violation: Error, Equatable, Sendable {
  public var clause: Clause
  public var moment: Moment
  /// Index into the image's instructions.
  public var slot: Int
  /// What was found, in words.
  public var text: String
  /// Who broke it.
  public var blame: Blame
  /// Where what is wrong here began.
  public var origin: Origin?

  public enum Moment: String, Equatable, Sendable {
    case beforeCall, afterCall, access, end
  }

  public enum Blame: String, Equatable, Sendable {
    case program
    /// The exported function did not keep what its contract promises.
    case implementation
  }

  public struct Origin: Equatable, Sendable {
    public var slot: Int
    public var what: String
  }
}

extension Violation.Moment: CustomStringConvertible {
  public var description: String {
    switch self {
    case .beforeCall: "before the call"
    case .afterCall: "after the call"
    case .access: "at the access"
    case .end: "at the program's end"
    }
  }
}
