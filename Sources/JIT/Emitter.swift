/// Encodes x86-64 instructions into memory that was set aside for them (Intel SDM volume 2).
@safe
struct Emitter {
  private let memory: UnsafeMutableRawBufferPointer
  /// Where the next instruction goes, from the start of the memory.
  private(set) var offset = 0

  /// - Parameter memory: writable as long as the emitter is used, which the compiler's caller sees to.
  init(into memory: UnsafeMutableRawBufferPointer) { unsafe self.memory = unsafe memory }

  /// Begins anew, over what was written before.
  mutating func restart() { offset = 0 }

  /// The address of the first instruction.
  var base: UInt64 { unsafe UInt64(UInt(bitPattern: memory.baseAddress)) }

  // MARK: Octets

  /// Appends the low octets of `bits`, the lowest first. Whole words are stored, as that is faster
  /// than single octets; what is beyond `count` is overwritten by what follows.
  @inline(__always)
  private mutating func append(_ bits: UInt64, count: Int) {
    precondition(unsafe offset + 8 <= memory.count, "the code is larger than its pages")
    // Sound: eight octets from the offset on lie in the memory.
    unsafe memory.storeBytes(of: bits, toByteOffset: offset, as: UInt64.self)
    offset += count
  }

  mutating func byte(_ value: UInt8) { append(UInt64(value), count: 1) }
  mutating func word16(_ value: UInt16) { append(UInt64(value), count: 2) }
  mutating func word32(_ value: Int32) { append(UInt64(UInt32(bitPattern: value)), count: 4) }
  mutating func word64(_ value: UInt64) { append(value, count: 8) }

  /// Replaces an octet that was written before.
  private mutating func patch(at place: Int, _ value: UInt8) {
    precondition((0..<offset).contains(place), "only what was written can be replaced")
    unsafe memory[place] = value
  }

  // MARK: Encoding

  enum OperandSize {
    case byte, half, word, double

    init(byteCount: Int) {
      switch byteCount {
      case 1: self = .byte
      case 2: self = .half
      case 4: self = .word
      default: self = .double
      }
    }
  }

  /// What precedes displacement and immediate of an instruction: at most seven octets.
  private struct Head {
    private(set) var bits: UInt64 = 0
    private(set) var count = 0

    @inline(__always)
    mutating func append(_ octet: UInt8) {
      bits |= UInt64(octet) << UInt64(8 * count)
      count += 1
    }

    /// The operand size's prefix, REX, and an opcode of one octet or of two, the first of which is 0x0f.
    @inline(__always)
    mutating func append(
      opcode: UInt16, _ size: OperandSize, reg: UInt8, base: X86Register,
      index: X86Register? = nil, isForced: Bool
    ) {
      if size == .half { append(0x66) }
      var rex: UInt8 = 0x40
      if size == .double { rex |= 8 }
      if reg > 7 { rex |= 4 }
      if index?.isExtended == true { rex |= 2 }
      if base.isExtended { rex |= 1 }
      if rex != 0x40 || isForced { append(rex) }
      if opcode > 0xff { append(UInt8(opcode >> 8)) }
      append(UInt8(truncatingIfNeeded: opcode))
    }
  }

  /// Prefixes, REX and opcode, then a ModRM that names two registers.
  mutating func registerForm(
    _ opcode: UInt16, _ size: OperandSize, reg: UInt8, rm: X86Register, rmIsByte: Bool = false
  ) {
    var head = Head()
    head.append(
      opcode: opcode, size, reg: reg, base: rm, isForced: rmIsByte && rm.needsRexAsByte)
    head.append(0xc0 | (reg & 7) << 3 | rm.low)
    append(head.bits, count: head.count)
  }

  /// Prefixes, REX and opcode, then a ModRM that names `[base + index + displacement]`.
  ///
  /// - Parameter index: not `rsp`, whose number stands for none.
  mutating func memoryForm(
    _ opcode: UInt16, _ size: OperandSize, reg: UInt8, base: X86Register,
    index: X86Register? = nil, displacement: Int32, regIsByte: Bool = false, prefix: UInt8? = nil
  ) {
    var head = Head()
    if let prefix { head.append(prefix) }
    let byteRex = regIsByte && X86Register(rawValue: reg & 15)!.needsRexAsByte
    head.append(opcode: opcode, size, reg: reg, base: base, index: index, isForced: byteRex)
    let isShort = Int32(Int8(truncatingIfNeeded: displacement)) == displacement
    // rbp and r13 as a base always need a displacement.
    let mode: UInt8 = displacement == 0 && base.low != 5 ? 0x00 : isShort ? 0x40 : 0x80
    // An index needs a SIB byte, as do rsp and r12 as a base.
    let hasSIB = index != nil || base.low == 4
    head.append(mode | (reg & 7) << 3 | (hasSIB ? 4 : base.low))
    if hasSIB { head.append((index?.low ?? 4) << 3 | base.low) }
    append(head.bits, count: head.count)
    switch mode {
    case 0x40: byte(UInt8(bitPattern: Int8(truncatingIfNeeded: displacement)))
    case 0x80: word32(displacement)
    default: break
    }
  }

  /// A short forward jump over what `body` emits.
  mutating func skip(_ condition: Condition, over body: (inout Emitter) -> Void) {
    byte(0x70 | condition.rawValue)
    byte(0)
    let start = offset
    body(&self)
    guard let distance = Int8(exactly: offset - start) else {
      preconditionFailure("the skipped code is longer than a short jump reaches")
    }
    patch(at: start - 1, UInt8(bitPattern: distance))
  }
}
