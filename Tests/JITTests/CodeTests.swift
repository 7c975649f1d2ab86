import Bytecode
import class Foundation.FileHandle
import Testing

/// What the machine code looks like, and where it lies.
@Suite struct CodeTests {
  private static let ending: [UInt8] = [0x48, 0x89, 0xec, 0xc3]  // mov rsp, rbp; ret

  struct Golden: CustomTestStringConvertible, Sendable {
    var operation: Operation
    var bytes: [UInt8]
    /// As GNU and LLVM tools disassemble the bytes.
    var testDescription: String
  }

  static let golden: [Golden] = [
    Golden(
      operation: .alu(.add, .word64, destination: .r0, operand: .register(.r7)),
      bytes: [0x4c, 0x01, 0xe8], testDescription: "add rax, r13"),
    Golden(
      operation: .alu(.subtract, .word32, destination: .r9, operand: .immediate(1)),
      bytes: [0x41, 0x83, 0xef, 0x01], testDescription: "sub r15d, 1"),
    Golden(
      operation: .alu(.and, .word64, destination: .r2, operand: .immediate(0x1000)),
      bytes: [0x48, 0x81, 0xe6, 0x00, 0x10, 0x00, 0x00], testDescription: "and rsi, 0x1000"),
    Golden(
      operation: .alu(.multiply, .word64, destination: .r6, operand: .register(.r8)),
      bytes: [0x49, 0x0f, 0xaf, 0xde], testDescription: "imul rbx, r14"),
    Golden(
      operation: .alu(.shiftLeft, .word64, destination: .r1, operand: .immediate(3)),
      bytes: [0x48, 0xc1, 0xe7, 0x03], testDescription: "shl rdi, 3"),
    Golden(
      operation: .alu(.shiftRightArithmetic, .word32, destination: .r5, operand: .register(.r4)),
      bytes: [0x41, 0xd3, 0xf8], testDescription: "sar r8d, cl"),
    Golden(
      operation: .negate(.word64, destination: .r3), bytes: [0x48, 0xf7, 0xda],
      testDescription: "neg rdx"),
    Golden(
      operation: .byteSwap(.toBigEndian, bits: 64, destination: .r8), bytes: [0x49, 0x0f, 0xce],
      testDescription: "bswap r14"),
    Golden(
      operation: .move(.word32, destination: .r0, operand: .register(.r0)), bytes: [0x89, 0xc0],
      testDescription: "mov eax, eax"),
    Golden(
      operation: .moveSignExtended(.word64, fromBits: 8, destination: .r0, source: .r2),
      bytes: [0x48, 0x0f, 0xbe, 0xc6], testDescription: "movsx rax, sil"),
    Golden(
      operation: .storeRegister(.byte, base: .r10, offset: -8, source: .r1),
      bytes: [0x40, 0x88, 0x7d, 0xf8], testDescription: "mov byte ptr [rbp - 8], dil"),
    Golden(
      operation: .storeImmediate(.half, base: .r10, offset: -8, value: 0x1234),
      bytes: [0x66, 0xc7, 0x45, 0xf8, 0x34, 0x12],
      testDescription: "mov word ptr [rbp - 8], 0x1234"),
    Golden(
      operation: .load(.half, signExtended: false, destination: .r7, base: .r10, offset: -16),
      bytes: [0x44, 0x0f, 0xb7, 0x6d, 0xf0], testDescription: "movzx r13d, word ptr [rbp - 16]"),
    Golden(
      operation: .atomic(.add(fetch: true), .double, base: .r10, offset: -8, source: .r9),
      bytes: [0xf0, 0x4c, 0x0f, 0xc1, 0x7d, 0xf8],
      testDescription: "lock xadd [rbp - 8], r15"),
  ]

  @Test(arguments: golden)
  func encodings(_ one: Golden) throws {
    let subject = try Subject(Self.prelude + [one.operation, .exit])
    let code = subject.compiled.code
    #expect(Array(code.suffix(one.bytes.count + 4)) == one.bytes + Self.ending)
  }

  /// A sum is an address, and a place in an array is part of a load.
  @Test func addresses() throws {
    let sum: [Operation] = [
      .move(.word64, destination: .r7, operand: .register(.r10)),
      .alu(.add, .word64, destination: .r7, operand: .register(.r3)),
    ]
    let index = Operation.move(.word64, destination: .r3, operand: .immediate(-16))
    let load = Operation.load(
      .word, signExtended: false, destination: .r7, base: .r7, offset: 0)
    let loaded = try Subject(Self.prelude + [index] + sum + [load, .exit]).compiled.code
    // mov r13d, dword ptr [rbp + rdx]
    #expect(Array(loaded.suffix(9)) == [0x44, 0x8b, 0x6c, 0x15, 0x00] + Self.ending)
    let added = try Subject(Self.prelude + [index] + sum + [.exit]).compiled.code
    // lea r13, [rbp + rdx]
    #expect(Array(added.suffix(9)) == [0x4c, 0x8d, 0x6c, 0x15, 0x00] + Self.ending)
  }

  /// Numbers in all registers and in the words of stack.
  private static let prelude: [Operation] =
    ProgramMaker.registers.map { .move(.word64, destination: $0, operand: .immediate(1)) }
    + ProgramMaker.offsets.map {
      .storeRegister(.double, base: .r10, offset: $0, source: .r9)
    }

  @Test func codeIsNeverWritable() throws {
    let subject = try Subject([.move(.word64, destination: .r0, operand: .immediate(7)), .exit])
    #expect(subject.executed().result == 7)
    let address = subject.compiled.address(of: 0)
    let file = try #require(FileHandle(forReadingAtPath: "/proc/self/maps"))
    let maps = String(decoding: file.readDataToEndOfFile(), as: UTF8.self)
    let line = maps.split(separator: "\n").first { line in
      let bounds = line.prefix { $0 != " " }.split(separator: "-").map { UInt64($0, radix: 16)! }
      return (bounds[0]..<bounds[1]).contains(address)
    }
    #expect(line?.split(separator: " ")[1] == "r-xp")
  }

  /// Jumps that reach far take the long form, in either direction of size.
  @Test(arguments: [1, 30, 31, 32, 33, 40, 500, 5000])
  func jumpsOfAnyLength(_ count: Int) throws {
    var main: [Operation] = [
      .move(.word64, destination: .r0, operand: .immediate(3)),
      .load(.word, signExtended: false, destination: .r2, base: .r1, offset: 0),
      .branch(.equal, .word64, .r2, .immediate(0), offset: Int16(count)),
    ]
    for _ in 0..<count {
      main.append(.alu(.add, .word64, destination: .r0, operand: .immediate(1)))
    }
    #expect(try Subject(main + [.exit]).executed().result == 3)
  }
}
