import Bytecode

extension Compiler {
  mutating func emitArithmetic(_ operation: Operation, at slot: Int) {
    switch operation {
    case .alu(let op, let width, let destination, let operand):
      emitALU(op, Emitter.OperandSize(width), X86Register(destination), operand)
    case .move(let width, let destination, let operand):
      emitMove(width, X86Register(destination), operand)
    case .moveSignExtended(let width, let bits, let destination, let source):
      emitSignExtension(
        Emitter.OperandSize(width), bits: bits, X86Register(destination), X86Register(source))
    case .negate(let width, let destination):
      emitter.unary(3, Emitter.OperandSize(width), X86Register(destination))
    case .byteSwap(let order, let bits, let destination):
      emitByteSwap(order, bits: bits, X86Register(destination))
    case .loadImmediate64(let destination, let source):
      emitImmediate(X86Register(destination), source, at: slot)
    default: preconditionFailure("not an arithmetic operation")
    }
  }

  mutating func emitMove(_ width: Width, _ destination: X86Register, _ operand: Operand) {
    switch operand {
    case .register(let source):
      // A 32-bit move to itself still clears the upper half.
      if width == .word64, X86Register(source) == destination { return }
      emitter.move(destination, X86Register(source), Emitter.OperandSize(width))
    case .immediate(let value):
      emitter.load(
        destination,
        constant: width == .word64
          ? UInt64(bitPattern: Int64(value)) : UInt64(UInt32(bitPattern: value)))
    }
  }

  private mutating func emitALU(
    _ op: ALUOperator, _ size: Emitter.OperandSize, _ destination: X86Register, _ operand: Operand
  ) {
    switch op {
    case .add: emitGroup(.add, size, destination, operand)
    case .subtract: emitGroup(.subtract, size, destination, operand)
    case .or: emitGroup(.or, size, destination, operand)
    case .and: emitGroup(.and, size, destination, operand)
    case .xor: emitGroup(.xor, size, destination, operand)
    case .multiply: emitMultiply(size, destination, operand)
    case .shiftLeft: emitShift(.left, size, destination, operand)
    case .shiftRight: emitShift(.right, size, destination, operand)
    case .shiftRightArithmetic: emitShift(.rightArithmetic, size, destination, operand)
    case .divide: emitDivision(size, destination, operand, signed: false, wantsRemainder: false)
    case .modulo: emitDivision(size, destination, operand, signed: false, wantsRemainder: true)
    case .divideSigned:
      emitDivision(size, destination, operand, signed: true, wantsRemainder: false)
    case .moduloSigned:
      emitDivision(size, destination, operand, signed: true, wantsRemainder: true)
    }
  }

  private mutating func emitGroup(
    _ group: Emitter.Group, _ size: Emitter.OperandSize, _ destination: X86Register,
    _ operand: Operand
  ) {
    switch operand {
    case .register(let source):
      emitter.operate(group, size, destination, X86Register(source))
    case .immediate(let value): emitter.operate(group, size, destination, constant: value)
    }
  }

  private mutating func emitMultiply(
    _ size: Emitter.OperandSize, _ destination: X86Register, _ operand: Operand
  ) {
    switch operand {
    case .register(let source): emitter.multiply(size, destination, X86Register(source))
    case .immediate(let value): emitter.multiply(destination, by: value, size)
    }
  }

  /// BPF shifts by the amount modulo the width, as x86 does. A variable amount must be in `cl`,
  /// which is BPF's `r4`.
  private mutating func emitShift(
    _ shift: Emitter.Shift, _ size: Emitter.OperandSize, _ destination: X86Register,
    _ operand: Operand
  ) {
    switch operand {
    case .immediate(let value):
      let mask: Int32 = size == .double ? 63 : 31
      emitter.shift(shift, size, destination, count: UInt8(value & mask))
    case .register(let source):
      let amount = X86Register(source)
      if amount == .rcx, destination != .rcx {
        emitter.shiftByCL(shift, size, destination)
        return
      }
      let target: X86Register = destination == .rcx ? .scratch2 : destination
      emitter.move(.scratch, .rcx)
      if target == .scratch2 { emitter.move(.scratch2, .rcx) }
      if amount != .rcx { emitter.move(.rcx, amount) }
      emitter.shiftByCL(shift, size, target)
      emitter.move(.rcx, target == .scratch2 ? .scratch2 : .scratch)
    }
  }

  /// `div` takes its operands in rax and rdx, which are BPF's `r0` and `r3`. Division by zero gives
  /// 0 and modulo by zero the dividend (RFC 9669 §4.1); the one signed overflow must not trap.
  private mutating func emitDivision(
    _ size: Emitter.OperandSize, _ destination: X86Register, _ operand: Operand, signed: Bool,
    wantsRemainder: Bool
  ) {
    switch operand {
    case .register(let source): emitter.move(.scratch, X86Register(source), size)
    case .immediate(let value):
      emitter.load(
        .scratch,
        constant: size == .double
          ? UInt64(bitPattern: Int64(value)) : UInt64(UInt32(bitPattern: value)))
    }
    emitter.move(.scratch2, .rax)
    emitter.move(.scratch3, .rdx)
    if destination != .rax { emitter.move(.rax, destination, size) }
    if destination == .rax, size == .word { emitter.move(.rax, .rax, .word) }
    emitQuotient(size, signed: signed)
    // rax holds the quotient, rdx the remainder; scratch is free.
    emitter.move(.scratch, wantsRemainder ? .rdx : .rax, size)
    emitter.move(.rax, .scratch2)
    emitter.move(.rdx, .scratch3)
    emitter.move(destination, .scratch, size)
  }

  private mutating func emitQuotient(_ size: Emitter.OperandSize, signed: Bool) {
    emitter.test(size, .scratch, .scratch)
    emitter.skip(.notEqual) { code in
      code.move(.rdx, .rax, size)
      code.load(.rax, constant: 0)
      // A divisor of one makes the division below harmless; its results are replaced after it.
    }
    emitter.test(size, .scratch, .scratch)
    emitter.skip(.equal) { code in
      guard signed else {
        code.load(.rdx, constant: 0)
        code.unary(6, size, .scratch)
        return
      }
      code.operate(.compare, size, .scratch, constant: -1)
      code.skip(.equal) { code in
        // Sign-extends rax into rdx.
        if size == .double { code.byte(0x48) }
        code.byte(0x99)
        code.unary(7, size, .scratch)
      }
      code.operate(.compare, size, .scratch, constant: -1)
      code.skip(.notEqual) { code in
        code.unary(3, size, .rax)
        code.load(.rdx, constant: 0)
      }
    }
  }

  private mutating func emitSignExtension(
    _ size: Emitter.OperandSize, bits: UInt8, _ destination: X86Register, _ source: X86Register
  ) {
    switch bits {
    case 8:
      emitter.registerForm(
        0x0fbe, size, reg: destination.rawValue, rm: source, rmIsByte: true)
    case 16: emitter.registerForm(0x0fbf, size, reg: destination.rawValue, rm: source)
    default: emitter.registerForm(0x63, .double, reg: destination.rawValue, rm: source)
    }
  }

  private mutating func emitByteSwap(
    _ order: ByteOrder, bits: UInt8, _ destination: X86Register
  ) {
    let mustSwap = order != .toLittleEndian
    switch bits {
    case 16:
      if mustSwap { emitter.shift(.rotateLeft, .half, destination, count: 8) }
      emitter.registerForm(0x0fb7, .word, reg: destination.rawValue, rm: destination)
    case 32:
      if mustSwap {
        emitter.swapBytes(.word, destination)
      } else {
        emitter.move(destination, destination, .word)
      }
    default: if mustSwap { emitter.swapBytes(.double, destination) }
    }
  }

  private mutating func emitImmediate(
    _ destination: X86Register, _ source: ImmediateSource, at slot: Int
  ) {
    switch unit.image.reference(at: slot) {
    case .map(let index)?: emitter.load(destination, constant: addresses.maps[index])
    case .mapValue(let index, let offset)?:
      emitter.load(destination, constant: addresses.mapValues[index] + UInt64(offset))
    case .function(let index)?:
      let isCoroutine = verified.functions[index].isCoroutine
      emitter.loadAddress(
        destination, ofOffset: isCoroutine ? startOffsets[index] : functionOffsets[index])
    default:
      guard case .constant(let value) = source else {
        preconditionFailure("the verifier refuses unresolved references")
      }
      emitter.load(destination, constant: value)
    }
  }
}

extension Emitter.OperandSize {
  init(_ width: Width) { self = width == .word64 ? .double : .word }
}
