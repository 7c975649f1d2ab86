import Bytecode

/// A set of BPF registers, one bit each.
struct RegisterSet: OptionSet {
  let rawValue: UInt16

  init(rawValue: UInt16) { self.rawValue = rawValue }
  init(_ register: Register) { rawValue = 1 << register.rawValue }

  /// `r1` to `r{count}`: what a call with `count` arguments reads.
  static func arguments(_ count: Int) -> RegisterSet {
    RegisterSet(rawValue: UInt16((1 << (count + 1)) - 2))
  }

  static let all = RegisterSet(rawValue: 0b111_1111_1111)
  static let callerSaved = RegisterSet(rawValue: 0b11_1111)
  static let calleeSaved = RegisterSet(rawValue: 0b11_1100_0000)

  func contains(_ register: Register) -> Bool { rawValue & 1 << register.rawValue != 0 }
}

extension Operand {
  var registers: RegisterSet {
    if case .register(let register) = self { RegisterSet(register) } else { [] }
  }
}

extension Operation {
  /// The registers that the operation overwrites.
  var writes: RegisterSet {
    switch self {
    case .alu(_, _, let destination, _), .move(_, let destination, _),
      .moveSignExtended(_, _, let destination, _), .negate(_, let destination),
      .byteSwap(_, _, let destination), .loadImmediate64(let destination, _),
      .load(_, _, let destination, _, _), .loadAcquire(_, let destination, _, _):
      RegisterSet(destination)
    case .atomic(let atomic, _, _, _, let source): atomic.writes(source: source)
    case .call, .loadPacket: .callerSaved
    case .storeRegister, .storeImmediate, .storeRelease, .jump, .branch, .mayGoto, .exit: []
    }
  }

  /// The registers that the operation reads; a call's arguments are `argumentCount`.
  func reads(argumentCount: Int) -> RegisterSet {
    switch self {
    case .alu(_, _, let destination, let operand):
      RegisterSet(destination).union(operand.registers)
    case .move(_, _, let operand): operand.registers
    case .moveSignExtended(_, _, _, let source): RegisterSet(source)
    case .negate(_, let destination), .byteSwap(_, _, let destination): RegisterSet(destination)
    case .loadImmediate64, .jump, .mayGoto: []
    case .load(_, _, _, let base, _), .loadAcquire(_, _, let base, _),
      .storeImmediate(_, let base, _, _):
      RegisterSet(base)
    case .storeRegister(_, let base, _, let source), .storeRelease(_, let base, _, let source):
      RegisterSet(base).union(RegisterSet(source))
    case .atomic(let atomic, _, let base, _, let source):
      RegisterSet(base).union(RegisterSet(source)).union(atomic.extraReads)
    case .branch(_, _, let left, let right, _): RegisterSet(left).union(right.registers)
    case .call: .arguments(argumentCount)
    case .exit: RegisterSet(.r0)
    case .loadPacket(_, .absolute): RegisterSet(.r6)
    case .loadPacket(_, .indirect(let index, _)): RegisterSet(.r6).union(RegisterSet(index))
    }
  }
}

extension AtomicOperator {
  fileprivate func writes(source: Register) -> RegisterSet {
    switch self {
    case .add(let fetch), .or(let fetch), .and(let fetch), .xor(let fetch):
      fetch ? RegisterSet(source) : []
    case .exchange: RegisterSet(source)
    case .compareExchange: RegisterSet(.r0)
    }
  }

  fileprivate var extraReads: RegisterSet {
    self == .compareExchange ? RegisterSet(.r0) : []
  }
}
