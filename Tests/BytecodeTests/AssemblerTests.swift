import Bytecode
import SeededNumbers
import Testing

@Suite struct AssemblerTests {
  /// Text to operation is the inverse of operation to text.
  @Test func assemblingUndoesDisassembling() throws {
    for operation in SampleOperations.all {
      let text = operation.description
      #expect(try Assembler.assemble(text) == operation.encoded, "\(text)")
    }
    // All at once, so that lines don't depend on each other.
    let text = SampleOperations.all.map(\.description).joined(separator: "\n")
    #expect(try Assembler.assemble(text) == SampleOperations.all.flatMap(\.encoded))
  }

  /// What LLVM 14 writes differently: decimals, and `r` registers for narrow loads and stores.
  @Test(arguments: [
    ("r0 = *(u8 *)(r1 + 4)", "w0 = *(u8 *)(r1 + 0x4)"),
    ("r0 = *(u32 *)(r1 - 32768)", "w0 = *(u32 *)(r1 - 0x8000)"),
    ("*(u16 *)(r10 - 2) = r2", "*(u16 *)(r10 - 0x2) = w2"),
    ("lock *(u32 *)(r1 - 4) += r2", "lock *(u32 *)(r1 - 0x4) += w2"),
    ("r1 = -9223372036854775808 ll", "r1 = -0x8000000000000000 ll"),
    ("r1 = 18446744073709551615 ll", "r1 = -0x1 ll"),
    ("r1 = 4294967295", "r1 = -0x1"),
    ("r1 = 0xffffffffffffffff", "r1 = -0x1"),
    ("if w1 s< -5 goto -1", "if w1 s< -0x5 goto -0x1"),
    ("goto +3 <main+0x28>", "goto +0x3"),
    ("r1=r2 // a move", "r1 = r2"),
    ("call exported 7, 2 # two", "call exported 0x7, 0x2"),
  ])
  func llvmVariants(_ text: String, _ canonical: String) throws {
    #expect(try Assembler.assemble(text) == Assembler.assemble(canonical))
  }

  @Test func jumpsKeepTheirEncoding() throws {
    #expect(try Assembler.assemble("gotol +3") == [Instruction(opcode: 0x06, immediate: 3)])
    #expect(try Assembler.assemble("ja32 -3") == [Instruction(opcode: 0x06, immediate: -3)])
    #expect(try Assembler.assemble("ja +3") == [Instruction(opcode: 0x05, offset: 3)])
    #expect(
      try Assembler.assemble("ja32 end\nend: exit").first == Instruction(opcode: 0x06))
  }

  @Test func labelsCountSlots() throws {
    let slots = try Assembler.assemble(
      """
      start:            ; of the program
        r1 = 0x1 ll
        if r1 == 0 goto end
        call local callee
        call callee
        gotol start
        r2 = callee ll
        may_goto start
        jne %r1, 1, end
      end: exit
      callee:
        mov %r0, 1
        exit
      """)
    let offsets = try DecodedProgram(slots).operations.enumerated().compactMap { index, operation in
      operation?.target(from: index)
    }
    // 0-1 ld_imm64, 2 if, 3 call, 4 call, 5 gotol, 6-7 ld_imm64, 8 may_goto, 9 jne, 10 exit, 11 mov.
    #expect(offsets == [10, 11, 11, 0, 11, 0, 10])
  }

  /// The conformance suites jump to `exit` without defining it.
  @Test func exitNamesTheFirstExit() throws {
    let slots = try Assembler.assemble("jeq %r1, 0, exit\nmov %r0, 1\nexit\nexit")
    #expect(slots[0].offset == 1)
    let defined = try Assembler.assemble("ja exit\nexit\nexit: exit")
    #expect(defined[0].offset == 1)
  }

  @Test(arguments: [
    ("frobnicate %r1", "1:1: expected an instruction, found 'frobnicate'"),
    ("mov %r11, 1", "1:6: expected a register, r0 to r10, found 'r11'"),
    ("exit\n\n  add %r1 5", "3:11: expected ',', found '5'"),
    ("add %r1,", "1:9: expected a register or a number, found the end of the line"),
    ("r1 += 0x100000000", "1:7: expected a 32-bit number, found '0x100000000'"),
    ("mov r1", "1:7: expected ',', found the end of the line"),
    ("mov foo, r1", "1:5: expected a register, %r0 to %r10, found 'foo'"),
    ("add %r1, 5 6", "1:12: expected the end of the line, found '6'"),
    ("ldxw %r1, [%r2+40000]", "1:16: expected an offset of -32768 to 32767, found '40000'"),
    ("ja nowhere", "1:4: expected a label defined in this text, found 'nowhere'"),
    ("a: exit\na: exit", "2:1: expected a label that isn't defined yet, found 'a'"),
    ("call %r2", "1:6: expected a helper's number, a label, 'local' or 'exported', found '%'"),
    ("lock nand [%r1], %r2", "1:6: expected an atomic operation, found 'nand'"),
    ("mov %r1, 12z", "1:10: expected a decimal or 0x number of at most 64 bits, found '12z'"),
    ("mov %r1, €", "1:10: expected an instruction or a comment, found '€'"),
    ("r1 += w2", "1:7: expected a register, r0 to r10, or a 32-bit number, found 'w2'"),
    ("r1 = *(s64 *)(r2 + 0)", "1:8: expected a type, s8 to s32, found 's64'"),
    ("w1 = *(u64 *)(r2 + 0)", "1:8: expected u8, u16 or u32, to load a w register, found 'u64'"),
    ("w1 = (s32)w2", "1:7: expected a type, s8 to s16, found 's32'"),
    ("r1 = be16 r2", "1:11: expected 'r1' again, found 'r2'"),
    ("r1 = -r2", "1:7: expected 'r1' again, found 'r2'"),
    ("*(u64 *)(r1 + 0) = w2", "1:20: expected a register, r0 to r10, found 'w2'"),
    ("lock *(u8 *)(r1 + 0) += r2", "1:8: expected u32 or u64, found 'u8'"),
    (
      "r0 = atomic_fetch_add((u32 *)(r1 + 0), r0)",
      "1:24: expected a 64-bit access, to fill an r register, found '32 bits'"
    ),
    ("if r1 ~ 5 goto +1", "1:7: expected an instruction or a comment, found '~'"),
    ("if r1 = 5 goto +1", "1:7: expected a comparison, found '='"),
    ("goto +32768", "1:7: expected an offset of 16 bits, found '32768'"),
    (
      "ld_pseudo r1, 1, 5, 6",
      "1:15: expected a source that has an upper immediate (2 or 6), found '1'"
    ),
  ])
  func errorsSayWhereAndWhat(_ text: String, _ description: String) {
    #expect {
      try Assembler.assemble(text)
    } throws: { error in
      "\(error)" == description
    }
  }

  @Test func labelsOutOfReachAreErrors() throws {
    let padding = String(repeating: "exit\n", count: 32768)
    #expect(throws: AssemblyError.self) { try Assembler.assemble("goto end\n\(padding)end: exit") }
    #expect(try Assembler.assemble("gotol end\n\(padding)end: exit")[0].immediate == 32768)
  }

  /// Damaged text assembles or throws, and never traps; what assembles decodes.
  @Test(arguments: UInt64(1)...20)
  func damagedTextNeverTraps(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array(" ,%+-*/=()[]<>&|^:;#0x9arwsul€\n".utf8)
    let sources = SampleOperations.all.map { Array($0.description.utf8) }
    for _ in 0..<1000 {
      var text = sources.randomElement(using: &generator)!
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<text.count, using: &generator)
        switch UInt.random(in: 0..<3, using: &generator) {
        case 0: text.remove(at: place)
        case 1: text.insert(alphabet.randomElement(using: &generator)!, at: place)
        default: text[place] = alphabet.randomElement(using: &generator)!
        }
        if text.isEmpty { break }
      }
      guard let slots = try? Assembler.assemble(String(decoding: text, as: UTF8.self)) else {
        continue
      }
      var index = 0
      while index < slots.count {
        index += try Operation.decode(slots, at: index).slotCount
      }
    }
  }
}
