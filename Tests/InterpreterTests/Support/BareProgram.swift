import Bytecode
import Interpreter

/// A program without proof, prepared once and run as often as a test likes.
struct BareProgram {
  let unit: InterpreterUnit

  init(_ source: String, helpers: [Int32: UInt64] = [:]) throws {
    let program = try DecodedProgram(Assembler.assemble(source))
    unit = try InterpreterUnit(unverified: program.operations, helpers: helpers)
  }

  init(_ operations: [Operation]) throws {
    let program = try DecodedProgram(operations.flatMap(\.encoded))
    unit = try InterpreterUnit(unverified: program.operations)
  }

  /// `r0` at the end; nil when the program did not end within `stepLimit` instructions.
  func run(_ r1: UInt64 = 0, _ r2: UInt64 = 0, stepLimit: Int = 10_000) -> UInt64? {
    var thread = InterpreterThread()
    return run(&thread, r1, r2, stepLimit: stepLimit)
  }

  func run(
    _ thread: inout InterpreterThread, _ r1: UInt64, _ r2: UInt64 = 0, stepLimit: Int = 10_000
  ) -> UInt64? {
    thread.start(bare: unit, r1: r1, r2: r2)
    guard case .finished(let result) = thread.run(stepLimit: stepLimit) else { return nil }
    return result
  }
}
