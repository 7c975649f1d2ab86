import Bytecode

extension Step {
  /// The step of an operation that means the same in every unit; nil for calls and for addresses
  /// that only the unit knows.
  init?(plain operation: Operation) {
    switch operation {
    case .alu(let arithmetic, let width, let destination, let operand):
      self.init(kind: width == .word64 ? .alu64 : .alu32, destination, operand)
      self.arithmetic = arithmetic
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
      self.init(kind: width == .word64 ? .branch64 : .branch32, left, right)
      self.comparison = comparison
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
      self.init(kind: size == .double ? .atomic64 : .atomic32, base, .register(source))
      self.atomic = atomic
      self.offset = offset
    default: preconditionFailure("not a memory operation")
    }
  }
}

extension Step.Kind {
  static func load(byteCount: Int) -> Self {
    switch byteCount {
    case 1: .load8
    case 2: .load16
    case 4: .load32
    default: .load64
    }
  }

  fileprivate static func loadSigned(_ size: MemorySize) -> Self {
    switch size {
    case .byte: .loadSigned8
    case .half: .loadSigned16
    case .word: .loadSigned32
    case .double: .load64
    }
  }

  fileprivate static func store(_ size: MemorySize) -> Self {
    switch size {
    case .byte: .store8
    case .half: .store16
    case .word: .store32
    case .double: .store64
    }
  }

  fileprivate static func signExtend(_ width: Width, _ bits: UInt8) -> Self {
    switch (width, bits) {
    case (.word64, 8): .signExtend8To64
    case (.word64, 16): .signExtend16To64
    case (.word64, _): .signExtend32To64
    case (.word32, 8): .signExtend8To32
    case (.word32, _): .signExtend16To32
    }
  }

  /// On little-endian hosts, which Baton runs on, only the swap to little-endian truncates alone.
  fileprivate static func byteSwap(_ order: ByteOrder, _ bits: UInt8) -> Self {
    switch (order, bits) {
    case (.toLittleEndian, 16): .truncate16
    case (.toLittleEndian, 32): .move32
    case (.toLittleEndian, _): .none
    case (_, 16): .swap16
    case (_, 32): .swap32
    case (_, _): .swap64
    }
  }
}
