import ArgumentParser

/// `baton asm`: assembly becomes bytecode.
struct AsmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "asm",
    abstract: "Assemble text to bytecode, printed as hexadecimal.",
    discussion: """
      Takes the notation of llvm-objdump (r0 = *(u32 *)(r1 + 4)) and that of uBPF \
      (ldxw %r0, [%r1+4]), even mixed; # and ; start comments, NAME: is a label.

      Exit status: 0 done, 2 on bad input, with its line and column.

      Examples:
        baton asm add.s
        echo 'mov %r0, 42
        exit' | baton asm - | baton exec ""
      """)

  @Argument(help: "A file of assembly; - is standard input.")
  var file: String

  func run() throws {
    print(Hex.text(try Input.assembly(file).octets))
  }
}
