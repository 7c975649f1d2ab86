import Bytecode
import Verifier

/// BPF has no instruction that chooses between two values: what a compiler had as a choice is a branch over one move.
/// Such a branch becomes a conditional move again, which no processor has to guess.
extension Compiler {
  /// The slots that branches lead to, so that what is there has to be code of its own.
  static func branchTargets(_ unit: ProgramUnit) -> [Bool] {
    var targets = Array(repeating: false, count: unit.operations.count + 1)
    for (slot, operation) in unit.operations.enumerated() {
      switch operation {
      case .jump(let offset)?: targets[slot + 1 + Int(offset)] = true
      case .branch(_, _, _, _, let offset)?, .mayGoto(let offset)?:
        targets[slot + 1 + Int(offset)] = true
      default: break
      }
    }
    return targets
  }

  /// The move that the branch at `slot` leads around, if that is all that it does.
  private func chosenMove(
    at slot: Int, offset: Int16
  ) -> (width: Width, destination: Register, operand: Operand)? {
    guard offset == 1, !isTarget[slot + 1],
      case .move(let width, let destination, let operand)? = unit.operations[slot + 1]
    else { return nil }
    return (width, destination, operand)
  }

  /// Emits the branch at `slot` and the move behind it as one; false where they are not such a choice.
  mutating func emitSelect(
    _ comparison: Comparison, _ width: Width, _ left: Register, _ right: Operand, offset: Int16,
    at slot: Int
  ) -> Bool {
    guard let move = chosenMove(at: slot, offset: offset) else { return false }
    // Before the comparison: loading a constant may change the flags.
    emitMove(move.width, .scratch, move.operand)
    emitComparison(comparison, width, left, right)
    emitter.move(
      X86Register(move.destination), .scratch, if: comparison.condition.inverse)
    return true
  }
}
