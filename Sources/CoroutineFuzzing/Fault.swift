/// What is wrong with a run.
package struct Fault: Error, Equatable, CustomStringConvertible {
  package enum Kind: String, Sendable {
    /// A monitor of checked mode found that a clause was broken.
    case violation
    /// A coroutine never came to its end.
    case lost
    /// A frame or a packet did not come home.
    case leaked
    /// Coroutines began that did not end once each.
    case miscounted
    /// A packet's coroutine computed something else, or something again, or sent something else.
    case differs
    /// A handle is given out whose coroutine has gone on meanwhile.
    case stale
    /// The verifier accepts a data path that breaks a clause.
    case accepted
    /// No monitor of checked mode saw that a clause was broken.
    case unnoticed
  }

  package var kind: Kind
  package var text: String

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  package var description: String { "\(kind.rawValue): \(text)" }
}
