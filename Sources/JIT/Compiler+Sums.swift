import Bytecode
import Verifier

/// BPF adds to a register, and loads from a register and an offset: what a compiler had as a sum, or as a place in an array,
/// is a move, an addition and a load. They become one instruction again, as x86 has addresses of two registers.
extension Compiler {
  private struct Sum {
    var destination: X86Register
    var base: X86Register
    var index: X86Register?
    var constant: Int32 = 0
  }

  /// Emits the move at `slot` and what is added and loaded behind it as one; how many slots those are, or nil where there is
  /// no sum.
  mutating func emitSum(at slot: Int) -> Int? {
    guard let sum = sum(at: slot) else { return nil }
    if let load = load(of: sum, at: slot + 2) {
      emitter.load(
        sum.destination, sum.base, index: sum.index, load.displacement,
        byteCount: load.byteCount, signExtended: load.isSigned)
      return 3
    }
    emitter.loadAddress(sum.destination, sum.base, index: sum.index, sum.constant)
    return 2
  }

  private func sum(at slot: Int) -> Sum? {
    guard !isTarget[slot + 1],
      case .move(.word64, let destination, .register(let base))? = unit.operations[slot],
      case .alu(.add, .word64, destination, let operand)? = unit.operations[slot + 1]
    else { return nil }
    var sum = Sum(destination: X86Register(destination), base: X86Register(base))
    switch operand {
    case .register(let index): sum.index = X86Register(index == destination ? base : index)
    case .immediate(let constant): sum.constant = constant
    }
    return sum
  }

  /// The load at `slot` from where the sum points, if it ends there.
  private func load(
    of sum: Sum, at slot: Int
  ) -> (byteCount: Int, isSigned: Bool, displacement: Int32)? {
    guard !isTarget[slot], verified.nativeLoad(at: slot) == nil,
      case .load(let size, let isSigned, let destination, let base, let offset)? =
        unit.operations[slot], destination == base, X86Register(base) == sum.destination
    else { return nil }
    let (displacement, overflows) = sum.constant.addingReportingOverflow(Int32(offset))
    return overflows ? nil : (size.byteCount, isSigned, displacement)
  }
}
