import Bytecode
import Testing

/// uBPF's notation, against encodings written down from RFC 9669's tables.
@Suite struct MnemonicNotationTests {
  static let arithmetic: [(String, UInt8, Int16)] = [
    ("add", 0x00, 0), ("sub", 0x10, 0), ("mul", 0x20, 0), ("div", 0x30, 0), ("sdiv", 0x30, 1),
    ("or", 0x40, 0), ("and", 0x50, 0), ("lsh", 0x60, 0), ("rsh", 0x70, 0), ("mod", 0x90, 0),
    ("smod", 0x90, 1), ("xor", 0xa0, 0), ("mov", 0xb0, 0), ("arsh", 0xc0, 0),
  ]

  @Test(arguments: [("", UInt8(0x7)), ("64", 0x7), ("32", 0x4)])
  func arithmeticHasThreeSuffixes(_ suffix: String, _ low: UInt8) throws {
    for (name, code, offset) in Self.arithmetic {
      #expect(
        try Assembler.assemble("\(name)\(suffix) %r3, -5")
          == [Instruction(opcode: code | low, destination: 3, offset: offset, immediate: -5)])
      #expect(
        try Assembler.assemble("\(name)\(suffix) %r3, %r10")
          == [Instruction(opcode: code | 8 | low, destination: 3, source: 10, offset: offset)])
    }
    #expect(
      try Assembler.assemble("neg\(suffix) %r3")
        == [Instruction(opcode: 0x80 | low, destination: 3)])
  }

  static let comparisons: [(String, UInt8)] = [
    ("jeq", 0x10), ("jgt", 0x20), ("jge", 0x30), ("jset", 0x40), ("jne", 0x50), ("jsgt", 0x60),
    ("jsge", 0x70), ("jlt", 0xa0), ("jle", 0xb0), ("jslt", 0xc0), ("jsle", 0xd0),
  ]

  @Test(arguments: [("", UInt8(0x5)), ("32", 0x6)])
  func branchesHaveTwoSuffixes(_ suffix: String, _ low: UInt8) throws {
    for (name, code) in Self.comparisons {
      #expect(
        try Assembler.assemble("\(name)\(suffix) %r1, -1, -2")
          == [Instruction(opcode: code | low, destination: 1, offset: -2, immediate: -1)])
      #expect(
        try Assembler.assemble("\(name)\(suffix) %r1, %r2, +0x10")
          == [Instruction(opcode: code | 8 | low, destination: 1, source: 2, offset: 16)])
    }
  }

  static let atomics: [(String, Int32)] = [
    ("add", 0x00), ("or", 0x40), ("and", 0x50), ("xor", 0xa0), ("fetch add", 0x01),
    ("fetch or", 0x41), ("fetch and", 0x51), ("fetch xor", 0xa1), ("xchg", 0xe1),
    ("cmpxchg", 0xf1), ("fetch xchg", 0xe1), ("fetch cmpxchg", 0xf1),
  ]

  @Test(arguments: [("", UInt8(0xdb)), ("32", 0xc3)])
  func atomicsHaveTwoSuffixes(_ suffix: String, _ opcode: UInt8) throws {
    for (name, immediate) in Self.atomics {
      #expect(
        try Assembler.assemble("lock \(name)\(suffix) [%r10-8], %r1")
          == [
            Instruction(
              opcode: opcode, destination: 10, source: 1, offset: -8, immediate: immediate)
          ])
    }
  }

  static let sizes: [(String, UInt8)] = [("w", 0x00), ("h", 0x08), ("b", 0x10), ("dw", 0x18)]

  @Test func loadsAndStoresHaveFourSizes() throws {
    func expect(_ text: String, _ expected: Instruction) throws {
      #expect(try Assembler.assemble(text) == [expected], "\(text)")
    }
    for (size, bits) in Self.sizes {
      try expect(
        "ldx\(size) %r0, [%r1+2]",
        Instruction(opcode: 0x61 | bits, destination: 0, source: 1, offset: 2))
      try expect(
        "stx\(size) [%r1], %r2", Instruction(opcode: 0x63 | bits, destination: 1, source: 2))
      try expect(
        "st\(size) [%r1-0x2], 0xCCBBAA99",
        Instruction(
          opcode: 0x62 | bits, destination: 1, offset: -2, immediate: Int32(bitPattern: 0xccbb_aa99)
        ))
      guard size != "dw" else { continue }
      for name in ["ldxs\(size)", "ldx\(size)sx"] {
        try expect(
          "\(name) %r0, [%r1+2]",
          Instruction(opcode: 0x81 | bits, destination: 0, source: 1, offset: 2))
      }
    }
    for name in ["ldxsdw", "ldxdwsx"] {
      #expect(throws: AssemblyError.self) { try Assembler.assemble("\(name) %r0, [%r1]") }
    }
  }

  @Test(arguments: [
    ("le16 %r1", "d4 01 00 00 10 00 00 00"), ("le32 %r1", "d4 01 00 00 20 00 00 00"),
    ("le64 %r1", "d4 01 00 00 40 00 00 00"), ("be16 %r1", "dc 01 00 00 10 00 00 00"),
    ("be32 %r1", "dc 01 00 00 20 00 00 00"), ("be64 %r1", "dc 01 00 00 40 00 00 00"),
    ("bswap16 %r1", "d7 01 00 00 10 00 00 00"), ("swap32 %r1", "d7 01 00 00 20 00 00 00"),
    ("bswap64 %r1", "d7 01 00 00 40 00 00 00"), ("movsx832 %r1, %r2", "bc 21 08 00 00 00 00 00"),
    ("movsx1632 %r1, %r2", "bc 21 10 00 00 00 00 00"),
    ("movsx864 %r1, %r2", "bf 21 08 00 00 00 00 00"),
    ("movsx1664 %r1, %r2", "bf 21 10 00 00 00 00 00"),
    ("movsx3264 %r1, %r2", "bf 21 20 00 00 00 00 00"),
    ("lddw %r0, 0x1122334455667788", "18 00 00 00 88 77 66 55 00 00 00 00 44 33 22 11"),
    ("lddw %r0, -1", "18 00 00 00 ff ff ff ff 00 00 00 00 ff ff ff ff"),
    ("exit", "95 00 00 00 00 00 00 00"), ("call 1", "85 00 00 00 01 00 00 00"),
    ("call helper 0x3f", "85 00 00 00 3f 00 00 00"),
    ("call local -2", "85 10 00 00 fe ff ff ff"), ("call local 2", "85 10 00 00 02 00 00 00"),
    ("call runtime 0x2a", "85 20 00 00 2a 00 00 00"), ("ja -1", "05 00 ff ff 00 00 00 00"),
    ("ja32 +70000", "06 00 00 00 70 11 01 00"),
    // The suites have programs without percent signs, and one with an oversized immediate.
    ("mov r0, r6", "bf 60 00 00 00 00 00 00"), ("stxdw [r10-8], r0", "7b 0a f8 ff 00 00 00 00"),
    ("mov32 r1, 0x876543210", "b4 01 00 00 10 32 54 76"),
  ])
  func otherMnemonics(_ text: String, _ octets: String) throws {
    #expect(try Assembler.assemble(text) == Corpus.slots(octets: octets))
  }

  @Test func blanksAndCommentsAreFree() throws {
    let slots = try Assembler.assemble("\t mov  %r0 ,1;x\r\n\n#x\n// x\nexit//x\r\n;")
    #expect(
      slots == [Instruction(opcode: 0xb7, immediate: 1), Instruction(opcode: 0x95)])
    #expect(try Assembler.assemble("").isEmpty)
  }
}
