import Bytecode
import ObjectFile

extension Examiner {
  /// The instructions of a data path, with the names of what they call and point to.
  func listing(_ path: DataPath) throws -> String {
    let made =
      try path.isWrong
      ? surroundings.makeUnverified(path) : surroundings.make(path, suspends: true)
    let image = made.verified.unit.image
    var lines: [String] = []
    for function in image.functions where made.slots.contains(function.start) {
      lines.append("\(function.name): \(function.section)")
      for slot in function.range {
        guard let operation = made.verified.unit.operations[slot] else { continue }
        let stop = made.verified.safePoints[slot].map { _ in "  # safe point" } ?? ""
        let name = made.name(at: slot).map { "  # \($0)" } ?? stop
        lines.append("  \(slot - function.start): \(operation)\(name)")
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension Surroundings.Made {
  /// What the instruction at `slot` names.
  fileprivate func name(at slot: Int) -> String? {
    let image = verified.unit.image
    if let function = verified.unit.localFunction(calledAt: slot) {
      return image.functions[function].name
    }
    switch image.reference(at: slot) {
    case .map(let map)?, .mapValue(let map, _)?: return image.maps[map].name
    case .function(let function)?: return image.functions[function].name
    case .externCall(let extern)?, .externAddress(let extern)?: return image.externs[extern].name
    case nil: return nil
    }
  }
}
