import Bytecode

/// The rows of RFC 9669's tables and of Linux's additions, written out by hand: what is legal,
/// and what it means. Nothing here calls the decoder.
enum InstructionTable {
  /// What one field may hold.
  enum Rule: Sendable {
    case any
    case register
    case one(of: [Int])
    static let zero = Rule.one(of: [0])

    func allows(_ value: Int) -> Bool {
      switch self {
      case .any: true
      case .register: value <= 10
      case .one(let values): values.contains(value)
      }
    }
  }

  struct Row: Sendable {
    var opcode: UInt8
    var destination = Rule.zero
    var source = Rule.zero
    var offset = Rule.zero
    var immediate = Rule.zero
    let meaning: @Sendable (Instruction) -> Operation

    func matches(_ slot: Instruction) -> Bool {
      destination.allows(Int(slot.destination)) && source.allows(Int(slot.source))
        && offset.allows(Int(slot.offset)) && immediate.allows(Int(slot.immediate))
    }
  }

  /// All one-slot instructions, by opcode.
  static let rows: [[Row]] = {
    var table = [[Row]](repeating: [], count: 256)
    for row in arithmetic + byteSwaps + jumps + memory + atomics + packet {
      table[Int(row.opcode)].append(row)
    }
    return table
  }()

  static func meaning(of slot: Instruction) -> Operation? {
    let matching = rows[Int(slot.opcode)].filter { $0.matches(slot) }
    precondition(matching.count < 2, "two rows claim \(slot)")
    return matching.first?.meaning(slot)
  }
}

extension Instruction {
  var d: Register { Register(rawValue: destination) }
  var s: Register { Register(rawValue: source) }
}

// MARK: RFC 9669 §4.1 and §4.2

extension InstructionTable {
  /// Name, code, offset.
  static let arithmeticTable: [(ALUOperator, UInt8, Int)] = [
    (.add, 0x0, 0), (.subtract, 0x1, 0), (.multiply, 0x2, 0), (.divide, 0x3, 0),
    (.divideSigned, 0x3, 1), (.or, 0x4, 0), (.and, 0x5, 0), (.shiftLeft, 0x6, 0),
    (.shiftRight, 0x7, 0), (.modulo, 0x9, 0), (.moduloSigned, 0x9, 1), (.xor, 0xa, 0),
    (.shiftRightArithmetic, 0xc, 0),
  ]

  static var arithmetic: [Row] {
    var rows: [Row] = []
    for (width, low) in [(Width.word32, UInt8(0x4)), (.word64, 0x7)] {
      for (name, code, offset) in arithmeticTable {
        rows += bothOperands(code << 4 | low, offset: .one(of: [offset])) { slot, operand in
          .alu(name, width, destination: slot.d, operand: operand)
        }
      }
      rows += bothOperands(0xb0 | low, offset: .zero) { slot, operand in
        .move(width, destination: slot.d, operand: operand)
      }
      rows.append(
        Row(
          opcode: 0xb8 | low, destination: .register, source: .register,
          offset: .one(of: width == .word64 ? [8, 16, 32] : [8, 16])
        ) { slot in
          .moveSignExtended(
            width, fromBits: UInt8(slot.offset), destination: slot.d, source: slot.s)
        })
      rows.append(
        Row(opcode: 0x80 | low, destination: .register) { .negate(width, destination: $0.d) })
    }
    return rows
  }

  static var byteSwaps: [Row] {
    let table: [(UInt8, ByteOrder)] = [
      (0xd4, .toLittleEndian), (0xdc, .toBigEndian), (0xd7, .swap),
    ]
    return table.map { opcode, order in
      Row(opcode: opcode, destination: .register, immediate: .one(of: [16, 32, 64])) { slot in
        .byteSwap(order, bits: UInt8(slot.immediate), destination: slot.d)
      }
    }
  }

  /// The K row and the X row of one code.
  static func bothOperands(
    _ opcode: UInt8, offset: Rule, meaning: @escaping @Sendable (Instruction, Operand) -> Operation
  ) -> [Row] {
    [
      Row(opcode: opcode, destination: .register, offset: offset, immediate: .any) { slot in
        meaning(slot, .immediate(slot.immediate))
      },
      Row(opcode: opcode | 0x8, destination: .register, source: .register, offset: offset) { slot in
        meaning(slot, .register(slot.s))
      },
    ]
  }
}

// MARK: RFC 9669 §4.3

extension InstructionTable {
  static let comparisonTable: [(Comparison, UInt8)] = [
    (.equal, 0x1), (.greater, 0x2), (.greaterOrEqual, 0x3), (.set, 0x4), (.notEqual, 0x5),
    (.signedGreater, 0x6), (.signedGreaterOrEqual, 0x7), (.less, 0xa), (.lessOrEqual, 0xb),
    (.signedLess, 0xc), (.signedLessOrEqual, 0xd),
  ]

  static var jumps: [Row] {
    var rows: [Row] = [
      Row(opcode: 0x05, offset: .any) { .jump(offset: Int32($0.offset)) },
      Row(opcode: 0x06, immediate: .any) { .jump(offset: $0.immediate) },
      Row(opcode: 0x85, immediate: .any) { .call(.helper($0.immediate)) },
      Row(opcode: 0x85, source: .one(of: [1]), immediate: .any) {
        .call(.local(offset: $0.immediate))
      },
      Row(opcode: 0x85, source: .one(of: [2]), offset: .any, immediate: .any) {
        .call(.exported($0.immediate, module: $0.offset))
      },
      Row(opcode: 0x95) { _ in .exit },
      // Linux.
      Row(opcode: 0xe5, offset: .any) { .mayGoto(offset: $0.offset) },
    ]
    for (width, low) in [(Width.word64, UInt8(0x5)), (.word32, 0x6)] {
      for (comparison, code) in comparisonTable {
        rows += bothOperands(code << 4 | low, offset: .any) { slot, operand in
          .branch(comparison, width, slot.d, operand, offset: slot.offset)
        }
      }
    }
    return rows
  }
}

// MARK: RFC 9669 §5

extension InstructionTable {
  static let sizeTable: [(MemorySize, UInt8)] = [
    (.word, 0x00), (.half, 0x08), (.byte, 0x10), (.double, 0x18),
  ]

  static var memory: [Row] {
    var rows: [Row] = []
    for (size, bits) in sizeTable {
      for (mode, signExtended) in [(UInt8(0x60), false), (0x80, true)] {
        if signExtended && size == .double { continue }
        rows.append(
          Row(
            opcode: mode | bits | 0x1, destination: .register, source: .register, offset: .any
          ) { slot in
            .load(
              size, signExtended: signExtended, destination: slot.d, base: slot.s,
              offset: slot.offset)
          })
      }
      rows.append(
        Row(opcode: 0x62 | bits, destination: .register, offset: .any, immediate: .any) { slot in
          .storeImmediate(size, base: slot.d, offset: slot.offset, value: slot.immediate)
        })
      rows.append(
        Row(opcode: 0x63 | bits, destination: .register, source: .register, offset: .any) { slot in
          .storeRegister(size, base: slot.d, offset: slot.offset, source: slot.s)
        })
    }
    return rows
  }

  static let atomicTable: [(AtomicOperator, Int)] = [
    (.add(fetch: false), 0x00), (.add(fetch: true), 0x01), (.or(fetch: false), 0x40),
    (.or(fetch: true), 0x41), (.and(fetch: false), 0x50), (.and(fetch: true), 0x51),
    (.xor(fetch: false), 0xa0), (.xor(fetch: true), 0xa1), (.exchange, 0xe1),
    (.compareExchange, 0xf1),
  ]

  static var atomics: [Row] {
    var rows: [Row] = []
    func add(_ bits: UInt8, _ code: Int, _ meaning: @escaping @Sendable (Instruction) -> Operation)
    {
      rows.append(
        Row(
          opcode: 0xc3 | bits, destination: .register, source: .register, offset: .any,
          immediate: .one(of: [code]), meaning: meaning))
    }
    for (size, bits) in sizeTable {
      if size == .word || size == .double {
        for (operation, code) in atomicTable {
          add(bits, code) {
            .atomic(operation, size, base: $0.d, offset: $0.offset, source: $0.s)
          }
        }
      }
      // Linux.
      add(bits, 0x100) {
        .loadAcquire(size, destination: $0.d, base: $0.s, offset: $0.offset)
      }
      add(bits, 0x110) { .storeRelease(size, base: $0.d, offset: $0.offset, source: $0.s) }
    }
    return rows
  }

  static var packet: [Row] {
    sizeTable.filter { $0.0 != .double }.flatMap { size, bits in
      [
        Row(opcode: 0x20 | bits, immediate: .any) {
          .loadPacket(size, .absolute($0.immediate))
        },
        Row(opcode: 0x40 | bits, source: .register, immediate: .any) {
          .loadPacket(size, .indirect($0.s, $0.immediate))
        },
      ]
    }
  }
}
