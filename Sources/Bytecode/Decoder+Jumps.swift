// RFC 9669 §4.3.

extension Decoder {
  func jump() throws(DecodingError) -> Operation {
    if let comparison = Comparison(code: opcode.code) { return try branch(comparison, .word64) }
    // All others exist with the source bit clear only: 0x8d, `callx`, is clang's own.
    guard !opcode.usesRegister else { throw error(.unknownOpcode) }
    switch opcode.code {
    case OperationCode.jump:
      try requireZero([.destination, .source, .immediate])
      return .jump(offset: Int32(slot.offset))
    case OperationCode.call:
      return .call(try callTarget())
    case OperationCode.exit:
      try requireZero([.destination, .source, .offset, .immediate])
      return .exit
    case OperationCode.conditionalJump:
      try requireZero([.destination, .source, .immediate])
      return .mayGoto(offset: slot.offset)
    default:
      throw error(.unknownOpcode)
    }
  }

  func jump32() throws(DecodingError) -> Operation {
    if let comparison = Comparison(code: opcode.code) { return try branch(comparison, .word32) }
    // Of the unconditional ones, JMP32 has only the jump with a 32-bit offset.
    guard opcode.code == OperationCode.jump, !opcode.usesRegister else {
      throw error(.unknownOpcode)
    }
    try requireZero([.destination, .source, .offset])
    return .jump(offset: slot.immediate)
  }

  private func branch(
    _ comparison: Comparison, _ width: Width
  ) throws(DecodingError) -> Operation {
    .branch(comparison, width, try destination(), try operand(), offset: slot.offset)
  }

  /// The source field says what the immediate means; the offset has a use only for
  /// exported functions (Linux: the module's slot in the array of BTF descriptors).
  private func callTarget() throws(DecodingError) -> CallTarget {
    try requireZero(.destination)
    switch slot.source {
    case 0:
      try requireZero(.offset)
      return .helper(slot.immediate)
    case 1:
      try requireZero(.offset)
      return .local(offset: slot.immediate)
    case 2:
      return .exported(slot.immediate, module: slot.offset)
    default:
      throw error(.unknownSelector(.callSource, value: Int(slot.source)))
    }
  }
}
