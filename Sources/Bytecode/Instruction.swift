/// One encoded 64-bit instruction slot, field by field, with no claim that it is legal
/// (RFC 9669 §3).
///
/// ```
///  63            32 31      16 15   12 11    8 7       0
/// +----------------+----------+-------+-------+---------+
/// |   immediate    |  offset  |  src  |  dst  | opcode  |   little-endian
/// +----------------+----------+-------+-------+---------+
/// ```
///
/// `ld_imm64` takes two consecutive slots; the second one has opcode 0.
public struct Instruction: Hashable, Sendable, BitwiseCopyable {
  public static let byteCount = 8

  public var opcode: UInt8
  /// Destination in the low nibble, source in the high one, as encoded.
  public var registers: UInt8
  /// In instructions for jumps, in octets for memory accesses.
  public var offset: Int16
  public var immediate: Int32

  public init(
    opcode: UInt8, destination: UInt8 = 0, source: UInt8 = 0, offset: Int16 = 0,
    immediate: Int32 = 0
  ) {
    precondition(destination < 16 && source < 16, "register fields are four bits wide")
    self.opcode = opcode
    self.registers = source << 4 | destination
    self.offset = offset
    self.immediate = immediate
  }

  /// Takes the slot apart from its little-endian encoding.
  public init(encoded: UInt64) {
    opcode = UInt8(truncatingIfNeeded: encoded)
    registers = UInt8(truncatingIfNeeded: encoded >> 8)
    offset = Int16(truncatingIfNeeded: encoded >> 16)
    immediate = Int32(truncatingIfNeeded: encoded >> 32)
  }

  public var encoded: UInt64 {
    UInt64(opcode) | UInt64(registers) << 8
      | UInt64(UInt16(bitPattern: offset)) << 16
      | UInt64(UInt32(bitPattern: immediate)) << 32
  }

  public var destination: UInt8 { registers & 0xf }
  public var source: UInt8 { registers >> 4 }
}
