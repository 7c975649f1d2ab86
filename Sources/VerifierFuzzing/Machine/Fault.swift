import Verifier

/// What no program that was accepted may do, and no state may miss.
package struct Fault: Error, Equatable, CustomStringConvertible {
  package var kind: Kind
  /// Of the instruction before which the program was stopped.
  package var slot: Int
  package var text: String

  package enum Kind: String, Equatable, Sendable {
    /// The machine is none of those that the states stand for which were compared as a whole.
    case notEmbedded = "not embedded"
    /// The machine is none of those that the remembered states stand for, as far as these matter.
    case notCovered = "not covered"
    /// An access, or a call, goes where the program may not.
    case access = "access"
    /// Something is held or owned at the end.
    case leak = "leak"
  }

  package var description: String { "\(kind.rawValue): at insn \(slot): \(text)" }
}
