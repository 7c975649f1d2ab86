/// One line of assembly, as `llvm-objdump -d --no-show-raw-insn` of LLVM 21 shows it.
///
/// LLVM 21 where versions differ: numbers in hexadecimal, `w` registers for loads and stores of
/// up to 32 bits. There are no labels: targets are `+0x3` and `-0x4`, in slots from the next
/// slot. Where LLVM's text doesn't say all that the instruction does, ours says more, so that
/// assembling gives the operation back:
///
/// | operation | LLVM 21 | here |
/// | --- | --- | --- |
/// | call of a local function | `call 0x5` | `call local +0x5` |
/// | call of an exported function | `call 0x5` | `call exported 0x5`, then `, 0x3` for a module |
/// | map value address | `ld_pseudo r1, 0x2, 0x5` | with `, 0x10` for a non-zero offset |
/// | indirect packet load | `r0 = *(u8 *)skb[r3]` | `skb[r3 + 0x5]` for a non-zero immediate |
///
/// A `gotol` whose offset fits 16 bits is the same operation as a `goto`, and shows as that.
extension Operation: CustomStringConvertible {
  public var description: String {
    switch self {
    case .alu, .move, .moveSignExtended, .negate, .byteSwap: arithmeticText
    case .jump, .branch, .mayGoto, .call, .exit: jumpText
    case .atomic(let operation, let size, let base, let offset, let source):
      operation.text(size, "(\(base) \(spaced: offset))", source)
    default: memoryText
    }
  }

  private var arithmeticText: String {
    switch self {
    case .alu(let operation, let width, let destination, let operand):
      return
        "\(destination.name(width)) \(operation.symbol)= \(operand.text(width))"
    case .move(let width, let destination, let operand):
      return "\(destination.name(width)) = \(operand.text(width))"
    case .moveSignExtended(let width, let bits, let destination, let source):
      return "\(destination.name(width)) = (s\(bits))\(source.name(width))"
    case .negate(let width, let destination):
      return "\(destination.name(width)) = -\(destination.name(width))"
    case .byteSwap(let order, let bits, let destination):
      return "\(destination) = \(order.mnemonic)\(bits) \(destination)"
    default:
      preconditionFailure("not an arithmetic operation")
    }
  }

  private var jumpText: String {
    switch self {
    case .jump(let offset):
      return "\(Int16(exactly: offset) == nil ? "gotol" : "goto") \(target: offset)"
    case .branch(let comparison, let width, let left, let right, let offset):
      return "if \(left.name(width)) \(comparison.symbol) \(right.text(width))"
        + " goto \(target: Int32(offset))"
    case .mayGoto(let offset): return "may_goto \(target: Int32(offset))"
    case .call(.helper(let number)): return "call \(hex: number)"
    case .call(.local(let offset)): return "call local \(target: offset)"
    case .call(.exported(let id, let module)):
      return "call exported \(hex: id)" + (module == 0 ? "" : ", \(hex: module)")
    case .exit: return "exit"
    default: preconditionFailure("not a jump")
    }
  }

  private var memoryText: String {
    switch self {
    case .load(let size, let signExtended, let destination, let base, let offset):
      let name = signExtended ? "\(destination)" : destination.name(size.registerWidth)
      return "\(name) = *(\(signExtended ? "s" : "u")\(size.bits) *)(\(base) \(spaced: offset))"
    case .storeRegister(let size, let base, let offset, let source):
      return "*(u\(size.bits) *)(\(base) \(spaced: offset)) = \(source.name(size.registerWidth))"
    case .storeImmediate(let size, let base, let offset, let value):
      return "*(u\(size.bits) *)(\(base) \(spaced: offset)) = \(hex: value)"
    case .loadAcquire(let size, let destination, let base, let offset):
      return "\(destination.name(size.registerWidth)) = "
        + "load_acquire((u\(size.bits) *)(\(base) \(spaced: offset)))"
    case .storeRelease(let size, let base, let offset, let source):
      return "store_release((u\(size.bits) *)(\(base) \(spaced: offset)), "
        + "\(source.name(size.registerWidth)))"
    case .loadImmediate64(let destination, let source):
      return source.text(destination)
    case .loadPacket(let size, let address):
      return "r0 = *(u\(size.bits) *)skb[\(address.text)]"
    default:
      preconditionFailure("not a memory access")
    }
  }
}

extension DecodedProgram {
  /// The whole program, a line an instruction, numbered by slot and laid out as
  /// `llvm-objdump --no-show-raw-insn` does.
  public var listing: String {
    var lines = ""
    for (index, operation) in operations.enumerated() {
      guard let operation else { continue }
      let number = String(index)
      lines += String(repeating: " ", count: max(0, 8 - number.count))
      lines += "\(number):\t\(operation)\n"
    }
    return lines
  }
}

extension AtomicOperator {
  /// - Parameter place: base and offset in parentheses.
  fileprivate func text(_ size: MemorySize, _ place: String, _ source: Register) -> String {
    let name = source.name(size.registerWidth)
    let pointer = "(u\(size.bits) *)"
    // LLVM names the 64-bit and the 32-bit exchanges so.
    let suffix = size == .double ? "_64" : "32_32"
    let inner = place.dropFirst().dropLast()
    switch self {
    case .exchange:
      return "\(name) = xchg\(suffix)(\(inner), \(name))"
    case .compareExchange:
      let result = Register.r0.name(size.registerWidth)
      return "\(result) = cmpxchg\(suffix)(\(inner), \(result), \(name))"
    case .add(let fetch), .or(let fetch), .and(let fetch), .xor(let fetch):
      guard let symbol, !fetch else {
        return "\(name) = atomic_fetch_\(mnemonic)(\(pointer)\(place), \(name))"
      }
      return "lock *\(pointer)\(place) \(symbol)= \(name)"
    }
  }
}

extension ImmediateSource {
  fileprivate func text(_ destination: Register) -> String {
    if case .constant(let value) = self {
      return "\(destination) = \(hex: Int64(bitPattern: value)) ll"
    }
    let (source, low, high) = fields
    return "ld_pseudo \(destination), \(hex: source), \(hex: UInt32(bitPattern: low))"
      + (high == 0 ? "" : ", \(hex: UInt32(bitPattern: high))")
  }
}

extension PacketAddress {
  fileprivate var text: String {
    switch self {
    case .absolute(let offset): "\(hex: offset)"
    case .indirect(let register, 0): "\(register)"
    case .indirect(let register, let offset): "\(register) \(spaced: offset)"
    }
  }
}

extension Operand {
  fileprivate func text(_ width: Width) -> String {
    switch self {
    case .register(let register): register.name(width)
    case .immediate(let value): "\(hex: value)"
    }
  }
}

extension Register {
  /// `r3`, or `w3` for its low half.
  fileprivate func name(_ width: Width) -> String {
    width == .word64 ? "r\(rawValue)" : "w\(rawValue)"
  }
}

extension MemorySize {
  fileprivate var bits: Int { byteCount * 8 }
  /// LLVM names the 32-bit half for all accesses of up to 32 bits.
  var registerWidth: Width { self == .double ? .word64 : .word32 }
}

extension String.StringInterpolation {
  /// `0x2a`, `-0x1`.
  fileprivate mutating func appendInterpolation(hex value: some BinaryInteger) {
    appendInterpolation(sign: value < 0 ? "-" : "", value)
  }

  /// `+0x2a`, `-0x1`, as targets are written.
  fileprivate mutating func appendInterpolation(target value: Int32) {
    appendInterpolation(sign: value < 0 ? "-" : "+", value)
  }

  /// `+ 0x2a`, `- 0x1`, as offsets are written.
  fileprivate mutating func appendInterpolation(spaced value: some BinaryInteger) {
    appendInterpolation(sign: value < 0 ? "- " : "+ ", value)
  }

  private mutating func appendInterpolation(sign: String, _ value: some BinaryInteger) {
    appendLiteral(sign + "0x" + String(value.magnitude, radix: 16))
  }
}
