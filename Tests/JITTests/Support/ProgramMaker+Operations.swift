import Bytecode

/// Single operations, and what they are made of.
extension ProgramMaker {
  mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int(random.next() % UInt64(choices.count))]
  }

  mutating func register() -> Register { pick(Self.registers) }

  mutating func width() -> Width { random.next() % 2 == 0 ? .word32 : .word64 }

  mutating func operand() -> Operand {
    random.next() % 2 == 0 ? .register(register()) : .immediate(pick(Self.immediates))
  }

  private mutating func word() -> UInt64 {
    random.next() % 4 == 0 ? random.next() : pick(Self.edges)
  }

  mutating func set(_ register: Register) {
    code.add(
      random.next() % 2 == 0
        ? .loadImmediate64(destination: register, source: .constant(word()))
        : .move(.word64, destination: register, operand: .immediate(pick(Self.immediates))))
  }

  mutating func store(_ register: Register, at offset: Int16) {
    code.add(.storeRegister(.double, base: .r10, offset: offset, source: register))
  }

  mutating func loadPointer(_ register: Register) {
    code.add(
      .load(
        .double, signExtended: false, destination: register, base: .r10,
        offset: Self.pointerOffset))
  }

  // MARK: Arithmetic

  mutating func arithmetic() -> Operation {
    let op = pick(ALUOperator.allCases)
    let width = width()
    var operand = operand()
    if case .immediate(let value) = operand, op.isShift {
      operand = .immediate(value & (Int32(width.rawValue) - 1))
    }
    return .alu(op, width, destination: register(), operand: operand)
  }

  mutating func signExtension() -> Operation {
    let width = width()
    let bits: UInt8 = pick(width == .word64 ? [8, 16, 32] : [8, 16])
    return .moveSignExtended(
      width, fromBits: bits, destination: register(), source: register())
  }

  mutating func swap() -> Operation {
    .byteSwap(
      pick([.toLittleEndian, .toBigEndian, .swap]), bits: pick([16, 32, 64]),
      destination: register())
  }

  // MARK: Memory

  /// Accesses the stack, or what the pointer points to; the register that held it is a number again.
  mutating func addAccess() {
    guard random.next() % 2 == 0 else {
      code.add(access(base: .r10, first: -32))
      return
    }
    let base = register()
    loadPointer(base)
    code.add(access(base: base, first: 0))
    set(base)
  }

  /// An access to one of the four words from `first` on, with other registers than `base`.
  private mutating func access(base: Register, first: Int16) -> Operation {
    let others = Self.registers.filter { $0 != base }
    let size = pick(MemorySize.allCases)
    let index = Int16(random.next() % UInt64(32 / size.byteCount))
    let offset = first + index * Int16(size.byteCount)
    switch random.next() % 6 {
    case 0:
      return .load(
        size, signExtended: size != .double && random.next() % 2 == 0,
        destination: pick(others), base: base, offset: offset)
    case 1: return .storeRegister(size, base: base, offset: offset, source: pick(others))
    case 2: return .storeImmediate(size, base: base, offset: offset, value: pick(Self.immediates))
    case 3:
      return .loadAcquire(size, destination: pick(others), base: base, offset: offset)
    case 4: return .storeRelease(size, base: base, offset: offset, source: pick(others))
    default: return atomic(base: base, first: first, others)
    }
  }

  private mutating func atomic(
    base: Register, first: Int16, _ others: [Register]
  ) -> Operation {
    let isFetching = random.next() % 2 == 0
    var choices: [AtomicOperator] = [
      .add(fetch: isFetching), .or(fetch: isFetching), .and(fetch: isFetching),
      .xor(fetch: isFetching), .exchange,
    ]
    // The address would be compared with what lies there, which the verifier refuses.
    if base != .r0 { choices.append(.compareExchange) }
    let size = pick([MemorySize.word, .double])
    let index = Int16(random.next() % UInt64(32 / size.byteCount))
    let op = pick(choices)
    let offset = first + index * Int16(size.byteCount)
    if op == .compareExchange, random.next() % 2 == 0 {
      // The lower half is equal where the word is the first of two; the upper one is anything.
      code.add(
        .load(.double, signExtended: false, destination: .r0, base: base, offset: offset & ~7))
    }
    return .atomic(op, size, base: base, offset: offset, source: pick(others))
  }
}

extension ALUOperator {
  var isShift: Bool {
    self == .shiftLeft || self == .shiftRight || self == .shiftRightArithmetic
  }
}
