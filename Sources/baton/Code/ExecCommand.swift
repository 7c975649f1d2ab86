import ArgumentParser
import Bytecode
import Foundation
import ObjectFile
import Runtime
import Verifier

/// `baton exec`: runs bytecode on some memory. Other people's tools drive it, so it is exact.
struct ExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Run bytecode on some memory, and print what it returns.",
    discussion: """
      Reads the bytecode as hexadecimal from standard input, or assembles --asm FILE. The program \
      gets the address of the memory in r1 and its length in r2 (both 0 without memory); its r0 is \
      printed as lower-case hexadecimal.

      Exit status: 0 when it ran, 1 when the verifier refused it or it broke a clause of a contract under \
      --checked, 2 on bad input.

      Examples:
        baton exec "" < program.hex
        baton exec 0102 --asm sum.s --engine interpreter
        baton exec aabbccdd --unsafe-unverified < conformance.hex
        baton exec 00 --asm wild.s --engine interpreter --checked --unsafe-unverified
      """)

  @Argument(help: "The memory, as hexadecimal; may be empty.")
  var memory = ""

  @Option(help: "What executes it: jit or interpreter.")
  var engine: EngineKind = .jit

  @Option(name: .customLong("asm"), help: "A file of assembly to run instead.")
  var assembly: String?

  @Flag(
    name: .customLong("unsafe-unverified"),
    help: "Run it without proof that it is safe: it may do anything to this process.")
  var isUnverified = false

  @Flag(
    help:
      "Have the interpreter watch the program, and what it calls, by monitors made from the contracts."
  )
  var checked = false

  @OptionGroup var profiling: ProfilingOptions

  func run() throws {
    var memory = try Hex.octets(self.memory, of: "memory")
    let instructions =
      if let assembly { try Input.assembly(assembly) } else { try Input.hexCode("-") }
    guard !instructions.isEmpty else { throw BadInput("the program has no instructions") }
    let unit = try prepare(instructions, memoryByteCount: memory.count)
    let loaded = try LoadedUnit(
      unit, engine: engine, workerCount: 1, seed: 0, isChecked: checked)
    try profiling.note(loaded)
    let result = try TestRun(loaded).call(0, on: &memory)
    var trace = TracePrinter(loaded)
    trace.show()
    if let violations = ViolationReport(loaded), !loaded.violations.isEmpty {
      throw Refused(violations.text)
    }
    print(String(result, radix: 16))
  }

  func validate() throws {
    guard !checked || engine == .interpreter else {
      throw ValidationError("--checked needs --engine interpreter")
    }
  }

  private func prepare(
    _ instructions: [Instruction], memoryByteCount: Int
  ) throws -> VerifiedUnit {
    let unit: ProgramUnit
    do {
      unit = try ProgramUnit(
        image: ProgramImage(bare: instructions, section: "exec"), interface: .baton)
    } catch {
      throw BadInput("invalid program: \(error)")
    }
    if isUnverified {
      do {
        return try VerifiedUnit.trusting(unit)
      } catch {
        throw BadInput("invalid program: insn \(error.slot): \(error.reason)")
      }
    }
    do {
      return try VerifiedUnit.verifying(
        unit, limits: VerifierLimits(memoryByteCount: memoryByteCount))
    } catch {
      let reports = error.verdicts.compactMap { $0.rejection?.report(for: unit.image) }
      throw Refused("refused: " + reports.joined(separator: "\n"))
    }
  }
}
