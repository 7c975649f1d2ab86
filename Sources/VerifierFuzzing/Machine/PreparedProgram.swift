import Bytecode
import Contracts
import Interpreter
import Verifier

/// A program that was accepted, ready to run.
struct PreparedProgram {
  let program: FuzzProgram
  let verified: VerifiedUnit
  let interpreted: InterpreterUnit
  /// The function that each slot belongs to.
  let functions: [Int]
  /// What the verifier calls each function's address.
  let addresses: [UInt64]

  var unit: ProgramUnit { verified.unit }

  init(_ program: FuzzProgram, _ verified: VerifiedUnit, in world: FuzzWorld) {
    self.program = program
    self.verified = verified
    interpreted = InterpreterUnit(verified, addresses: world.addresses, isChecked: true)
    let image = verified.unit.image
    functions = image.functions.indices.flatMap { index in
      Array(repeating: index, count: image.functions[index].count)
    }
    addresses = image.functions.map { InterpreterUnit.functionAddress(firstSlot: $0.start) }
  }

  func frame(of function: Int, calledAt slot: Int?) -> Machine.Frame {
    Machine.Frame(
      function: function, callSite: slot,
      stackByteCount: verified.functions[function].usedByteCount)
  }

  /// The contract of the exported function that is called at `slot`.
  func contract(calledAt slot: Int) -> FunctionContract? {
    unit.exportedFunction(calledAt: slot).map { unit.interface.functions[$0] }
  }
}
