/// The stack, calls and jumps.
extension Emitter {
  mutating func push(_ register: X86Register) {
    if register.isExtended { byte(0x41) }
    byte(0x50 | register.low)
  }

  mutating func pop(_ register: X86Register) {
    if register.isExtended { byte(0x41) }
    byte(0x58 | register.low)
  }

  mutating func ret() { byte(0xc3) }

  /// `ud2`.
  mutating func trap() { word16(0x0b0f) }

  mutating func call(_ register: X86Register) {
    if register.isExtended { byte(0x41) }
    byte(0xff)
    byte(0xd0 | register.low)
  }

  mutating func callMemory(_ base: X86Register, _ displacement: Int32) {
    memoryForm(0xff, .word, reg: 2, base: base, displacement: displacement)
  }

  mutating func jumpMemory(_ base: X86Register, _ displacement: Int32) {
    memoryForm(0xff, .word, reg: 4, base: base, displacement: displacement)
  }

  /// As few instructions that do nothing as are `byteCount` bytes long.
  mutating func pad(_ byteCount: Int) {
    var left = byteCount
    while left > 0 {
      // Intel SDM volume 2, NOP: the recommended forms.
      switch left {
      case 8...:
        word32(0x0084_1f0f)
        word32(0)
        left -= 8
      case 4...:
        word32(0x0040_1f0f)
        left -= 4
      case 2...:
        word16(0x9066)
        left -= 2
      default:
        byte(0x90)
        left -= 1
      }
    }
  }

  /// Jumps to a place in this buffer, always in as many bytes.
  mutating func farJump(toOffset target: Int) {
    byte(0xe9)
    word32(Int32(target - (offset + 4)))
  }

  static let farJumpByteCount: Int32 = 5

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
    case notNegative = 9
    case less = 12
    case greaterOrEqual = 13
    case lessOrEqual = 14
    case greater = 15

    /// Holds where this one doesn't.
    var inverse: Condition {
      // They differ in the lowest bit (Intel SDM volume 2, appendix B.1.4.7).
      Condition(rawValue: rawValue ^ 1)!
    }
  }

  /// Jumps to a place in this buffer, in six bytes, wherever it is.
  mutating func jumpFar(_ condition: Condition, toOffset target: Int) {
    byte(0x0f)
    byte(0x80 | condition.rawValue)
    word32(Int32(target - (offset + 4)))
  }

  /// Jumps to a place in this buffer, in two bytes where that reaches.
  mutating func jump(_ condition: Condition? = nil, toOffset target: Int) {
    if let short = Int8(exactly: target - (offset + 2)) {
      byte(condition.map { 0x70 | $0.rawValue } ?? 0xeb)
      byte(UInt8(bitPattern: short))
      return
    }
    if let condition { return jumpFar(condition, toOffset: target) }
    byte(0xe9)
    word32(Int32(target - (offset + 4)))
  }
}
