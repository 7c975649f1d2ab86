import Bytecode
import CBaton
import Contracts
import Interpreter
import JIT
import ObjectFile
import Verifier

/// One program on both engines: a worker program, and a subprogram that it may call.
struct Subject {
  let compiled: CompiledUnit
  private let bare: InterpreterUnit

  /// - Parameter callee: operations of the subprogram, which lies behind `main`.
  init(_ main: [Operation], callee: [Operation] = []) throws {
    let first = main.flatMap(\.encoded)
    let second = callee.flatMap(\.encoded)
    var functions = [
      ProgramImage.Function(name: "main", section: "worker", start: 0, count: first.count)
    ]
    if !callee.isEmpty {
      functions.append(
        .init(
          name: "callee", section: ".text", start: first.count, count: second.count,
          isGlobal: false))
    }
    let image = ProgramImage(instructions: first + second, functions: functions)
    let unit = try ProgramUnit(image: image, interface: .baton)
    do {
      compiled = try CompiledUnit(
        VerifiedUnit.verifying(unit),
        addresses: NativeAddresses(
          exported: unit.interface.functions.map { _ in Self.unused }, maps: [], mapValues: [],
          finish: Self.unused, unwind: Self.unused))
    } catch let refusal as VerifiedUnit.Refusal {
      throw Refused(reports: refusal.verdicts.compactMap { $0.rejection?.report(for: image) })
    }
    bare = try InterpreterUnit(
      unverified: DecodedProgram(image.instructions).operations)
  }

  struct Refused: Error {
    var reports: [String]
  }

  /// `r0` of the interpreter, which is the reference.
  func interpreted() -> UInt64? {
    var thread = InterpreterThread()
    thread.start(bare: bare, r1: 0)
    guard case .finished(let result) = thread.run(stepLimit: 1_000_000) else { return nil }
    return result
  }

  /// `r0` of the machine code.
  func executed() -> UInt64 {
    var execution = unsafe baton_execution()
    var context = worker_ctx(worker: 0, worker_count: 1, pending: 0)
    return unsafe withUnsafeMutablePointer(to: &context) { context in
      unsafe compiled.run(entry: 0, on: &execution, UInt64(UInt(bitPattern: context)))
    }
  }

  /// An address for what these programs never call.
  private static let unused: UInt64 = {
    let function: @convention(c) () -> Void = { preconditionFailure("nothing calls this") }
    return UInt64(unsafe unsafeBitCast(function, to: UInt.self))
  }()
}
