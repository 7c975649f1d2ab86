/// What computes and compares.
extension Emitter {
  /// The operations that share one encoding: `/digit` with an immediate, `8 × digit + 1` without.
  enum Group: UInt8 {
    case add = 0
    case or = 1
    case and = 4
    case subtract = 5
    case xor = 6
    case compare = 7
  }

  mutating func operate(
    _ group: Group, _ size: OperandSize, _ destination: X86Register, _ source: X86Register
  ) {
    registerForm(UInt16(group.rawValue * 8 + 1), size, reg: source.rawValue, rm: destination)
  }

  mutating func operate(
    _ group: Group, _ size: OperandSize, _ destination: X86Register, constant: Int32
  ) {
    if let short = Int8(exactly: constant) {
      registerForm(0x83, size, reg: group.rawValue, rm: destination)
      byte(UInt8(bitPattern: short))
    } else {
      registerForm(0x81, size, reg: group.rawValue, rm: destination)
      word32(constant)
    }
  }

  /// `OP [base + displacement], constant`.
  mutating func operateMemory(
    _ group: Group, _ base: X86Register, _ displacement: Int32, constant: Int32,
    _ size: OperandSize = .double
  ) {
    guard let short = Int8(exactly: constant) else {
      memoryForm(0x81, size, reg: group.rawValue, base: base, displacement: displacement)
      return word32(constant)
    }
    memoryForm(0x83, size, reg: group.rawValue, base: base, displacement: displacement)
    byte(UInt8(bitPattern: short))
  }

  /// `OP destination, [base + displacement]`, of 64 bits.
  mutating func operate(
    _ group: Group, _ destination: X86Register, _ base: X86Register, _ displacement: Int32
  ) {
    memoryForm(
      UInt16(group.rawValue * 8 + 3), .double, reg: destination.rawValue, base: base,
      displacement: displacement)
  }

  /// `OP [base + displacement], source`, of 64 bits.
  mutating func operateMemory(
    _ group: Group, _ base: X86Register, _ displacement: Int32, _ source: X86Register
  ) {
    memoryForm(
      UInt16(group.rawValue * 8 + 1), .double, reg: source.rawValue, base: base,
      displacement: displacement)
  }

  /// The number of the highest bit that is set in 64, of which there has to be one.
  mutating func scanReverse(_ destination: X86Register, _ source: X86Register) {
    registerForm(0x0fbd, .double, reg: destination.rawValue, rm: source)
  }

  mutating func compareMemory(
    _ base: X86Register, _ displacement: Int32, _ source: X86Register
  ) {
    memoryForm(0x39, .double, reg: source.rawValue, base: base, displacement: displacement)
  }

  mutating func test(_ size: OperandSize, _ a: X86Register, _ b: X86Register) {
    registerForm(0x85, size, reg: b.rawValue, rm: a)
  }

  mutating func test(_ size: OperandSize, _ a: X86Register, constant: Int32) {
    registerForm(0xf7, size, reg: 0, rm: a)
    word32(constant)
  }

  /// `F7 /digit`: not 2, neg 3, mul 4, imul 5, div 6, idiv 7.
  mutating func unary(_ digit: UInt8, _ size: OperandSize, _ operand: X86Register) {
    registerForm(0xf7, size, reg: digit, rm: operand)
  }

  mutating func multiply(_ size: OperandSize, _ destination: X86Register, _ source: X86Register) {
    registerForm(0x0faf, size, reg: destination.rawValue, rm: source)
  }

  mutating func multiply(
    _ destination: X86Register, by constant: Int32, _ size: OperandSize = .double
  ) {
    registerForm(0x69, size, reg: destination.rawValue, rm: destination)
    word32(constant)
  }

  enum Shift: UInt8 {
    case rotateLeft = 0
    case left = 4
    case right = 5
    case rightArithmetic = 7
  }

  mutating func shift(_ kind: Shift, _ size: OperandSize, _ operand: X86Register, count: UInt8) {
    registerForm(0xc1, size, reg: kind.rawValue, rm: operand)
    byte(count)
  }

  mutating func shiftByCL(_ kind: Shift, _ size: OperandSize, _ operand: X86Register) {
    registerForm(0xd3, size, reg: kind.rawValue, rm: operand)
  }

  mutating func swapBytes(_ size: OperandSize, _ operand: X86Register) {
    var prefix: UInt8 = size == .double ? 0x48 : 0x40
    if operand.isExtended { prefix |= 1 }
    if prefix != 0x40 { byte(prefix) }
    byte(0x0f)
    byte(0xc8 | operand.low)
  }
}
