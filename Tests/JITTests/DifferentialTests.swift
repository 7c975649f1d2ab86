import Bytecode
import Testing

/// The machine code against the interpreter, which other tests hold against the standard's text.
@Suite struct DifferentialTests {
  private static let isThorough: Bool = {
    #if DEBUG
      false
    #else
      true
    #endif
  }()

  /// Every two-operand operation over every pair of registers, aliases and all.
  @Test(arguments: ALUOperator.allCases, [Width.word32, .word64])
  func everyPairOfRegisters(_ op: ALUOperator, _ width: Width) throws {
    for destination in Self.registers {
      for source in Self.registers {
        let operation = Operation.alu(
          op, width, destination: destination, operand: .register(source))
        for values in [Self.someValues, Self.otherValues] {
          try expectAgreement(operation, destination, source, values)
        }
      }
    }
  }

  /// Atomics that fetch, over every source and both widths.
  @Test(arguments: [MemorySize.word, .double])
  func everyAtomic(_ size: MemorySize) throws {
    let operators: [AtomicOperator] = [
      .add(fetch: true), .or(fetch: true), .and(fetch: true), .xor(fetch: true),
      .add(fetch: false), .or(fetch: false), .and(fetch: false), .xor(fetch: false), .exchange,
      .compareExchange,
    ]
    for op in operators {
      for source in Self.registers {
        for base in [Register.r10] + Self.registers where base != source {
          // The address would be compared with what lies there, which the verifier refuses.
          if op == .compareExchange, base == .r0 { continue }
          let operation = Operation.atomic(op, size, base: base, offset: -16, source: source)
          try expectAgreement(operation, base, source, Self.someValues, isMemory: true)
        }
      }
    }
  }

  /// A move and an addition, over every three registers.
  @Test func everySum() throws {
    for destination in Self.registers {
      for base in Self.registers {
        for index in Self.registers {
          try expectAgreement([
            .move(.word64, destination: destination, operand: .register(base)),
            .alu(.add, .word64, destination: destination, operand: .register(index)),
          ])
        }
        for constant in [1, -1, 127, 128, -129, .max, .min] as [Int32] {
          try expectAgreement([
            .move(.word64, destination: destination, operand: .register(base)),
            .alu(.add, .word64, destination: destination, operand: .immediate(constant)),
          ])
        }
      }
    }
  }

  /// A load from a place in an array, of every size, over every two registers.
  @Test(arguments: [
    // BPF has no load of a whole register that extends a sign.
    (MemorySize.byte, false), (.half, false), (.word, false), (.double, false), (.byte, true),
    (.half, true), (.word, true),
  ])
  func everyPlace(_ size: MemorySize, signExtended: Bool) throws {
    for destination in Self.registers {
      let load = Operation.load(
        size, signExtended: signExtended, destination: destination, base: destination, offset: 8)
      for index in Self.registers where index != destination {
        try expectAgreement([
          .move(.word64, destination: index, operand: .immediate(-24)),
          .move(.word64, destination: destination, operand: .register(.r10)),
          .alu(.add, .word64, destination: destination, operand: .register(index)),
          load,
        ])
      }
      try expectAgreement([
        .move(.word64, destination: destination, operand: .register(.r10)),
        .alu(.add, .word64, destination: destination, operand: .immediate(-40)),
        load,
      ])
    }
  }

  /// The same, where all registers and the stack hold numbers before.
  private func expectAgreement(_ operations: [Operation]) throws {
    let subject = try Subject(Self.preparation + operations + ProgramMaker.gathering + [.exit])
    #expect(subject.executed() == subject.interpreted(), "\(operations)")
  }

  private static let preparation: [Operation] =
    ProgramMaker.registers.map {
      .loadImmediate64(
        destination: $0, source: .constant(0x8123_4567_89ab_cdef &* UInt64($0.rawValue + 1)))
    }
    + ProgramMaker.offsets.enumerated().map { number, offset in
      .storeRegister(.double, base: .r10, offset: offset, source: ProgramMaker.registers[number])
    }

  /// In debug builds those that x86's division and shifts use, and one that C functions preserve.
  private static let registers =
    isThorough ? ProgramMaker.registers : [.r0, .r3, .r4, .r6]

  private typealias Values = [(UInt64, UInt64)]

  private static let someValues: Values = [
    (0, 0), (7, 0), (.max, .max), (0x8000_0000_0000_0000, .max), (0x8000_0000, 0xffff_ffff),
    (0x0123_4567_89ab_cdef, 0xffff_ffff_0000_0003),
  ]
  private static let otherValues: Values = [
    (1 << 63, 63), (.max, 64), (0xffff_ffff_8000_0001, 33), (0x1_0000_0000, 0x1_0000_0000),
    (12345, 0xffff_ffff_ffff_fff9), (0x7fff_ffff_ffff_ffff, 2),
  ]

  /// Sets all registers, runs the operation, and gathers all registers, for each pair of values.
  private func expectAgreement(
    _ operation: Operation, _ destination: Register, _ source: Register, _ values: Values,
    isMemory: Bool = false
  ) throws {
    for (first, second) in values {
      var main: [Operation] = []
      let set = { (register: Register, value: UInt64) in
        main.append(.loadImmediate64(destination: register, source: .constant(value)))
      }
      for register in ProgramMaker.registers {
        set(register, 0x1111_1111 &* UInt64(register.rawValue))
      }
      for offset in ProgramMaker.offsets {
        main.append(.storeRegister(.double, base: .r10, offset: offset, source: .r9))
      }
      set(destination == .r10 ? .r8 : destination, first)
      set(source, second)
      if isMemory {
        if source == .r0 || destination == .r0 { set(.r9, first) } else { set(.r0, first) }
        set(.r9, first)
        if source == .r9 { set(.r9, second) }
        main.append(.storeRegister(.double, base: .r10, offset: -16, source: .r9))
        if destination != .r10 {
          main.append(.move(.word64, destination: destination, operand: .register(.r10)))
        }
      }
      main.append(operation)
      // An address is no number: the verifier lets nobody mix it.
      if isMemory, destination != .r10 { set(destination, 5) }
      let subject = try Subject(main + ProgramMaker.gathering + [.exit])
      #expect(
        subject.executed() == subject.interpreted(), "\(operation) of \(first) and \(second)")
    }
  }
}
