import Bytecode
import CBaton
import Contracts
import Interpreter
import JIT
import ObjectFile
import Verifier

/// Programs on both engines, each with some memory that they are given.
struct Subject {
  let compiled: CompiledUnit
  private let prepared: InterpreterUnit
  private let entries: [Int]

  /// What a program makes of its memory.
  struct Outcome: Equatable {
    var result: UInt64
    var memory: [UInt8]
  }

  init(_ program: [Operation]) throws { try self.init([program.flatMap(\.encoded)]) }

  /// Many programs in one unit, as making pages for code takes longer than running most of them.
  init(_ programs: [[Instruction]]) throws {
    let image = try ProgramImage(
      joining: programs.map { try ProgramImage(bare: $0, section: "exec") })
    let unit = try ProgramUnit(image: image, interface: .baton)
    let verified: VerifiedUnit
    do {
      verified = try VerifiedUnit.verifying(
        unit, limits: VerifierLimits(memoryByteCount: ProgramMaker.memoryByteCount))
    } catch {
      throw Refused(reports: error.verdicts.compactMap { $0.rejection?.report(for: image) })
    }
    entries = unit.entries
    let unused = unit.interface.functions.map { _ in Self.unused }
    compiled = try CompiledUnit(
      verified,
      addresses: NativeAddresses(
        exported: unused, maps: [], mapValues: [], finish: Self.unused, unwind: Self.unused))
    prepared = InterpreterUnit(
      verified,
      addresses: InterpreterAddresses(
        exported: unused, finish: Self.unused, abandon: Self.unused))
  }

  struct Refused: Error {
    var reports: [String]
  }

  /// What the interpreter does, which is the reference; nil if it doesn't come to an end.
  func interpreted(_ index: Int = 0, on thread: inout InterpreterThread) -> Outcome? {
    unsafe run { execution, memory, byteCount in
      unsafe thread.start(
        program: entries[index], r1: memory, r2: byteCount, of: prepared, on: execution)
      guard case .finished(let result) = thread.run(stepLimit: 1_000_000) else { return nil }
      return result
    }
  }

  func interpreted(_ index: Int = 0) -> Outcome? {
    var thread = InterpreterThread()
    return interpreted(index, on: &thread)
  }

  /// What the machine code does.
  func executed(_ index: Int = 0) -> Outcome {
    unsafe run { execution, memory, byteCount in
      unsafe compiled.run(entry: entries[index], on: execution, memory, byteCount)
    }!
  }

  /// Gives `body` memory of zeros, which is the packet, too; its headers begin at its start and a bit behind.
  private func run(
    _ body: (UnsafeMutablePointer<baton_execution>, UInt64, UInt64) -> UInt64?
  ) -> Outcome? {
    var execution = unsafe baton_execution()
    var memory = [UInt8](repeating: 0, count: ProgramMaker.memoryByteCount)
    // Sound: both outlive the run, and the verifier was told how much memory there is.
    let result = unsafe memory.withUnsafeMutableBytes { bytes in
      let start = UInt64(UInt(bitPattern: bytes.baseAddress))
      unsafe execution.packet_start = start
      unsafe execution.packet_end = start + UInt64(bytes.count)
      unsafe execution.packet_link = start
      unsafe execution.packet_network = start + 8
      return unsafe body(&execution, start, UInt64(bytes.count))
    }
    return result.map { Outcome(result: $0, memory: memory) }
  }

  /// An address for what these programs never call.
  private static let unused: UInt64 = {
    let function: @convention(c) () -> Void = { preconditionFailure("nothing calls this") }
    return UInt64(unsafe unsafeBitCast(function, to: UInt.self))
  }()
}

extension ProgramImage {
  /// The functions of all images, one behind the other.
  fileprivate init(joining images: [ProgramImage]) {
    self.init(instructions: [], functions: [])
    for image in images {
      let (slots, functionCount) = (instructions.count, functions.count)
      for var function in image.functions {
        function.start += slots
        functions.append(function)
      }
      for var reference in image.references {
        reference.slot += slots
        if case .function(let index) = reference.target {
          reference.target = .function(index + functionCount)
        }
        references.append(reference)
      }
      instructions += image.instructions
    }
  }
}
