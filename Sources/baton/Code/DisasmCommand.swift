import ArgumentParser
import Bytecode
import ObjectFile

/// `baton disasm`: bytecode becomes assembly.
struct DisasmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disasm",
    abstract: "Show bytecode as assembly, in the notation of llvm-objdump.",
    discussion: """
      Takes an object file, of which all programs and functions are shown, or hexadecimal text.

      Exit status: 0 done, 2 on bad input.

      Examples:
        baton disasm udp_echo.o
        baton asm add.s | baton disasm -
      """)

  @Argument(help: "A BPF object, or a file of hexadecimal digits; - is standard input.")
  var file: String

  func run() throws {
    let octets = try Input.octets(file)
    if octets.starts(with: Input.elfMagic) {
      let image = try parseImage(octets, of: file)
      for function in image.functions {
        print("\(function.section): \(function.name):")
        show(DecodedProgram(tolerating: Array(image.instructions[function.range])))
      }
    } else {
      let text = String(decoding: octets, as: UTF8.self)
      let instructions = try [Instruction](octets: Hex.octets(text, of: file), of: file)
      do {
        show(try DecodedProgram(instructions))
      } catch {
        throw BadInput("\(file): \(error)")
      }
    }
  }

  /// A line an instruction. Jumps of a function may lead to another one's: only what is no instruction at
  /// all is pointed out.
  private func show(_ program: DecodedProgram) {
    let width = String(max(program.operations.count - 1, 0)).count
    let unknown = Dictionary(program.errors.map { ($0.index, $0.reason) }) { first, _ in first }
    for (index, operation) in program.operations.enumerated() {
      let text =
        operation.map { "\($0)" } ?? unknown[index].map { "<unknown>: \($0)" }
      guard let text else { continue }
      let number = String(repeating: " ", count: width - String(index).count) + "\(index)"
      print("  \(number): \(text)")
    }
  }
}
