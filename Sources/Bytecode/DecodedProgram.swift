/// A program whose every slot decodes and whose every target is the first slot of an instruction.
///
/// What runs after the last instruction, and whether all of them are reachable, is the verifier's
/// question. Decoding is linear in the slots; the array is the only heap allocation.
public struct DecodedProgram: Hashable, Sendable {
  /// One element a slot, so that offsets count as encoded; `nil` at the second half of `ld_imm64`.
  public let operations: [Operation?]

  /// - Throws: the first undecodable slot, or else the first bad target, in program order.
  public init(_ instructions: [Instruction]) throws(DecodingError) {
    operations = try Self.decode(instructions)
    try checkTargets(in: instructions)
  }

  private static func decode(
    _ instructions: [Instruction]
  ) throws(DecodingError) -> [Operation?] {
    var operations: [Operation?] = []
    operations.reserveCapacity(instructions.count)
    while operations.count < instructions.count {
      let operation = try Operation.decode(instructions, at: operations.count)
      operations.append(operation)
      if operation.slotCount == 2 { operations.append(nil) }
    }
    return operations
  }

  private func checkTargets(in instructions: [Instruction]) throws(DecodingError) {
    for (index, operation) in operations.enumerated() {
      guard let target = operation?.target(from: index) else { continue }
      guard operations.indices.contains(target) else {
        throw DecodingError(
          index: index, slot: instructions[index],
          reason: .targetOutOfRange(target: target, count: operations.count))
      }
      guard operations[target] != nil else {
        throw DecodingError(
          index: index, slot: instructions[index],
          reason: .targetInsideInstruction(target: target))
      }
    }
  }
}

extension Operation {
  /// How many slots the encoding takes: two for `ld_imm64`, one for all others.
  public var slotCount: Int {
    if case .loadImmediate64 = self { 2 } else { 1 }
  }

  /// The slot that this operation, itself in slot `index`, may go to, call or take the address of;
  /// `nil` for operations that name no other instruction. May lie outside of the program.
  public func target(from index: Int) -> Int? {
    switch self {
    case .jump(let offset), .call(.local(let offset)),
      .loadImmediate64(_, .function(let offset)):
      index + 1 + Int(offset)
    case .branch(_, _, _, _, let offset), .mayGoto(let offset):
      index + 1 + Int(offset)
    default:
      nil
    }
  }
}
