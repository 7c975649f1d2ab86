/// Why a slot isn't a legal instruction, with the numbers a user needs to find it.
public struct DecodingError: Error, Hashable, Sendable {
  /// The offending slot's index, from zero; for the second half of `ld_imm64`, that half's.
  public let index: Int
  /// The slot as it was found.
  public let slot: Instruction
  public let reason: Reason

  public enum Field: Hashable, Sendable {
    case opcode, destination, source, offset, immediate
  }

  /// A field whose value selects among forms, and didn't select one.
  public enum Selector: Hashable, Sendable {
    /// Offset 0 or, where there is a signed form, 1.
    case divisionOffset
    /// Offset 0, or 8, 16 and (64-bit only) 32 with a register source.
    case moveOffset
    case byteSwapWidth
    case atomicOperation
    case immediateSource
    case callSource
  }

  public enum Reason: Hashable, Sendable {
    /// No table row has this opcode; that includes `callx`, which Baton doesn't accept.
    case unknownOpcode
    /// A register field holds 11...15.
    case registerOutOfRange(Field, number: UInt8)
    /// A field that this instruction doesn't use must be zero.
    case reservedNotZero(Field, value: Int)
    case unknownSelector(Selector, value: Int)
    /// `ld_imm64` in the last slot.
    case missingSecondSlot
    /// All of the second slot of `ld_imm64` but its immediate must be zero, and so must the
    /// immediate, too, for sources that use only the first one.
    case secondSlotNotZero(Field, value: Int)
    /// A jump, branch, local call or function address that leaves `0..<count`.
    case targetOutOfRange(target: Int, count: Int)
    /// A target that is the second half of an `ld_imm64`.
    case targetInsideInstruction(target: Int)
  }

  init(index: Int, slot: Instruction, reason: Reason) {
    self.index = index
    self.slot = slot
    self.reason = reason
  }
}

extension DecodingError: CustomStringConvertible {
  /// One line: index, the eight octets in memory order, and what is wrong.
  public var description: String { "instruction \(index) (\(slot.octetText)): \(reason)" }
}

extension DecodingError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownOpcode:
      "unknown opcode"
    case .registerOutOfRange(let field, let number):
      "the \(field) register is r\(number), but registers end at r10"
    case .reservedNotZero(let field, let value):
      "the \(field) field is unused here and must be 0, not \(value)"
    case .unknownSelector(let selector, let value):
      "\(selector), not \(value)"
    case .missingSecondSlot:
      "ld_imm64 takes two slots, but the program ends after the first"
    case .secondSlotNotZero(let field, let value):
      "the \(field) field in the second slot of ld_imm64 must be 0, not \(value)"
    case .targetOutOfRange(let target, let count):
      "the target is instruction \(target), outside of the program's 0..<\(count)"
    case .targetInsideInstruction(let target):
      "the target, \(target), is the second half of an ld_imm64"
    }
  }
}

extension DecodingError.Field: CustomStringConvertible {
  public var description: String {
    switch self {
    case .opcode: "opcode"
    case .destination: "destination"
    case .source: "source"
    case .offset: "offset"
    case .immediate: "immediate"
    }
  }
}

extension DecodingError.Selector: CustomStringConvertible {
  public var description: String {
    switch self {
    case .divisionOffset: "the offset must be 0 (unsigned) or 1 (signed)"
    case .moveOffset:
      "the offset must be 0 (plain move), or with a register source 8, 16 or (64-bit) 32"
    case .byteSwapWidth: "the immediate must be a width of 16, 32 or 64 bits"
    case .atomicOperation: "the immediate must name an atomic operation of this size"
    case .immediateSource: "the source of ld_imm64 must be 0...6"
    case .callSource:
      "the source of a call must be 0 (helper), 1 (local) or 2 (exported function)"
    }
  }
}

extension Instruction {
  /// The eight octets in memory order, as `llvm-objdump` shows them.
  var octetText: String {
    (0..<UInt64(Self.byteCount)).map { index in
      let octet = UInt8(truncatingIfNeeded: encoded >> (8 * index))
      return (octet < 16 ? "0" : "") + String(octet, radix: 16)
    }.joined(separator: " ")
  }
}
