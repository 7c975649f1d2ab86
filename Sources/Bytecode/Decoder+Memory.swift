// RFC 9669 §5.

extension Decoder {
  /// Class LDX: plain (§5.1) and sign-extending (§5.2) loads.
  func load() throws(DecodingError) -> Operation {
    let signExtended: Bool
    switch (opcode.mode, opcode.size) {
    case (.memory, _): signExtended = false
    case (.memorySignExtended, .byte), (.memorySignExtended, .half), (.memorySignExtended, .word):
      signExtended = true
    default: throw error(.unknownOpcode)
    }
    try requireZero(.immediate)
    return .load(
      opcode.size, signExtended: signExtended, destination: try destination(),
      base: try source(), offset: slot.offset)
  }

  /// Class ST (§5.1).
  func storeImmediate() throws(DecodingError) -> Operation {
    guard opcode.mode == .memory else { throw error(.unknownOpcode) }
    try requireZero(.source)
    return .storeImmediate(
      opcode.size, base: try destination(), offset: slot.offset, value: slot.immediate)
  }

  /// Class STX: plain stores (§5.1) and atomics (§5.3).
  func storeRegister() throws(DecodingError) -> Operation {
    switch opcode.mode {
    case .memory:
      try requireZero(.immediate)
      return .storeRegister(
        opcode.size, base: try destination(), offset: slot.offset, source: try source())
    case .atomic:
      return try atomic()
    default:
      throw error(.unknownOpcode)
    }
  }

  private func atomic() throws(DecodingError) -> Operation {
    let size = opcode.size
    // Linux's ordered loads and stores exist in all four sizes.
    switch slot.immediate {
    case AtomicOperator.loadAcquire:
      return .loadAcquire(
        size, destination: try destination(), base: try source(), offset: slot.offset)
    case AtomicOperator.storeRelease:
      return .storeRelease(
        size, base: try destination(), offset: slot.offset, source: try source())
    default:
      break
    }
    guard size == .word || size == .double,
      let operation = AtomicOperator(immediate: slot.immediate)
    else {
      throw error(.unknownSelector(.atomicOperation, value: Int(slot.immediate)))
    }
    return .atomic(
      operation, size, base: try destination(), offset: slot.offset, source: try source())
  }

  /// Class LD: `ld_imm64` (§5.4) and legacy packet access (§5.5).
  func nonStandardLoad(second: Instruction?) throws(DecodingError) -> Operation {
    switch (opcode.mode, opcode.size) {
    case (.immediate, .double):
      return try loadImmediate64(second: second)
    case (.absolute, .byte), (.absolute, .half), (.absolute, .word):
      try requireZero([.destination, .source, .offset])
      return .loadPacket(opcode.size, .absolute(slot.immediate))
    case (.indirect, .byte), (.indirect, .half), (.indirect, .word):
      try requireZero([.destination, .offset])
      return .loadPacket(opcode.size, .indirect(try source(), slot.immediate))
    default:
      throw error(.unknownOpcode)
    }
  }

  private func loadImmediate64(second: Instruction?) throws(DecodingError) -> Operation {
    try requireZero(.offset)
    let destination = try destination()
    guard slot.source <= 6 else {
      throw error(.unknownSelector(.immediateSource, value: Int(slot.source)))
    }
    guard let second else { throw error(.missingSecondSlot) }
    let upper = SecondSlot(slot: second, index: index + 1)
    try upper.requireFieldsZero()
    return .loadImmediate64(destination: destination, source: try immediateSource(upper))
  }

  private func immediateSource(_ upper: SecondSlot) throws(DecodingError) -> ImmediateSource {
    let low = slot.immediate
    let high = UInt32(bitPattern: upper.slot.immediate)
    switch slot.source {
    case 0: return .constant(UInt64(high) << 32 | UInt64(UInt32(bitPattern: low)))
    case 2: return .mapValueByDescriptor(low, offset: high)
    case 6: return .mapValueByIndex(low, offset: high)
    default: break
    }
    try upper.requireImmediateZero()
    switch slot.source {
    case 1: return .mapByDescriptor(low)
    case 3: return .variable(UInt32(bitPattern: low))
    case 4: return .function(offset: low)
    default: return .mapByIndex(low)
    }
  }
}

/// The second half of `ld_imm64` (RFC 9669 §3.2): only its immediate carries anything.
struct SecondSlot {
  let slot: Instruction
  let index: Int

  func requireFieldsZero() throws(DecodingError) {
    if slot.opcode != 0 { throw error(.opcode, Int(slot.opcode)) }
    if slot.destination != 0 { throw error(.destination, Int(slot.destination)) }
    if slot.source != 0 { throw error(.source, Int(slot.source)) }
    if slot.offset != 0 { throw error(.offset, Int(slot.offset)) }
  }

  func requireImmediateZero() throws(DecodingError) {
    if slot.immediate != 0 { throw error(.immediate, Int(slot.immediate)) }
  }

  private func error(_ field: DecodingError.Field, _ value: Int) -> DecodingError {
    DecodingError(index: index, slot: slot, reason: .secondSlotNotZero(field, value: value))
  }
}
