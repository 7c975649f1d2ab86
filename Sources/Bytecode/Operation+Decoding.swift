extension Operation {
  /// Decodes the instruction whose first slot is `instructions[index]`; `ld_imm64` reads the
  /// next slot, too.
  ///
  /// Legal is what RFC 9669 has a table row for (all conformance groups, `packet` included) and
  /// what Linux adds: `may_goto`, load-acquire, store-release and the module of a call by BTF id.
  /// Fields that a row doesn't use must be zero (RFC 9669 §3.1). Targets aren't looked at: see
  /// ``DecodedProgram``. Costs no heap allocation.
  public static func decode(
    _ instructions: [Instruction], at index: Int
  ) throws(DecodingError) -> Operation {
    let decoder = Decoder(slot: instructions[index], index: index)
    switch decoder.opcode.instructionClass {
    case .alu: return try decoder.arithmetic(.word32)
    case .alu64: return try decoder.arithmetic(.word64)
    case .jmp: return try decoder.jump()
    case .jmp32: return try decoder.jump32()
    case .ldx: return try decoder.load()
    case .st: return try decoder.storeImmediate()
    case .stx: return try decoder.storeRegister()
    case .ld:
      let next = index + 1
      return try decoder.nonStandardLoad(
        second: next < instructions.count ? instructions[next] : nil)
    }
  }
}

/// One slot on its way to an ``Operation``: the fields and their checks.
struct Decoder {
  let slot: Instruction
  let index: Int

  var opcode: Opcode { Opcode(slot.opcode) }

  func error(_ reason: DecodingError.Reason) -> DecodingError {
    DecodingError(index: index, slot: slot, reason: reason)
  }

  /// Fields to check together; an option set because an array would be a heap allocation.
  struct Fields: OptionSet {
    let rawValue: UInt8
    static let destination = Fields(rawValue: 1)
    static let source = Fields(rawValue: 2)
    static let offset = Fields(rawValue: 4)
    static let immediate = Fields(rawValue: 8)
  }

  func requireZero(_ fields: Fields) throws(DecodingError) {
    if fields.contains(.destination), slot.destination != 0 {
      throw error(.reservedNotZero(.destination, value: Int(slot.destination)))
    }
    if fields.contains(.source), slot.source != 0 {
      throw error(.reservedNotZero(.source, value: Int(slot.source)))
    }
    if fields.contains(.offset), slot.offset != 0 {
      throw error(.reservedNotZero(.offset, value: Int(slot.offset)))
    }
    if fields.contains(.immediate), slot.immediate != 0 {
      throw error(.reservedNotZero(.immediate, value: Int(slot.immediate)))
    }
  }

  func destination() throws(DecodingError) -> Register {
    guard let register = Register(exactly: slot.destination) else {
      throw error(.registerOutOfRange(.destination, number: slot.destination))
    }
    return register
  }

  func source() throws(DecodingError) -> Register {
    guard let register = Register(exactly: slot.source) else {
      throw error(.registerOutOfRange(.source, number: slot.source))
    }
    return register
  }

  /// The second operand: the opcode's `s` bit chooses, and the field not chosen must be zero.
  func operand() throws(DecodingError) -> Operand {
    if opcode.usesRegister {
      try requireZero(.immediate)
      return .register(try source())
    }
    try requireZero(.source)
    return .immediate(slot.immediate)
  }
}
