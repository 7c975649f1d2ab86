extension Operation {
  /// The one or two slots that decode to this operation.
  ///
  /// An unconditional jump takes the short form (`goto`) where its offset fits 16 bits, and the
  /// long one (`gotol`) elsewhere: decoding gives the same operation for both.
  ///
  /// - Precondition: the operation exists: widths are 8, 16 or 32 bits for sign extension and
  ///   16, 32 or 64 for byte swaps, and sizes have a row in RFC 9669 (no sign-extending
  ///   64-bit load, no 8-bit or 16-bit atomics but load-acquire and store-release).
  public var encoded: [Instruction] {
    switch self {
    case .loadImmediate64(let destination, let source):
      let fields = source.fields
      return [
        Instruction(
          opcode: Opcode(.ld, mode: .immediate, size: .double).rawValue,
          destination: destination.rawValue, source: fields.source, immediate: fields.low),
        Instruction(opcode: 0, immediate: fields.high),
      ]
    case .alu, .move, .moveSignExtended, .negate, .byteSwap: return [arithmeticSlot]
    case .jump, .branch, .mayGoto, .call, .exit: return [jumpSlot]
    default: return [memorySlot]
    }
  }

  private var arithmeticSlot: Instruction {
    switch self {
    case .alu(let operation, let width, let destination, let operand):
      return Instruction(
        width.arithmeticClass, code: operation.code, destination, operand,
        offset: operation.offset)
    case .move(let width, let destination, let operand):
      return Instruction(width.arithmeticClass, code: OperationCode.move, destination, operand)
    case .moveSignExtended(let width, let bits, let destination, let source):
      precondition(bits == 8 || bits == 16 || (bits == 32 && width == .word64), "no such move")
      return Instruction(
        width.arithmeticClass, code: OperationCode.move, destination, .register(source),
        offset: Int16(bits))
    case .negate(let width, let destination):
      return Instruction(
        width.arithmeticClass, code: OperationCode.negate, destination, .immediate(0))
    case .byteSwap(let order, let bits, let destination):
      precondition(bits == 16 || bits == 32 || bits == 64, "no such byte swap")
      let opcode = Opcode(
        order == .swap ? .alu64 : .alu, code: OperationCode.byteSwap,
        usesRegister: order == .toBigEndian)
      return Instruction(
        opcode: opcode.rawValue, destination: destination.rawValue, immediate: Int32(bits))
    default:
      preconditionFailure("not an arithmetic operation")
    }
  }

  private var jumpSlot: Instruction {
    switch self {
    case .jump(let offset):
      guard let short = Int16(exactly: offset) else { return .longJump(offset: offset) }
      return Instruction(
        opcode: Opcode(.jmp, code: OperationCode.jump).rawValue, offset: short)
    case .branch(let comparison, let width, let left, let right, let offset):
      return Instruction(
        width == .word64 ? .jmp : .jmp32, code: comparison.code, left, right, offset: offset)
    case .mayGoto(let offset):
      return Instruction(
        opcode: Opcode(.jmp, code: OperationCode.conditionalJump).rawValue, offset: offset)
    case .call(let target):
      return target.slot
    case .exit:
      return Instruction(opcode: Opcode(.jmp, code: OperationCode.exit).rawValue)
    default:
      preconditionFailure("not a jump")
    }
  }

  private var memorySlot: Instruction {
    switch self {
    case .load(let size, let signExtended, let destination, let base, let offset):
      precondition(!(signExtended && size == .double), "there is nothing to extend")
      return Instruction(
        .ldx, signExtended ? .memorySignExtended : .memory, size, destination, base, offset)
    case .storeRegister(let size, let base, let offset, let source):
      return Instruction(.stx, .memory, size, base, source, offset)
    case .storeImmediate(let size, let base, let offset, let value):
      return Instruction(
        opcode: Opcode(.st, mode: .memory, size: size).rawValue, destination: base.rawValue,
        offset: offset, immediate: value)
    case .atomic(let operation, let size, let base, let offset, let source):
      precondition(size == .word || size == .double, "atomics are 32 or 64 bits wide")
      return Instruction(.stx, .atomic, size, base, source, offset, operation.immediate)
    case .loadAcquire(let size, let destination, let base, let offset):
      return Instruction(
        .stx, .atomic, size, destination, base, offset, AtomicOperator.loadAcquire)
    case .storeRelease(let size, let base, let offset, let source):
      return Instruction(.stx, .atomic, size, base, source, offset, AtomicOperator.storeRelease)
    case .loadPacket(let size, let address):
      precondition(size != .double, "packet loads are at most 32 bits wide")
      return address.slot(size)
    default:
      preconditionFailure("not a memory access")
    }
  }
}

extension Width {
  fileprivate var arithmeticClass: InstructionClass { self == .word64 ? .alu64 : .alu }
}

extension Instruction {
  /// `gotol`: the jump whose 32-bit offset is in the immediate field.
  static func longJump(offset: Int32) -> Instruction {
    Instruction(opcode: Opcode(.jmp32, code: OperationCode.jump).rawValue, immediate: offset)
  }

  fileprivate init(
    _ instructionClass: InstructionClass, code: UInt8, _ left: Register, _ right: Operand,
    offset: Int16 = 0
  ) {
    switch right {
    case .register(let source):
      self.init(
        opcode: Opcode(instructionClass, code: code, usesRegister: true).rawValue,
        destination: left.rawValue, source: source.rawValue, offset: offset)
    case .immediate(let immediate):
      self.init(
        opcode: Opcode(instructionClass, code: code).rawValue, destination: left.rawValue,
        offset: offset, immediate: immediate)
    }
  }

  fileprivate init(
    _ instructionClass: InstructionClass, _ mode: AddressMode, _ size: MemorySize,
    _ destination: Register, _ source: Register, _ offset: Int16, _ immediate: Int32 = 0
  ) {
    self.init(
      opcode: Opcode(instructionClass, mode: mode, size: size).rawValue,
      destination: destination.rawValue, source: source.rawValue, offset: offset,
      immediate: immediate)
  }
}

extension ImmediateSource {
  /// The source field and both immediates of `ld_imm64` (RFC 9669 §5.4).
  var fields: (source: UInt8, low: Int32, high: Int32) {
    switch self {
    case .constant(let value):
      (0, Int32(truncatingIfNeeded: value), Int32(truncatingIfNeeded: value >> 32))
    case .mapByDescriptor(let descriptor): (1, descriptor, 0)
    case .mapValueByDescriptor(let descriptor, let offset):
      (2, descriptor, Int32(bitPattern: offset))
    case .variable(let id): (3, Int32(bitPattern: id), 0)
    case .function(let offset): (4, offset, 0)
    case .mapByIndex(let index): (5, index, 0)
    case .mapValueByIndex(let index, let offset): (6, index, Int32(bitPattern: offset))
    }
  }
}

extension CallTarget {
  fileprivate var slot: Instruction {
    let opcode = Opcode(.jmp, code: OperationCode.call).rawValue
    return switch self {
    case .helper(let number): Instruction(opcode: opcode, immediate: number)
    case .local(let offset): Instruction(opcode: opcode, source: 1, immediate: offset)
    case .exported(let id, let module):
      Instruction(opcode: opcode, source: 2, offset: module, immediate: id)
    }
  }
}

extension PacketAddress {
  fileprivate func slot(_ size: MemorySize) -> Instruction {
    switch self {
    case .absolute(let offset):
      Instruction(
        opcode: Opcode(.ld, mode: .absolute, size: size).rawValue, immediate: offset)
    case .indirect(let register, let offset):
      Instruction(
        opcode: Opcode(.ld, mode: .indirect, size: size).rawValue, source: register.rawValue,
        immediate: offset)
    }
  }
}
