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
        try show(Array(image.instructions[function.range]))
      }
    } else {
      let text = String(decoding: octets, as: UTF8.self)
      try show(try [Instruction](octets: Hex.octets(text, of: file), of: file))
    }
  }

  private func show(_ instructions: [Instruction]) throws(BadInput) {
    let width = String(max(instructions.count - 1, 0)).count
    var index = 0
    while index < instructions.count {
      do {
        let operation = try Operation.decode(instructions, at: index)
        let number = String(repeating: " ", count: width - String(index).count) + "\(index)"
        print("  \(number): \(operation)")
        index += operation.slotCount
      } catch {
        throw BadInput("\(file): \(error)")
      }
    }
  }
}
