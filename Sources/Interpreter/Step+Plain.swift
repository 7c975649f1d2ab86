import Bytecode

extension Step {
  /// The step of an operation that means the same in every unit; nil for calls and for addresses
  /// that only the unit knows.
  init?(plain operation: Operation) {
    switch operation {
    case .alu(let arithmetic, let width, let destination, let operand):
      self.init(kind: .arithmetic(arithmetic, width), destination, operand)
    case .move(let width, let destination, let operand):
      self.init(kind: width == .word64 ? .move64 : .move32, destination, operand)
    case .moveSignExtended(let width, let bits, let destination, let source):
      self.init(kind: .signExtend(width, bits), destination, .register(source))
    case .negate(let width, let destination):
      self.init(kind: width == .word64 ? .negate64 : .negate32, destination, .immediate(0))
    case .byteSwap(let order, let bits, let destination):
      self.init(kind: .byteSwap(order, bits), destination, .register(destination))
    case .loadImmediate64(let destination, .constant(let value)):
      self.init(loading: value, into: destination)
    case .load, .loadAcquire, .storeRegister, .storeImmediate, .storeRelease, .atomic:
      self.init(memory: operation)
    case .jump(let offset):
      self.init(kind: .jump, immediate: Int64(offset).unsigned)
    case .branch(let comparison, let width, let left, let right, let offset):
      self.init(kind: .branch(comparison, width), left, right)
      self.offset = offset
    case .exit: self.init(kind: .exit)
    case .loadPacket(let size, let address):
      self.init(kind: .loadPacket, destination: UInt8(size.byteCount))
      switch address {
      case .absolute(let offset): immediate = UInt64(UInt32(bitPattern: offset))
      case .indirect(let index, let offset):
        source = index.rawValue
        immediate = UInt64(UInt32(bitPattern: offset))
      }
    case .loadImmediate64, .call, .mayGoto: return nil
    }
  }

  /// `ld_imm64` with all 64 bits known.
  init(loading value: UInt64, into destination: Register) {
    self.init(kind: .loadImmediate64, destination: destination.rawValue, immediate: value)
  }

  private init(kind: Kind, _ destination: Register, _ operand: Operand) {
    self.init(kind: kind, destination: destination.rawValue)
    switch operand {
    case .register(let register): source = register.rawValue
    case .immediate(let value): immediate = Int64(value).unsigned
    }
  }

  private init(memory operation: Operation) {
    switch operation {
    case .load(let size, let isSigned, let destination, let base, let offset):
      self.init(
        kind: isSigned ? .loadSigned(size) : .load(byteCount: size.byteCount),
        destination: destination.rawValue, source: base.rawValue, offset: offset)
    case .storeRegister(let size, let base, let offset, let source):
      self.init(kind: .store(size), base, .register(source))
      self.offset = offset
    case .storeImmediate(let size, let base, let offset, let value):
      self.init(kind: .store(size), base, .immediate(value))
      self.offset = offset
    case .loadAcquire(let size, let destination, let base, let offset):
      self.init(
        kind: .loadAcquire, destination: destination.rawValue, source: base.rawValue,
        offset: offset, immediate: UInt64(size.byteCount))
    case .storeRelease(let size, let base, let offset, let source):
      self.init(
        kind: .storeRelease, destination: base.rawValue, source: source.rawValue, offset: offset,
        immediate: UInt64(size.byteCount))
    case .atomic(let atomic, let size, let base, let offset, let source):
      self.init(kind: .atomic(atomic, size), base, .register(source))
      self.offset = offset
      immediate = UInt64(atomic.oldValueRegister(source: source.rawValue))
    default: preconditionFailure("not a memory operation")
    }
  }
}
