/// A program slot by slot, and which of its instructions are none: those that don't decode, and those whose
/// target is not the first slot of an instruction.
///
/// What runs after the last instruction, and whether all of them are reachable, is the verifier's
/// question. Decoding is linear in the slots; the array is the only heap allocation.
public struct DecodedProgram: Hashable, Sendable {
  /// One element a slot, so that offsets count as encoded; `nil` at the second half of `ld_imm64`, and where
  /// an error is.
  public let operations: [Operation?]
  /// Undecodable slots and then bad targets, each in program order.
  public let errors: [DecodingError]

  /// - Throws: the first error.
  public init(_ instructions: [Instruction]) throws(DecodingError) {
    self.init(tolerating: instructions)
    if let first = errors.first { throw first }
  }

  /// Takes every slot that doesn't decode for one instruction.
  public init(tolerating instructions: [Instruction]) {
    var operations: [Operation?] = []
    var errors: [DecodingError] = []
    operations.reserveCapacity(instructions.count)
    while operations.count < instructions.count {
      do {
        let operation = try Operation.decode(instructions, at: operations.count)
        operations.append(operation)
        if operation.slotCount == 2 { operations.append(nil) }
      } catch {
        errors.append(error)
        operations.append(nil)
      }
    }
    let undecodable = Set(errors.map(\.index))
    errors += operations.indices.compactMap { index in
      guard let target = operations[index]?.target(from: index) else { return nil }
      let reason: DecodingError.Reason
      if !operations.indices.contains(target) {
        reason = .targetOutOfRange(target: target, count: operations.count)
      } else if operations[target] == nil, !undecodable.contains(target) {
        reason = .targetInsideInstruction(target: target)
      } else {
        return nil
      }
      return DecodingError(index: index, slot: instructions[index], reason: reason)
    }
    self.operations = operations
    self.errors = errors
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
