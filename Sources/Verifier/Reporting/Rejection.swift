import Contracts
import ObjectFile

/// Why a program was refused: where, in which words, against which contract, on which path.
public struct Rejection: Error, Equatable, Sendable {
  /// Index into the image's instructions.
  public var slot: Int
  /// The headline, in Linux's words where Linux knows the case.
  public var reason: String
  /// What Linux's verifier writes on the way to the headline, line by line.
  public var notes: [String] = []
  /// The declaration and its contract, when one was violated.
  public var contract: String?
  /// The branches that lead here, oldest first.
  public var path: [Step] = []
  /// Nobody says that the program is wrong: Baton can't judge it yet.
  public var isUnsupported = false
  /// How such programs are mended.
  public var hint: String?
  /// Where what the program does here conflicts with what it did before.
  public var conflict: Conflict?

  public struct Conflict: Equatable, Sendable {
    /// −1 for before the first instruction.
    public var slot: Int
    /// What was done there.
    public var what: String
  }

  public struct Step: Equatable, Sendable {
    public var slot: Int
    public var isTaken: Bool
  }

  init(slot: Int, reason: String, contract: String? = nil, hint: String? = nil) {
    self.slot = slot
    self.reason = reason
    self.contract = contract
    self.hint = hint
  }
}

extension Rejection {
  /// What Baton can't judge.
  static func unsupported(
    at slot: Int, _ reason: String, contract: FunctionContract? = nil, hint: String? = nil
  ) -> Rejection {
    var rejection = Rejection(
      slot: slot, reason: reason, contract: contract.map { "\($0.name): \($0.text)" }, hint: hint)
    rejection.isUnsupported = true
    return rejection
  }

  /// The same, with the other one of the two places that conflict.
  func conflicting(with slot: Int32, _ what: String) -> Rejection {
    var result = self
    result.conflict = Conflict(slot: Int(slot), what: what)
    return result
  }

  /// The notes, and the headline last.
  public var log: VerifierLog { VerifierLog(lines: notes + [reason]) }

  /// The report that a person reads, with source lines where the object has them.
  ///
  /// - Parameter listing: how the path went, for what was known where it branched.
  public func report(for image: ProgramImage, listing: PathListing? = nil) -> String {
    var lines = headline(in: image)
    if let contract { lines.append("  contract: \(contract)") }
    if let known = listing?.lines.last?.operands, !known.isEmpty {
      lines.append("  state: \(known)")
    }
    if !path.isEmpty {
      lines.append("  path:")
      let steps = path.suffix(Self.pathLengthMax)
      let known = listing?.operands(at: steps.map(\.slot)) ?? []
      for (index, step) in steps.enumerated() {
        let direction = step.isTaken ? "taken" : "not taken"
        lines.append(
          "    insn \(image.place(of: step.slot)) \(direction)" + image.source(of: step.slot))
        if index < known.count, !known[index].isEmpty { lines.append("      \(known[index])") }
      }
    }
    if let hint { lines.append("  hint: \(hint)") }
    return lines.joined(separator: "\n")
  }

  /// The report in short: what is wrong, where, and a line on how to mend it.
  public func summary(for image: ProgramImage) -> String {
    var lines = headline(in: image)
    if let first = hint?.split(separator: "\n").first { lines.append("  hint: \(first)") }
    return lines.joined(separator: "\n")
  }

  private func headline(in image: ProgramImage) -> [String] {
    var lines = [reason]
    lines.append(
      "  at insn \(image.place(of: slot))\(image.source(of: slot))")
    if let conflict {
      let place =
        conflict.slot < 0
        ? "from the beginning"
        : "at insn \(image.place(of: conflict.slot))\(image.source(of: conflict.slot))"
      lines.append("  \(conflict.what) \(place)")
    }
    for relocation in image.unresolvedRelocations where relocation.slot == slot {
      lines.append("  relocation: \(image.describe(relocation))")
    }
    return lines
  }

  private static let pathLengthMax = 12
}
