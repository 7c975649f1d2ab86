/// Encodes x86-64 instructions into a buffer (Intel SDM volume 2).
struct Emitter {
  private(set) var bytes: [UInt8] = []

  var offset: Int { bytes.count }

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func word32(_ value: Int32) {
    let bits = UInt32(bitPattern: value)
    for shift in stride(from: 0, to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(shift)))
    }
  }

  mutating func word64(_ value: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  // MARK: Encoding

  enum OperandSize {
    case byte, half, word, double

    init(byteCount: Int) {
      switch byteCount {
      case 1: self = .byte
      case 2: self = .half
      case 4: self = .word
      default: self = .double
      }
    }
  }

  /// Prefixes, REX and opcode, then a ModRM that names two registers.
  mutating func registerForm(
    _ opcode: [UInt8], _ size: OperandSize, reg: UInt8, rm: X86Register, regIsByte: Bool = false,
    rmIsByte: Bool = false
  ) {
    if size == .half { byte(0x66) }
    let byteRex =
      (regIsByte && X86Register(rawValue: reg & 15)!.needsRexAsByte)
      || (rmIsByte && rm.needsRexAsByte)
    rex(size, reg: reg, base: rm, isForced: byteRex)
    bytes.append(contentsOf: opcode)
    byte(0xc0 | (reg & 7) << 3 | rm.low)
  }

  /// Prefixes, REX and opcode, then a ModRM that names `[base + displacement]`.
  mutating func memoryForm(
    _ opcode: [UInt8], _ size: OperandSize, reg: UInt8, base: X86Register, displacement: Int32,
    regIsByte: Bool = false, prefix: UInt8? = nil
  ) {
    if let prefix { byte(prefix) }
    if size == .half { byte(0x66) }
    let byteRex = regIsByte && X86Register(rawValue: reg & 15)!.needsRexAsByte
    rex(size, reg: reg, base: base, isForced: byteRex)
    bytes.append(contentsOf: opcode)
    address(reg: reg, base: base, displacement: displacement)
  }

  private mutating func rex(
    _ size: OperandSize, reg: UInt8, base: X86Register, isForced: Bool
  ) {
    var prefix: UInt8 = 0x40
    if size == .double { prefix |= 8 }
    if reg > 7 { prefix |= 4 }
    if base.isExtended { prefix |= 1 }
    if prefix != 0x40 || isForced { byte(prefix) }
  }

  private mutating func address(reg: UInt8, base: X86Register, displacement: Int32) {
    let field = (reg & 7) << 3
    let isShort = Int32(Int8(truncatingIfNeeded: displacement)) == displacement
    // rbp and r13 as a base always need a displacement.
    let mode: UInt8 = displacement == 0 && base.low != 5 ? 0x00 : isShort ? 0x40 : 0x80
    byte(mode | field | base.low)
    // rsp and r12 as a base need a SIB byte.
    if base.low == 4 { byte(0x24) }
    switch mode {
    case 0x40: byte(UInt8(bitPattern: Int8(truncatingIfNeeded: displacement)))
    case 0x80: word32(displacement)
    default: break
    }
  }

  // MARK: Moves

  mutating func move(
    _ destination: X86Register, _ source: X86Register, _ size: OperandSize = .double
  ) {
    registerForm([0x89], size, reg: source.rawValue, rm: destination)
  }

  /// The shortest way to a 64-bit constant.
  mutating func load(_ destination: X86Register, constant: UInt64) {
    if constant == 0 {
      registerForm([0x31], .word, reg: destination.rawValue, rm: destination)
    } else if constant <= UInt64(UInt32.max) {
      if destination.isExtended { byte(0x41) }
      byte(0xb8 | destination.low)
      word32(Int32(bitPattern: UInt32(constant)))
    } else if let short = Int32(exactly: Int64(bitPattern: constant)) {
      registerForm([0xc7], .double, reg: 0, rm: destination)
      word32(short)
    } else {
      byte(destination.isExtended ? 0x49 : 0x48)
      byte(0xb8 | destination.low)
      word64(constant)
    }
  }

  /// Loads and zero-extends.
  mutating func load(
    _ destination: X86Register, _ base: X86Register, _ displacement: Int32, byteCount: Int
  ) {
    let reg = destination.rawValue
    switch byteCount {
    case 1: memoryForm([0x0f, 0xb6], .word, reg: reg, base: base, displacement: displacement)
    case 2: memoryForm([0x0f, 0xb7], .word, reg: reg, base: base, displacement: displacement)
    case 4: memoryForm([0x8b], .word, reg: reg, base: base, displacement: displacement)
    default: memoryForm([0x8b], .double, reg: reg, base: base, displacement: displacement)
    }
  }

  mutating func loadSignExtended(
    _ destination: X86Register, _ base: X86Register, _ displacement: Int32, byteCount: Int
  ) {
    let opcode: [UInt8] =
      switch byteCount {
      case 1: [0x0f, 0xbe]
      case 2: [0x0f, 0xbf]
      default: [0x63]
      }
    memoryForm(
      opcode, .double, reg: destination.rawValue, base: base, displacement: displacement)
  }

  mutating func store(
    _ base: X86Register, _ displacement: Int32, _ source: X86Register, byteCount: Int = 8
  ) {
    memoryForm(
      [byteCount == 1 ? 0x88 : 0x89], OperandSize(byteCount: byteCount), reg: source.rawValue,
      base: base, displacement: displacement, regIsByte: byteCount == 1)
  }

  mutating func store(
    _ base: X86Register, _ displacement: Int32, constant: Int32, byteCount: Int = 8
  ) {
    memoryForm(
      [byteCount == 1 ? 0xc6 : 0xc7], OperandSize(byteCount: byteCount), reg: 0, base: base,
      displacement: displacement)
    switch byteCount {
    case 1: byte(UInt8(truncatingIfNeeded: constant))
    case 2:
      byte(UInt8(truncatingIfNeeded: constant))
      byte(UInt8(truncatingIfNeeded: constant >> 8))
    default: word32(constant)
    }
  }

  mutating func loadAddress(
    _ destination: X86Register, _ base: X86Register, _ displacement: Int32
  ) {
    memoryForm([0x8d], .double, reg: destination.rawValue, base: base, displacement: displacement)
  }

  /// `lea destination, [rip + …]` of a place in this buffer.
  mutating func loadAddress(_ destination: X86Register, ofOffset target: Int) {
    byte(destination.isExtended ? 0x4c : 0x48)
    byte(0x8d)
    byte(0x05 | destination.low << 3)
    word32(Int32(target - (offset + 4)))
  }

  // MARK: Arithmetic

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
    registerForm([group.rawValue * 8 + 1], size, reg: source.rawValue, rm: destination)
  }

  mutating func operate(
    _ group: Group, _ size: OperandSize, _ destination: X86Register, constant: Int32
  ) {
    if let short = Int8(exactly: constant) {
      registerForm([0x83], size, reg: group.rawValue, rm: destination)
      byte(UInt8(bitPattern: short))
    } else {
      registerForm([0x81], size, reg: group.rawValue, rm: destination)
      word32(constant)
    }
  }

  /// `OP [base + displacement], constant`, which has to fit eight bits.
  mutating func operateMemory(
    _ group: Group, _ base: X86Register, _ displacement: Int32, constant: Int8,
    _ size: OperandSize = .double
  ) {
    memoryForm([0x83], size, reg: group.rawValue, base: base, displacement: displacement)
    byte(UInt8(bitPattern: constant))
  }

  mutating func compareMemory(
    _ base: X86Register, _ displacement: Int32, _ source: X86Register
  ) {
    memoryForm([0x39], .double, reg: source.rawValue, base: base, displacement: displacement)
  }

  mutating func test(_ size: OperandSize, _ a: X86Register, _ b: X86Register) {
    registerForm([0x85], size, reg: b.rawValue, rm: a)
  }

  mutating func test(_ size: OperandSize, _ a: X86Register, constant: Int32) {
    registerForm([0xf7], size, reg: 0, rm: a)
    word32(constant)
  }

  /// `F7 /digit`: not 2, neg 3, mul 4, imul 5, div 6, idiv 7.
  mutating func unary(_ digit: UInt8, _ size: OperandSize, _ operand: X86Register) {
    registerForm([0xf7], size, reg: digit, rm: operand)
  }

  mutating func multiply(_ size: OperandSize, _ destination: X86Register, _ source: X86Register) {
    registerForm([0x0f, 0xaf], size, reg: destination.rawValue, rm: source)
  }

  mutating func multiply(
    _ destination: X86Register, by constant: Int32, _ size: OperandSize = .double
  ) {
    registerForm([0x69], size, reg: destination.rawValue, rm: destination)
    word32(constant)
  }

  enum Shift: UInt8 {
    case rotateLeft = 0
    case left = 4
    case right = 5
    case rightArithmetic = 7
  }

  mutating func shift(_ kind: Shift, _ size: OperandSize, _ operand: X86Register, count: UInt8) {
    registerForm([0xc1], size, reg: kind.rawValue, rm: operand)
    byte(count)
  }

  mutating func shiftByCL(_ kind: Shift, _ size: OperandSize, _ operand: X86Register) {
    registerForm([0xd3], size, reg: kind.rawValue, rm: operand)
  }

  mutating func swapBytes(_ size: OperandSize, _ operand: X86Register) {
    var prefix: UInt8 = size == .double ? 0x48 : 0x40
    if operand.isExtended { prefix |= 1 }
    if prefix != 0x40 { byte(prefix) }
    byte(0x0f)
    byte(0xc8 | operand.low)
  }

  // MARK: Control

  mutating func push(_ register: X86Register) {
    if register.isExtended { byte(0x41) }
    byte(0x50 | register.low)
  }

  mutating func pop(_ register: X86Register) {
    if register.isExtended { byte(0x41) }
    byte(0x58 | register.low)
  }

  mutating func ret() { byte(0xc3) }

  mutating func call(_ register: X86Register) {
    if register.isExtended { byte(0x41) }
    byte(0xff)
    byte(0xd0 | register.low)
  }

  mutating func callMemory(_ base: X86Register, _ displacement: Int32) {
    memoryForm([0xff], .word, reg: 2, base: base, displacement: displacement)
  }

  mutating func jumpMemory(_ base: X86Register, _ displacement: Int32) {
    memoryForm([0xff], .word, reg: 4, base: base, displacement: displacement)
  }

  mutating func call(toOffset target: Int) {
    byte(0xe8)
    word32(Int32(target - (offset + 4)))
  }

  /// Conditions, by the low four bits of their opcodes.
  enum Condition: UInt8 {
    case below = 2
    case aboveOrEqual = 3
    case equal = 4
    case notEqual = 5
    case belowOrEqual = 6
    case above = 7
    case negative = 8
    case less = 12
    case greaterOrEqual = 13
    case lessOrEqual = 14
    case greater = 15
  }

  /// Jumps to a place in this buffer, in two bytes where that reaches.
  mutating func jump(_ condition: Condition? = nil, toOffset target: Int) {
    if let short = Int8(exactly: target - (offset + 2)) {
      byte(condition.map { 0x70 | $0.rawValue } ?? 0xeb)
      byte(UInt8(bitPattern: short))
      return
    }
    if let condition {
      byte(0x0f)
      byte(0x80 | condition.rawValue)
    } else {
      byte(0xe9)
    }
    word32(Int32(target - (offset + 4)))
  }

  /// A short forward jump over what `body` emits.
  mutating func skip(_ condition: Condition, over body: (inout Emitter) -> Void) {
    byte(0x70 | condition.rawValue)
    byte(0)
    let start = offset
    body(&self)
    guard let distance = Int8(exactly: offset - start) else {
      preconditionFailure("the skipped code is longer than a short jump reaches")
    }
    bytes[start - 1] = UInt8(bitPattern: distance)
  }
}
