// RFC 9669 §4.1 (arithmetic) and §4.2 (byte swaps).

extension Decoder {
  func arithmetic(_ width: Width) throws(DecodingError) -> Operation {
    switch opcode.code {
    case OperationCode.negate: return try negate(width)
    case OperationCode.move: return try move(width)
    case OperationCode.byteSwap: return try byteSwap(width)
    default: return try binary(width)
    }
  }

  private func binary(_ width: Width) throws(DecodingError) -> Operation {
    guard var operation = ALUOperator(code: opcode.code) else { throw error(.unknownOpcode) }
    if let signed = operation.signedForm {
      switch slot.offset {
      case 0: break
      case 1: operation = signed
      default: throw error(.unknownSelector(.divisionOffset, value: Int(slot.offset)))
      }
    } else {
      try requireZero(.offset)
    }
    return .alu(operation, width, destination: try destination(), operand: try operand())
  }

  /// §4.1: NEG is only defined with the source bit clear.
  private func negate(_ width: Width) throws(DecodingError) -> Operation {
    guard !opcode.usesRegister else { throw error(.unknownOpcode) }
    try requireZero([.source, .offset, .immediate])
    return .negate(width, destination: try destination())
  }

  private func move(_ width: Width) throws(DecodingError) -> Operation {
    if slot.offset == 0 {
      return .move(width, destination: try destination(), operand: try operand())
    }
    // §4.1: MOVSX takes a register only, and 32 bits extend only to 64.
    switch (slot.offset, width, opcode.usesRegister) {
    case (8, _, true), (16, _, true), (32, .word64, true): break
    default: throw error(.unknownSelector(.moveOffset, value: Int(slot.offset)))
    }
    try requireZero(.immediate)
    return .moveSignExtended(
      width, fromBits: UInt8(slot.offset), destination: try destination(), source: try source())
  }

  /// §4.2: in ALU the source bit chooses the byte order; in ALU64 it is reserved.
  private func byteSwap(_ width: Width) throws(DecodingError) -> Operation {
    let order: ByteOrder
    switch (width, opcode.usesRegister) {
    case (.word32, false): order = .toLittleEndian
    case (.word32, true): order = .toBigEndian
    case (.word64, false): order = .swap
    case (.word64, true): throw error(.unknownOpcode)
    }
    try requireZero([.source, .offset])
    switch slot.immediate {
    case 16, 32, 64: break
    default: throw error(.unknownSelector(.byteSwapWidth, value: Int(slot.immediate)))
    }
    return .byteSwap(order, bits: UInt8(slot.immediate), destination: try destination())
  }
}
