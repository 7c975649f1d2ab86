/// The opcode byte taken apart (RFC 9669 §3.1), shared by the decoder and the encoder.
///
/// ```
///  arithmetic and jumps          loads and stores
///  7      4   3   2     0        7    5 4    3 2     0
/// +--------+---+-------+        +------+------+-------+
/// |  code  | s | class |        | mode | size | class |
/// +--------+---+-------+        +------+------+-------+
/// ```
struct Opcode: Hashable {
  let rawValue: UInt8

  init(_ rawValue: UInt8) { self.rawValue = rawValue }

  init(_ instructionClass: InstructionClass, code: UInt8, usesRegister: Bool = false) {
    precondition(code < 16, "an operation code is four bits wide")
    rawValue = code << 4 | (usesRegister ? 0x08 : 0) | instructionClass.rawValue
  }

  init(_ instructionClass: InstructionClass, mode: AddressMode, size: MemorySize) {
    rawValue = mode.rawValue << 5 | size.code << 3 | instructionClass.rawValue
  }

  var code: UInt8 { rawValue >> 4 }
  var usesRegister: Bool { rawValue & 0x08 != 0 }
  var mode: AddressMode? { AddressMode(rawValue: rawValue >> 5) }
  var size: MemorySize { MemorySize(code: rawValue >> 3 & 0b11) }
  var instructionClass: InstructionClass { InstructionClass(lowBits: rawValue) }
}

/// The low three bits of an opcode (RFC 9669 §3.3).
enum InstructionClass: UInt8 {
  case ld, ldx, st, stx, alu, jmp, jmp32, alu64

  init(lowBits: UInt8) {
    switch lowBits & 0b111 {
    case 0: self = .ld
    case 1: self = .ldx
    case 2: self = .st
    case 3: self = .stx
    case 4: self = .alu
    case 5: self = .jmp
    case 6: self = .jmp32
    default: self = .alu64
    }
  }
}

/// The high three bits of a load's or store's opcode (RFC 9669 §5).
enum AddressMode: UInt8 {
  case immediate = 0
  case absolute = 1
  case indirect = 2
  case memory = 3
  case memorySignExtended = 4
  case atomic = 6
}

/// Operation codes that have no operator enum of their own (RFC 9669 §4.1 and §4.3).
enum OperationCode {
  static let negate: UInt8 = 0x8
  static let move: UInt8 = 0xb
  static let byteSwap: UInt8 = 0xd

  static let jump: UInt8 = 0x0
  static let call: UInt8 = 0x8
  static let exit: UInt8 = 0x9
  /// `BPF_JCOND` of Linux's `linux/bpf.h`; its source 0 is `may_goto`.
  static let conditionalJump: UInt8 = 0xe
}

extension MemorySize {
  /// The two size bits: W, H, B, DW in this order (RFC 9669 §5).
  var code: UInt8 {
    switch self {
    case .word: 0
    case .half: 1
    case .byte: 2
    case .double: 3
    }
  }

  init(code: UInt8) {
    switch code & 0b11 {
    case 0: self = .word
    case 1: self = .half
    case 2: self = .byte
    default: self = .double
    }
  }
}
