/// `r3` or `w3`, as LLVM's notation names a register and its low half.
struct NamedRegister {
  let register: Register
  let width: Width

  init?(_ token: AssemblyToken?) {
    guard let token, token.kind == .word else { return nil }
    switch token.text.first {
    case "r": width = .word64
    case "w": width = .word32
    default: return nil
    }
    let digits = token.text.dropFirst()
    // "r01" would be a label.
    guard digits == "0" || digits.first != "0", let number = UInt8(digits, radix: 10),
      let register = Register(exactly: number)
    else { return nil }
    self.register = register
  }
}

// LLVM's notation: what `llvm-objdump` writes and clang assembles.

extension AssemblyParser {
  /// `nil`, with nothing taken, when the line starts like none of these.
  mutating func llvmStatement() throws(AssemblyError) -> AssemblyStatement? {
    if let destination = NamedRegister(next) {
      advance()
      return try assignment(to: destination)
    }
    if isAt("*") { return .init(try store()) }
    if take("if") { return try branch() }
    if take("goto") { return try statement { .jump(offset: $0) } }
    if take("gotol") { return try statement(isLongJump: true) { .jump(offset: $0) } }
    if take("may_goto") {
      return try statement { .mayGoto(offset: Int16(truncatingIfNeeded: $0)) }
    }
    if take("store_release") { return .init(try storeRelease()) }
    if take("ld_pseudo") { return .init(try loadPseudo()) }
    return try lockedStatement()
  }

  /// `if w1 s>= 0x5 goto +0x3`
  private mutating func branch() throws(AssemblyError) -> AssemblyStatement {
    let left = try namedRegister("a register")
    let isSigned = take("s")
    let names = Comparison.allCases
      .filter { $0.symbol.hasPrefix("s") == isSigned }
      .map { (isSigned ? String($0.symbol.dropFirst()) : $0.symbol, $0) }
    let comparison = try choose(names, "a comparison")
    let right = try operand(left.width)
    try expect("goto")
    return try statement {
      .branch(
        comparison, left.width, left.register, right, offset: Int16(truncatingIfNeeded: $0))
    }
  }

  /// `r1 = …` and `r1 += …`
  private mutating func assignment(
    to destination: NamedRegister
  ) throws(AssemblyError) -> AssemblyStatement {
    if take("=") { return try value(for: destination) }
    let isSigned = take("s")
    let names = ALUOperator.allCases
      .filter { $0.symbol.hasPrefix("s") == isSigned }
      .map { ((isSigned ? String($0.symbol.dropFirst()) : $0.symbol) + "=", $0) }
    let operation = try choose(names, "'=' or an operator like '+='")
    return .init(
      .alu(
        operation, destination.width, destination: destination.register,
        operand: try operand(destination.width)))
  }

  // MARK: Stores

  /// `*(u8 *)(r1 + 0x4) = w2`, or a number
  private mutating func store() throws(AssemblyError) -> Operation {
    let (size, _) = try dereference(signed: false)
    let (base, offset) = try place()
    try expect("=")
    if isAtNumber {
      return .storeImmediate(size, base: base, offset: offset, value: try immediate32())
    }
    return .storeRegister(size, base: base, offset: offset, source: try stored(size))
  }

  /// `store_release((u8 *)(r1 + 0x4), w2)`
  private mutating func storeRelease() throws(AssemblyError) -> Operation {
    try expect("(")
    let (size, _) = try pointerType(signed: false)
    let (base, offset) = try place()
    try expect(",")
    let source = try stored(size)
    try expect(")")
    return .storeRelease(size, base: base, offset: offset, source: source)
  }

  /// `lock *(u64 *)(r1 + 0x0) += r2`; uBPF's `lock` goes on with a word.
  private mutating func lockedStatement() throws(AssemblyError) -> AssemblyStatement? {
    let start = self
    guard take("lock"), isAt("*") else {
      self = start
      return nil
    }
    let (size, column) = try dereference(signed: false)
    try checkAtomic(size, column: column)
    let (base, offset) = try place()
    let names = AtomicOperator.all.compactMap { operation in
      operation.symbol.map { ($0 + "=", operation) }
    }
    let operation = try choose(names, "'+=', '|=', '&=' or '^='")
    return .init(
      .atomic(operation, size, base: base, offset: offset, source: try stored(size)))
  }

  /// `ld_pseudo r1, 0x2, 0x5, 0x10`: source field, lower and upper immediate.
  private mutating func loadPseudo() throws(AssemblyError) -> Operation {
    let destination = try namedRegister("a 64-bit register", .word64).register
    try expect(",")
    let column = column
    let source = try number(in: 1...6, expected: "a source of 1 to 6")
    try expect(",")
    let low = try immediate32()
    let high = take(",") ? try immediate32() : 0
    guard
      let decoded = try? Operation.decode(
        [
          Instruction(
            opcode: Opcode(.ld, mode: .immediate, size: .double).rawValue,
            destination: destination.rawValue, source: UInt8(source), immediate: low),
          Instruction(opcode: 0, immediate: high),
        ], at: 0)
    else {
      throw AssemblyError(
        line: line, column: column, expected: "a source that has an upper immediate (2 or 6)",
        found: "\(source)")
    }
    return decoded
  }

  // MARK: Parts

  mutating func namedRegister(
    _ expected: String, _ width: Width? = nil
  ) throws(AssemblyError) -> NamedRegister {
    guard let named = NamedRegister(next), width == nil || named.width == width else {
      throw error(expected)
    }
    advance()
    return named
  }

  /// A register of the destination's width, or a number.
  mutating func operand(_ width: Width) throws(AssemblyError) -> Operand {
    if isAtNumber { return .immediate(try immediate32()) }
    let name = width == .word64 ? "r" : "w"
    return .register(
      try namedRegister("a register, \(name)0 to \(name)10, or a 32-bit number", width).register)
  }

  /// The register of a load or store of `size`. LLVM 14 writes `r`, LLVM 21 `w` up to 32 bits.
  mutating func stored(_ size: MemorySize) throws(AssemblyError) -> Register {
    size == .double
      ? try namedRegister("a register, r0 to r10", .word64).register
      : try namedRegister("a register, r0 to r10 or w0 to w10").register
  }

  /// `(r1 + 0x4)`
  mutating func place() throws(AssemblyError) -> (base: Register, offset: Int16) {
    try expect("(")
    let place = try barePlace()
    try expect(")")
    return place
  }

  /// `r1 + 0x4`
  mutating func barePlace() throws(AssemblyError) -> (base: Register, offset: Int16) {
    let base = try namedRegister("a base register, r0 to r10", .word64).register
    guard isAt("+") || isAt("-") else { throw error("'+' or '-' and an offset") }
    return (base, try offset16())
  }

  /// `*(u32 *)`
  mutating func dereference(
    signed: Bool
  ) throws(AssemblyError) -> (size: MemorySize, column: Int) {
    try expect("*")
    return try pointerType(signed: signed)
  }

  /// `(u32 *)`
  mutating func pointerType(
    signed: Bool
  ) throws(AssemblyError) -> (size: MemorySize, column: Int) {
    try expect("(")
    let column = column
    let letter = signed ? "s" : "u"
    let sizes: [MemorySize] = signed ? [.byte, .half, .word] : MemorySize.allCases
    let names = sizes.map { ("\(letter)\($0.byteCount * 8)", $0) }
    let size = try choose(names, "a type, \(letter)8 to \(letter)\(signed ? 32 : 64)")
    try expect("*")
    try expect(")")
    return (size, column)
  }

  /// Arithmetic atomics are 32 or 64 bits wide (RFC 9669 §5.3).
  func checkAtomic(_ size: MemorySize, column: Int) throws(AssemblyError) {
    guard size == .word || size == .double else {
      throw AssemblyError(
        line: line, column: column, expected: "u32 or u64", found: "u\(size.byteCount * 8)")
    }
  }
}
