/// Moves, loads and stores.
extension Emitter {
  mutating func move(
    _ destination: X86Register, _ source: X86Register, _ size: OperandSize = .double
  ) {
    registerForm(0x89, size, reg: source.rawValue, rm: destination)
  }

  /// Moves 64 bits where the condition holds.
  mutating func move(
    _ destination: X86Register, _ source: X86Register, if condition: Condition
  ) {
    registerForm(
      0x0f40 | UInt16(condition.rawValue), .double, reg: destination.rawValue, rm: source)
  }

  /// The shortest way to a 64-bit constant.
  mutating func load(_ destination: X86Register, constant: UInt64) {
    if constant == 0 {
      registerForm(0x31, .word, reg: destination.rawValue, rm: destination)
    } else if constant <= UInt64(UInt32.max) {
      if destination.isExtended { byte(0x41) }
      byte(0xb8 | destination.low)
      word32(Int32(bitPattern: UInt32(constant)))
    } else if let short = Int32(exactly: Int64(bitPattern: constant)) {
      registerForm(0xc7, .double, reg: 0, rm: destination)
      word32(short)
    } else {
      byte(destination.isExtended ? 0x49 : 0x48)
      byte(0xb8 | destination.low)
      word64(constant)
    }
  }

  /// Loads, and extends with zeros, or with the sign, which octets of a whole register have not.
  mutating func load(
    _ destination: X86Register, _ base: X86Register, index: X86Register? = nil,
    _ displacement: Int32, byteCount: Int, signExtended: Bool = false
  ) {
    let (opcode, size): (UInt16, OperandSize) =
      switch (byteCount, signExtended) {
      case (1, false): (0x0fb6, .word)
      case (2, false): (0x0fb7, .word)
      case (4, false): (0x8b, .word)
      case (1, true): (0x0fbe, .double)
      case (2, true): (0x0fbf, .double)
      case (4, true): (0x63, .double)
      default: (0x8b, .double)
      }
    memoryForm(
      opcode, size, reg: destination.rawValue, base: base, index: index,
      displacement: displacement)
  }

  /// Has the cache line at an address come nearer; null is no fault.
  mutating func prefetch(_ base: X86Register) {
    memoryForm(0x0f18, .word, reg: 1, base: base, displacement: 0)
  }

  /// The same, so that it can be written at once (PREFETCHW, of which processors that lack it do nothing).
  mutating func prefetchForWriting(_ base: X86Register, _ displacement: Int32) {
    memoryForm(0x0f0d, .word, reg: 1, base: base, displacement: displacement)
  }

  mutating func store(
    _ base: X86Register, _ displacement: Int32, _ source: X86Register, byteCount: Int = 8
  ) {
    memoryForm(
      byteCount == 1 ? 0x88 : 0x89, OperandSize(byteCount: byteCount), reg: source.rawValue,
      base: base, displacement: displacement, regIsByte: byteCount == 1)
  }

  mutating func store(
    _ base: X86Register, _ displacement: Int32, constant: Int32, byteCount: Int = 8
  ) {
    memoryForm(
      byteCount == 1 ? 0xc6 : 0xc7, OperandSize(byteCount: byteCount), reg: 0, base: base,
      displacement: displacement)
    switch byteCount {
    case 1: byte(UInt8(truncatingIfNeeded: constant))
    case 2: word16(UInt16(truncatingIfNeeded: constant))
    default: word32(constant)
    }
  }

  mutating func loadAddress(
    _ destination: X86Register, _ base: X86Register, index: X86Register? = nil,
    _ displacement: Int32
  ) {
    memoryForm(
      0x8d, .double, reg: destination.rawValue, base: base, index: index,
      displacement: displacement)
  }

  /// `lea destination, [rip + …]` of a place in this buffer.
  mutating func loadAddress(_ destination: X86Register, ofOffset target: Int) {
    byte(destination.isExtended ? 0x4c : 0x48)
    byte(0x8d)
    byte(0x05 | destination.low << 3)
    word32(Int32(target - (offset + 4)))
  }
}
