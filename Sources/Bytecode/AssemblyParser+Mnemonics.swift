/// What a mnemonic of uBPF's notation takes as operands.
enum Mnemonic {
  case alu(ALUOperator, Width)
  case move(Width)
  case moveSignExtended(Width, fromBits: UInt8)
  case negate(Width)
  case byteSwap(ByteOrder, bits: UInt8)
  case loadImmediate64
  case load(MemorySize, signExtended: Bool)
  case storeRegister(MemorySize)
  case storeImmediate(MemorySize)
  case lock
  case jump(isLong: Bool)
  case branch(Comparison, Width)
  case call
  case exit

  static let all: [String: Mnemonic] = {
    var table: [String: Mnemonic] = [
      "lddw": .loadImmediate64, "lock": .lock, "ja": .jump(isLong: false),
      "ja32": .jump(isLong: true), "call": .call, "exit": .exit,
    ]
    table.merge(arithmetic + jumps + memory) { _, _ in
      preconditionFailure("two forms for one mnemonic")
    }
    return table
  }()

  private static let widths: [(String, Width)] = [
    ("", .word64), ("64", .word64), ("32", .word32),
  ]

  private static var arithmetic: [(String, Mnemonic)] {
    var table: [(String, Mnemonic)] = []
    for (suffix, width) in widths {
      table += ALUOperator.allCases.map { ($0.mnemonic + suffix, .alu($0, width)) }
      table += [("mov" + suffix, .move(width)), ("neg" + suffix, .negate(width))]
    }
    // `movsx1632`: from 16 to 32 bits.
    for (bits, width) in [(UInt8(8), Width.word32), (16, .word32), (8, .word64), (16, .word64)] {
      table.append(("movsx\(bits)\(width.rawValue)", .moveSignExtended(width, fromBits: bits)))
    }
    table.append(("movsx3264", .moveSignExtended(.word64, fromBits: 32)))
    for bits in [UInt8(16), 32, 64] {
      table += [ByteOrder.toLittleEndian, .toBigEndian, .swap].map {
        ("\($0.mnemonic)\(bits)", .byteSwap($0, bits: bits))
      }
      table.append(("swap\(bits)", .byteSwap(.swap, bits: bits)))
    }
    return table
  }

  private static var jumps: [(String, Mnemonic)] {
    widths.flatMap { suffix, width in
      Comparison.allCases.map { ($0.mnemonic + suffix, .branch($0, width)) }
    }
  }

  private static var memory: [(String, Mnemonic)] {
    let sizes: [(String, MemorySize)] = [
      ("b", .byte), ("h", .half), ("w", .word), ("dw", .double),
    ]
    var table: [(String, Mnemonic)] = []
    for (suffix, size) in sizes {
      table += [
        ("ldx" + suffix, .load(size, signExtended: false)),
        ("stx" + suffix, .storeRegister(size)), ("st" + suffix, .storeImmediate(size)),
      ]
      guard size != .double else { continue }
      // uBPF's suite has had both spellings.
      table += [
        ("ldxs" + suffix, .load(size, signExtended: true)),
        ("ldx" + suffix + "sx", .load(size, signExtended: true)),
      ]
    }
    return table
  }

  /// What may follow `lock` or `lock fetch`, with the operators' widths.
  static let atomics: [(String, (AtomicOperator, MemorySize))] = AtomicOperator.all.flatMap {
    operation in
    [
      (operation.mnemonic, (operation, .double)), (operation.mnemonic + "64", (operation, .double)),
      (operation.mnemonic + "32", (operation, .word)),
    ]
  }
}

// uBPF's notation: a mnemonic, then destination and source with commas between them.

extension AssemblyParser {
  mutating func mnemonicStatement(_ form: Mnemonic) throws(AssemblyError) -> AssemblyStatement {
    switch form {
    case .jump(let isLong): return try statement(isLongJump: isLong) { .jump(offset: $0) }
    case .call: return try call()
    case .exit: return .init(.exit)
    case .lock: return .init(try lock())
    case .branch(let comparison, let width):
      let left = try register()
      try expect(",")
      let right = try operand()
      try expect(",")
      return try statement {
        .branch(comparison, width, left, right, offset: Int16(truncatingIfNeeded: $0))
      }
    case .load, .storeRegister, .storeImmediate, .loadImmediate64:
      return .init(try memoryOperation(form))
    default: return .init(try arithmeticOperation(form))
    }
  }

  private mutating func arithmeticOperation(
    _ form: Mnemonic
  ) throws(AssemblyError) -> Operation {
    let destination = try register()
    switch form {
    case .negate(let width): return .negate(width, destination: destination)
    case .byteSwap(let order, let bits):
      return .byteSwap(order, bits: bits, destination: destination)
    default: try expect(",")
    }
    switch form {
    case .alu(let operation, let width):
      return .alu(operation, width, destination: destination, operand: try operand())
    case .move(let width):
      return .move(width, destination: destination, operand: try operand())
    case .moveSignExtended(let width, let bits):
      return .moveSignExtended(
        width, fromBits: bits, destination: destination, source: try register())
    default: preconditionFailure("not an arithmetic mnemonic")
    }
  }

  private mutating func memoryOperation(_ form: Mnemonic) throws(AssemblyError) -> Operation {
    switch form {
    case .load(let size, let signExtended):
      let destination = try register()
      try expect(",")
      let (base, offset) = try bracketedPlace()
      return .load(
        size, signExtended: signExtended, destination: destination, base: base, offset: offset)
    case .storeRegister(let size):
      let (base, offset) = try bracketedPlace()
      try expect(",")
      return .storeRegister(size, base: base, offset: offset, source: try register())
    case .storeImmediate(let size):
      let (base, offset) = try bracketedPlace()
      try expect(",")
      return .storeImmediate(size, base: base, offset: offset, value: try truncatedImmediate32())
    case .loadImmediate64:
      let destination = try register()
      try expect(",")
      return .loadImmediate64(
        destination: destination, source: .constant(try immediate64()))
    default: preconditionFailure("not a memory mnemonic")
    }
  }

  /// `lock [fetch] add32 [%r10-4], %r1`; the exchanges always fetch.
  private mutating func lock() throws(AssemblyError) -> Operation {
    let fetches = take("fetch")
    let (plain, size) = try choose(Mnemonic.atomics, "an atomic operation")
    let (base, offset) = try bracketedPlace()
    try expect(",")
    let operation = fetches ? plain.fetching : plain
    return .atomic(operation, size, base: base, offset: offset, source: try register())
  }

  /// `%r3`; the percent sign may be left out.
  private mutating func register() throws(AssemblyError) -> Register {
    let hasPrefix = take("%")
    guard let named = NamedRegister(next), named.width == .word64 else {
      throw error("a register, \(hasPrefix ? "" : "%")r0 to \(hasPrefix ? "" : "%")r10")
    }
    advance()
    return named.register
  }

  private mutating func operand() throws(AssemblyError) -> Operand {
    if isAtNumber { return .immediate(try truncatedImmediate32()) }
    guard isAt("%") || next?.kind == .word else { throw error("a register or a number") }
    return .register(try register())
  }

  /// `[%r1+2]`, `[%r10-8]`, `[%r1]`.
  private mutating func bracketedPlace() throws(AssemblyError) -> (base: Register, offset: Int16) {
    try expect("[")
    let base = try register()
    let offset = isAt("+") || isAt("-") ? try offset16() : 0
    try expect("]")
    return (base, offset)
  }
}
