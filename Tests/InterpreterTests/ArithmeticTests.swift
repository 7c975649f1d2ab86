import Bytecode
import Interpreter
import Testing

/// Every arithmetic operation, over edge values, against the model.
@Suite struct ArithmeticTests {
  static let operations = ALUOperator.allCases.flatMap { op in
    [Width.word32, .word64].map { (op, $0) }
  }

  @Test(arguments: operations)
  func registersMatchTheModel(_ op: ALUOperator, _ width: Width) throws {
    let program = try BareProgram([
      .move(.word64, destination: .r0, operand: .register(.r1)),
      .alu(op, width, destination: .r0, operand: .register(.r2)), .exit,
    ])
    var thread = InterpreterThread()
    for a in Edges.words {
      for b in Edges.words {
        let wanted = Model.apply(op, width, a, b)
        #expect(program.run(&thread, a, b) == wanted, "\(a) \(op) \(b), \(width)")
      }
    }
  }

  @Test(arguments: operations)
  func immediatesMatchTheModel(_ op: ALUOperator, _ width: Width) throws {
    var thread = InterpreterThread()
    for immediate in Edges.immediates {
      let program = try BareProgram([
        .move(.word64, destination: .r0, operand: .register(.r1)),
        .alu(op, width, destination: .r0, operand: .immediate(immediate)), .exit,
      ])
      for a in Edges.words {
        let wanted = Model.apply(op, width, a, UInt64(bitPattern: Int64(immediate)))
        #expect(program.run(&thread, a) == wanted, "\(a) \(op) \(immediate), \(width)")
      }
    }
  }

  @Test(arguments: [Width.word32, .word64])
  func movesAndNegation(_ width: Width) throws {
    var thread = InterpreterThread()
    let move = try BareProgram([
      .move(width, destination: .r0, operand: .register(.r1)), .exit,
    ])
    let negate = try BareProgram([
      .move(.word64, destination: .r0, operand: .register(.r1)),
      .negate(width, destination: .r0), .exit,
    ])
    for a in Edges.words {
      #expect(move.run(&thread, a) == Model.cut(Int128(a), width))
      #expect(negate.run(&thread, a) == Model.cut(-Int128(a), width))
    }
    for immediate in Edges.immediates {
      let program = try BareProgram([
        .move(width, destination: .r0, operand: .immediate(immediate)), .exit,
      ])
      #expect(program.run(&thread, 0) == Model.cut(Int128(immediate), width))
    }
  }

  @Test(arguments: [(Width.word32, 8), (.word32, 16), (.word64, 8), (.word64, 16), (.word64, 32)])
  func signExtendingMoves(_ width: Width, _ bits: Int) throws {
    let program = try BareProgram([
      .moveSignExtended(width, fromBits: UInt8(bits), destination: .r0, source: .r1), .exit,
    ])
    for a in Edges.words {
      #expect(program.run(a) == Model.signExtended(a, bits: bits, to: width))
    }
  }

  @Test(arguments: [ByteOrder.toLittleEndian, .toBigEndian, .swap], [16, 32, 64])
  func byteSwaps(_ order: ByteOrder, _ bits: Int) throws {
    let program = try BareProgram([
      .move(.word64, destination: .r0, operand: .register(.r1)),
      .byteSwap(order, bits: UInt8(bits), destination: .r0), .exit,
    ])
    for a in Edges.words {
      let once = Model.swapped(a, bits: bits)
      // The hosts that Baton runs on are little-endian: the order is already right.
      #expect(program.run(a) == (order == .toLittleEndian ? Model.swapped(once, bits: bits) : once))
    }
  }

  @Test func wideImmediates() throws {
    for value in Edges.words {
      let program = try BareProgram([
        .loadImmediate64(destination: .r0, source: .constant(value)), .exit,
      ])
      #expect(program.run() == value)
    }
  }

  static let comparisons = Comparison.allCases.flatMap { comparison in
    [Width.word32, .word64].map { (comparison, $0) }
  }

  @Test(arguments: comparisons)
  func branchesMatchTheModel(_ comparison: Comparison, _ width: Width) throws {
    var thread = InterpreterThread()
    let registers = try Self.branch(comparison, width, .register(.r2))
    for a in Edges.words {
      for b in Edges.words {
        let wanted: UInt64 = Model.holds(comparison, width, a, b) ? 1 : 0
        #expect(registers.run(&thread, a, b) == wanted, "\(a) \(comparison) \(b), \(width)")
      }
    }
    for immediate in Edges.immediates {
      let program = try Self.branch(comparison, width, .immediate(immediate))
      let b = UInt64(bitPattern: Int64(immediate))
      for a in Edges.words {
        let wanted: UInt64 = Model.holds(comparison, width, a, b) ? 1 : 0
        #expect(program.run(&thread, a) == wanted, "\(a) \(comparison) \(immediate), \(width)")
      }
    }
  }

  private static func branch(
    _ comparison: Comparison, _ width: Width, _ right: Operand
  ) throws -> BareProgram {
    try BareProgram([
      .move(.word64, destination: .r0, operand: .immediate(1)),
      .branch(comparison, width, .r1, right, offset: 1),
      .move(.word64, destination: .r0, operand: .immediate(0)), .exit,
    ])
  }
}
