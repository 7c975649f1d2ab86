/// What a legal instruction does: the decoded form that the verifier and the engines switch over.
///
/// Made by ``decode(_:at:)``; an `Operation` therefore exists only for encodings that RFC 9669 (or
/// Linux, for the few it adds) has a table row for.
public enum Operation: Hashable, Sendable {
  /// `destination = destination OP operand`; 32-bit forms zero the upper half.
  case alu(ALUOperator, Width, destination: Register, operand: Operand)
  /// `destination = operand`; the 32-bit form zeroes the upper half, an immediate sign-extends.
  case move(Width, destination: Register, operand: Operand)
  /// `destination = (sN)source` with N = 8, 16 or 32, extended to `width`.
  case moveSignExtended(Width, fromBits: UInt8, destination: Register, source: Register)
  case negate(Width, destination: Register)
  /// Host order ↔ little or big endian, or an unconditional swap; `bits` is 16, 32 or 64.
  case byteSwap(ByteOrder, bits: UInt8, destination: Register)
  /// The two-slot `ld_imm64`.
  case loadImmediate64(destination: Register, source: ImmediateSource)
  case load(MemorySize, signExtended: Bool, destination: Register, base: Register, offset: Int16)
  case storeRegister(MemorySize, base: Register, offset: Int16, source: Register)
  case storeImmediate(MemorySize, base: Register, offset: Int16, value: Int32)
  case atomic(AtomicOperator, MemorySize, base: Register, offset: Int16, source: Register)
  case loadAcquire(MemorySize, destination: Register, base: Register, offset: Int16)
  case storeRelease(MemorySize, base: Register, offset: Int16, source: Register)
  /// Offsets count instruction slots from the *next* slot.
  case jump(offset: Int32)
  case branch(Comparison, Width, Register, Operand, offset: Int16)
  /// Linux's `may_goto`: jumps when the program's loop budget is used up.
  case mayGoto(offset: Int16)
  case call(CallTarget)
  case exit
  /// Legacy packet access (RFC 9669 §5.7) into `r0`.
  case loadPacket(MemorySize, PacketAddress)
}

public enum Width: UInt8, Hashable, Sendable {
  case word32 = 32
  case word64 = 64
}

public enum MemorySize: UInt8, Hashable, Sendable, CaseIterable {
  case byte = 1
  case half = 2
  case word = 4
  case double = 8

  public var byteCount: Int { Int(rawValue) }
}

public enum Operand: Hashable, Sendable {
  case register(Register)
  case immediate(Int32)
}

public enum ALUOperator: Hashable, Sendable, CaseIterable {
  case add, subtract, multiply, divide, divideSigned, modulo, moduloSigned
  case or, and, xor, shiftLeft, shiftRight, shiftRightArithmetic
}

public enum ByteOrder: Hashable, Sendable {
  case toLittleEndian, toBigEndian, swap
}

public enum Comparison: Hashable, Sendable, CaseIterable {
  case equal, notEqual, set
  case greater, greaterOrEqual, less, lessOrEqual
  case signedGreater, signedGreaterOrEqual, signedLess, signedLessOrEqual
}

public enum AtomicOperator: Hashable, Sendable {
  case add(fetch: Bool), or(fetch: Bool), and(fetch: Bool), xor(fetch: Bool)
  case exchange, compareExchange
}

/// What the 64 immediate bits of `ld_imm64` stand for (RFC 9669 §5.4).
public enum ImmediateSource: Hashable, Sendable {
  case constant(UInt64)
  case mapByDescriptor(Int32)
  case mapValueByDescriptor(Int32, offset: UInt32)
  case variable(UInt32)
  /// A function's address: the target counts slots from the slot after the first half.
  case function(offset: Int32)
  case mapByIndex(Int32)
  case mapValueByIndex(Int32, offset: UInt32)
}

public enum CallTarget: Hashable, Sendable {
  /// A helper by its static number.
  case helper(Int32)
  /// A BPF function, in slots from the next slot.
  case local(offset: Int32)
  /// A helper or exported function by BTF id; `module` is the instruction's offset field.
  case exported(Int32, module: Int16)
}

public enum PacketAddress: Hashable, Sendable {
  case absolute(Int32)
  case indirect(Register, Int32)
}
