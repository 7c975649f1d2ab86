/// One rule of a declaration, small enough to be broken by itself.
public struct Clause: Hashable, Codable, Sendable, CustomStringConvertible {
  /// The function, or the role's prototype, whose contract it is a part of.
  public var declaration: String
  public var part: Part

  public enum Part: Hashable, Codable, Sendable {
    /// What an argument, from 0, has to be.
    case argument(Int, Demand)
    /// What else has to hold at a call.
    case call(Condition)
    /// What the caller gets, or must do with it.
    case result(Promise)
    /// What becomes of an argument, from 0.
    case effect(Int, Change)
    /// What has to hold where a program of the role ends.
    case end(Rest)
  }

  public enum Demand: String, Hashable, Codable, Sendable {
    case type, notNull, owned, state, instance, range, size, mapType
    /// The call writes it; it has to outlive the program.
    case writable, stable
  }

  public enum Condition: String, Hashable, Codable, Sendable {
    case roles, requiresLock, acquiresLock, releasesLock, excludesLock, ends
    /// No lock may be held, as the call suspends, sleeps or unwinds.
    case unlocked
    /// No spin lock may be held.
    case noSpinLock
    /// It is no call of the callback that may not make it.
    case notInCallback
  }

  public enum Promise: String, Hashable, Codable, Sendable {
    case range, notNull
    /// It may be null, so that it must be compared before use.
    case nullable
    /// It must be given away.
    case owned
    /// Only so many octets of it may be used.
    case size
    /// It is of use only as long as what it is a part of.
    case part
    case lockTaken, lockGivenUp
  }

  public enum Change: String, Hashable, Codable, Sendable {
    /// Nobody may use it any more.
    case consumed
    /// It is in a state of which the type says how to tell it.
    case state
    /// Pointers into it are of no use.
    case moved
  }

  public enum Rest: String, Hashable, Codable, Sendable {
    case outcome, finalState, lock
  }

  public init(_ declaration: String, _ part: Part) {
    self.declaration = declaration
    self.part = part
  }

  public var description: String { "\(declaration): \(part)" }
}

extension Clause.Part: CustomStringConvertible {
  public var description: String {
    switch self {
    case .argument(let index, let demand): "argument \(index + 1), \(demand.rawValue)"
    case .call(let condition): condition.rawValue
    case .result(let promise): "result, \(promise.rawValue)"
    case .effect(let index, let change): "argument \(index + 1) afterwards, \(change.rawValue)"
    case .end(let rest): "end, \(rest.rawValue)"
    }
  }
}
