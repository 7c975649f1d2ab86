import Bytecode
import Verifier

/// Operations on numbers, which the generator follows.
extension ProgramGenerator {
  mutating func addArithmetic() {
    let destination = workRegister()
    guard let number = sketch[destination].number else { return }
    switch below(18) {
    case 0..<10: addOperation(destination, number)
    case 10: addSignExtension(destination)
    case 11: addSwap(destination, number)
    case 12:
      let width = width()
      emit(.negate(width, destination: destination))
      sketch[destination] = .number(number.negated(width))
    case 13: addNumber(to: destination)
    case 14: addNarrowMove(destination)
    case 15: addWideDivision(destination, number)
    case 16: addWideBound(destination)
    default:
      let other = freeRegister(except: [destination])
      copy(destination, to: other)
    }
  }

  private mutating func addOperation(_ destination: Register, _ number: KnownNumber) {
    let op = pick(ALUOperator.allCases)
    let width = width()
    let operand = operand(for: op, width)
    emit(.alu(op, width, destination: destination, operand: operand))
    sketch[destination] = .number(number.applying(op, width, value(of: operand)))
  }

  func value(of operand: Operand) -> KnownNumber {
    switch operand {
    case .immediate(let value): KnownNumber(constant: UInt64(bitPattern: Int64(value)))
    case .register(let register): sketch[register].number ?? .unknown
    }
  }

  private mutating func operand(for op: ALUOperator, _ width: Width) -> Operand {
    if chance(2, of: 5), let register = numberRegister() { return .register(register) }
    switch op {
    case .shiftLeft, .shiftRight, .shiftRightArithmetic:
      return .immediate(Int32(below(Int(width.rawValue))))
    case .divide, .divideSigned, .modulo, .moduloSigned:
      let value = immediate()
      return .immediate(value == 0 ? 3 : value)
    default: return .immediate(immediate())
    }
  }

  private mutating func addSignExtension(_ destination: Register) {
    let source = numberRegister() ?? destination
    guard let number = sketch[source].number else { return }
    let width = width()
    let bits: UInt8 = pick(width == .word64 ? [8, 16, 32] : [8, 16])
    emit(
      .moveSignExtended(width, fromBits: bits, destination: destination, source: source))
    sketch[destination] = .number(number.signExtended(fromBits: Int(bits), width))
  }

  private mutating func addSwap(_ destination: Register, _ number: KnownNumber) {
    let order = pick([ByteOrder.toLittleEndian, .toBigEndian, .swap])
    let bits: UInt8 = pick([16, 32, 64])
    emit(.byteSwap(order, bits: bits, destination: destination))
    sketch[destination] = .number(number.byteSwapped(order, bits: Int(bits)))
  }

  /// `w1 = w2`
  private mutating func addNarrowMove(_ destination: Register) {
    let source = numberRegister() ?? destination
    guard let number = sketch[source].number else { return }
    emit(.move(.word32, destination: destination, operand: .register(source)))
    sketch[destination] = .number(number.zeroExtended(fromBits: 32))
  }

  /// Divides by a number that isn't 0, and whose lower half may be.
  private mutating func addWideDivision(_ destination: Register, _ number: KnownNumber) {
    let divisor = freeRegister(except: [destination])
    set(divisor, to: Int32(1 + below(7)))
    apply(.shiftLeft, .word64, divisor, Int32(28 + below(8)))
    let op = pick([ALUOperator.divide, .divideSigned, .modulo, .moduloSigned])
    let width = width()
    emit(.alu(op, width, destination: destination, operand: .register(divisor)))
    sketch[destination] = .number(
      number.applying(op, width, value(of: .register(divisor))))
  }

  // MARK: Bounds

  /// Bounds a number by one that its lower half can't hold, and takes that half.
  private mutating func addWideBound(_ register: Register) {
    let limit = freeRegister(except: [register])
    set(limit, to: UInt64(1 + below(2)) << 32 + UInt64(below(64)))
    leave(if: .greater, .word64, register, .register(limit), bounding: register)
    guard let number = sketch[register].number else { return }
    emit(.move(.word32, destination: register, operand: .register(register)))
    sketch[register] = .number(number.zeroExtended(fromBits: 32))
  }

  /// Makes a number lie from 0 to `limit`, some way or other.
  mutating func bound(_ register: Register, to limit: Int) {
    guard let number = sketch[register].number else { return }
    if number.unsignedMax <= UInt64(limit), chance(3, of: 4) { return }
    let limit = isMistaken() ? limit + 1 : limit
    switch below(9) {
    case 0, 1: mask(register, number, to: limit)
    case 2: apply(.modulo, width(), register, Int32(limit + 1))
    case 3:
      let width = width()
      let bits = 64 - UInt64(limit + 1).leadingZeroBitCount - 1
      apply(.shiftRight, width, register, Int32(Int(width.rawValue) - max(1, bits)))
      if sketch[register].number!.unsignedMax > UInt64(limit) {
        mask(register, sketch[register].number!, to: limit)
      }
    case 4:
      // Two comparisons, both signed.
      leave(if: .signedLess, .word64, register, .immediate(0))
      leave(if: .signedGreater, .word64, register, .immediate(Int32(limit)))
    case 5:
      emit(.move(.word32, destination: register, operand: .register(register)))
      sketch[register] = .number(number.zeroExtended(fromBits: 32))
      leave(if: .greater, .word32, register, .immediate(Int32(limit)))
    case 6: leave(if: .greaterOrEqual, .word64, register, .immediate(Int32(limit + 1)))
    case 7:
      // Compared with a register, from the other side.
      let other = freeRegister(except: [register])
      set(other, to: Int32(limit))
      leave(if: .less, .word64, other, .register(register), bounding: register)
    default: leave(if: .greater, .word64, register, .immediate(Int32(limit)))
    }
  }

  private mutating func mask(_ register: Register, _ number: KnownNumber, to limit: Int) {
    // All numbers up to a power of two less one, or some of them.
    var mask: UInt64 = 1 << UInt64(63 - UInt64(limit + 1).leadingZeroBitCount) - 1
    if chance(1, of: 4) { mask &= ~UInt64(below(4)) }
    apply(.and, width(), register, Int32(mask))
  }

  mutating func apply(_ op: ALUOperator, _ width: Width, _ register: Register, _ value: Int32) {
    let number = sketch[register].number ?? .unknown
    emit(.alu(op, width, destination: register, operand: .immediate(value)))
    sketch[register] = .number(
      number.applying(op, width, KnownNumber(constant: UInt64(bitPattern: Int64(value)))))
  }
}
