// The right-hand sides of LLVM's assignments.

extension AssemblyParser {
  mutating func value(
    for destination: NamedRegister
  ) throws(AssemblyError) -> AssemblyStatement {
    if isAt("*") { return .init(try load(into: destination)) }
    if isAt("(") { return .init(try moveSignExtended(to: destination)) }
    if let negation = try negation(of: destination) { return .init(negation) }
    if isAtNumber { return .init(try constant(for: destination)) }
    if NamedRegister(next) != nil {
      return .init(
        .move(
          destination.width, destination: destination.register,
          operand: try operand(destination.width)))
    }
    if let statement = try function(for: destination) { return .init(statement) }
    return try address(for: destination)
  }

  /// `r1 = 0x5`, `r1 = 0x5 ll`
  private mutating func constant(
    for destination: NamedRegister
  ) throws(AssemblyError) -> Operation {
    let start = self
    if destination.width == .word64 {
      let value = try immediate64()
      if take("ll") {
        return .loadImmediate64(destination: destination.register, source: .constant(value))
      }
      self = start
    }
    return .move(
      destination.width, destination: destination.register,
      operand: .immediate(try immediate32()))
  }

  /// `r1 = -r1`; not `r1 = -5`.
  private mutating func negation(
    of destination: NamedRegister
  ) throws(AssemblyError) -> Operation? {
    let start = self
    guard take("-"), next?.kind == .word else {
      self = start
      return nil
    }
    try repeated(destination)
    return .negate(destination.width, destination: destination.register)
  }

  /// The operand that LLVM's notation repeats must be the destination.
  private mutating func repeated(_ destination: NamedRegister) throws(AssemblyError) {
    let name = "\(destination.width == .word64 ? "r" : "w")\(destination.register.rawValue)"
    guard take(name) else { throw error("'\(name)' again") }
  }

  /// `r1 = (s8)r2`
  private mutating func moveSignExtended(
    to destination: NamedRegister
  ) throws(AssemblyError) -> Operation {
    try expect("(")
    let widths: [UInt8] = destination.width == .word64 ? [8, 16, 32] : [8, 16]
    let bits = try choose(
      widths.map { ("s\($0)", $0) }, "a type, s8 to s\(widths[widths.count - 1])")
    try expect(")")
    let source = try namedRegister("a register of the destination's width", destination.width)
    return .moveSignExtended(
      destination.width, fromBits: bits, destination: destination.register, source: source.register)
  }

  /// `w1 = *(u8 *)(r2 + 0x4)`, `r0 = *(u8 *)skb[r3]`
  private mutating func load(into destination: NamedRegister) throws(AssemblyError) -> Operation {
    let start = self
    try expect("*")
    try expect("(")
    let isSigned = next?.text.hasPrefix("s") ?? false
    self = start
    let (size, column) = try dereference(signed: isSigned)
    if take("skb") { return try loadPacket(size, column: column, into: destination) }
    guard destination.width == .word64 || (!isSigned && size != .double) else {
      throw AssemblyError(
        line: line, column: column, expected: "u8, u16 or u32, to load a w register",
        found: "\(isSigned ? "s" : "u")\(size.byteCount * 8)")
    }
    let (base, offset) = try place()
    return .load(
      size, signExtended: isSigned, destination: destination.register, base: base, offset: offset)
  }

  private mutating func loadPacket(
    _ size: MemorySize, column: Int, into destination: NamedRegister
  ) throws(AssemblyError) -> Operation {
    guard size != .double, destination.register == .r0 else {
      throw AssemblyError(
        line: line, column: column, expected: "u8, u16 or u32 of the packet, loaded into r0",
        found: "u\(size.byteCount * 8) into r\(destination.register.rawValue)")
    }
    try expect("[")
    let address: PacketAddress
    if isAtNumber {
      address = .absolute(try immediate32())
    } else {
      let index = try namedRegister("a register or a number", .word64).register
      address = .indirect(index, isAtNumber ? try immediate32() : 0)
    }
    try expect("]")
    return .loadPacket(size, address)
  }

  /// `r2 = name ll`: the address of the function at a label.
  private mutating func address(
    for destination: NamedRegister
  ) throws(AssemblyError) -> AssemblyStatement {
    let column = column
    guard destination.width == .word64, let name = takeWord() else { throw error("a value") }
    try expect("ll")
    return .init(
      .loadImmediate64(destination: destination.register, source: .function(offset: 0)),
      label: .init(name: name, line: line, column: column))
  }

  // MARK: Values that look like calls

  /// `nil`, with nothing taken, when the next word is none of these.
  private mutating func function(
    for destination: NamedRegister
  ) throws(AssemblyError) -> Operation? {
    guard let name = next?.text else { return nil }
    for order in [ByteOrder.toLittleEndian, .toBigEndian, .swap] {
      for bits in [UInt8(16), 32, 64] where name == "\(order.mnemonic)\(bits)" {
        return try byteSwap(order, bits, destination)
      }
    }
    for operation in AtomicOperator.all where name == "atomic_fetch_\(operation.mnemonic)" {
      return try fetch(operation.fetching, destination)
    }
    switch name {
    case "load_acquire": return try loadAcquire(destination)
    case "xchg_64": return try exchange(.double, destination)
    case "xchg32_32": return try exchange(.word, destination)
    case "cmpxchg_64": return try compareExchange(.double, destination)
    case "cmpxchg32_32": return try compareExchange(.word, destination)
    default: return nil
    }
  }

  /// `r2 = be16 r2`
  private mutating func byteSwap(
    _ order: ByteOrder, _ bits: UInt8, _ destination: NamedRegister
  ) throws(AssemblyError) -> Operation {
    advance()
    try repeated(destination)
    return .byteSwap(order, bits: bits, destination: destination.register)
  }

  /// `r2 = atomic_fetch_add((u64 *)(r1 + 0x8), r2)`
  private mutating func fetch(
    _ operation: AtomicOperator, _ destination: NamedRegister
  ) throws(AssemblyError) -> Operation {
    advance()
    try expect("(")
    let (size, column) = try pointerType(signed: false)
    try checkAtomic(size, column: column)
    try check(size, fits: destination, column: column)
    let (base, offset) = try place()
    try expect(",")
    try repeated(destination)
    try expect(")")
    return .atomic(operation, size, base: base, offset: offset, source: destination.register)
  }

  /// `w1 = load_acquire((u8 *)(r2 + 0x4))`
  private mutating func loadAcquire(
    _ destination: NamedRegister
  ) throws(AssemblyError) -> Operation {
    advance()
    try expect("(")
    let (size, column) = try pointerType(signed: false)
    try check(size, fits: destination, column: column)
    let (base, offset) = try place()
    try expect(")")
    return .loadAcquire(size, destination: destination.register, base: base, offset: offset)
  }

  /// `r2 = xchg_64(r1 + 0x8, r2)`
  private mutating func exchange(
    _ size: MemorySize, _ destination: NamedRegister
  ) throws(AssemblyError) -> Operation {
    try check(size, fits: destination, column: column)
    advance()
    try expect("(")
    let (base, offset) = try barePlace()
    try expect(",")
    try repeated(destination)
    try expect(")")
    return .atomic(
      .exchange, size, base: base, offset: offset, source: destination.register)
  }

  /// `r0 = cmpxchg_64(r1 + 0x8, r0, r2)`
  private mutating func compareExchange(
    _ size: MemorySize, _ destination: NamedRegister
  ) throws(AssemblyError) -> Operation {
    guard destination.register == .r0 else { throw error("a value other than cmpxchg's, r0") }
    try check(size, fits: destination, column: column)
    advance()
    try expect("(")
    let (base, offset) = try barePlace()
    try expect(",")
    try repeated(destination)
    try expect(",")
    let source = try stored(size)
    try expect(")")
    return .atomic(.compareExchange, size, base: base, offset: offset, source: source)
  }

  /// Ordered and fetching accesses name an `r` register for 64 bits and a `w` register below.
  private func check(
    _ size: MemorySize, fits destination: NamedRegister, column: Int
  ) throws(AssemblyError) {
    guard size.registerWidth == destination.width else {
      throw AssemblyError(
        line: line, column: column,
        expected: destination.width == .word64
          ? "a 64-bit access, to fill an r register"
          : "an access of at most 32 bits, to fill a w register",
        found: "\(size.byteCount * 8) bits")
    }
  }
}
