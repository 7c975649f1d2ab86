import Contracts
import ObjectFile

extension Violation {
  /// The report that a person reads: the clause, what was found, and where.
  public func report(for image: ProgramImage, _ interface: Interface) -> String {
    var lines = [
      "contract violated\(blame == .implementation ? " by Baton itself" : ""): \(clause): \(text)",
      "  \(moment), at insn \(image.place(of: slot))\(image.source(of: slot))",
    ]
    if let origin {
      let place =
        origin.slot < 0
        ? "from the beginning"
        : "at insn \(image.place(of: origin.slot))\(image.source(of: origin.slot))"
      lines.append("  \(origin.what) \(place)")
    }
    if let contract = interface.contract(named: clause.declaration) {
      lines.append("  contract: \(contract.name): \(contract.text)\(contract.lockClauses)")
    }
    return lines.joined(separator: "\n")
  }
}

extension Interface {
  /// The contract of a function, or of the prototype of a role or a callback.
  fileprivate func contract(named name: String) -> FunctionContract? {
    function(named: name).map { functions[$0] }
      ?? roles.values.first { $0.name == name } ?? callbacks.values.first { $0.name == name }
  }
}
