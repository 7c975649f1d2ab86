import Bytecode

extension ProgramImage {
  /// The program for a system whose types are `target`'s: "compile once, run everywhere".
  ///
  /// Offsets and sizes of fields, the presence and size of types and the values of enumerations
  /// become the target's. What it hasn't got becomes a call that no verifier lets through, and is
  /// listed in `unresolvedRelocations`: a program that asks for the field's existence first never
  /// reaches it. The result has no relocations left.
  ///
  /// - Parameter target: the kernel's types, or the interface's, or any others that were validated.
  /// - Throws: when a relocation makes no sense, or the target's types contradict each other; the
  ///   error has the section, the offset and the access string.
  public func relocated(against target: BTF) throws(ObjectFileError) -> ProgramImage {
    var result = self
    result.coreRelocations = []
    var resolver = CoreResolver(self, against: target)
    var previous: Int?
    for relocation in coreRelocations {
      do throws(CoreFault) {
        guard relocation.slot != previous else {
          throw CoreFault("the second one for this instruction")
        }
        previous = relocation.slot
        guard reference(at: relocation.slot) == nil else {
          throw CoreFault("the instruction also has the address of a symbol")
        }
        let resolution = try resolver.resolve(relocation)
        try result.apply(resolution, to: relocation)
      } catch {
        throw fault(relocation, error)
      }
    }
    return result
  }

  private func fault(_ relocation: CoreRelocation, _ fault: CoreFault) -> ObjectFileError {
    let place = sectionPlace(of: relocation.slot)
    return ObjectFileError(
      section: place.section, offset: place.offset,
      problem: .badCoreRelocation(
        kind: relocation.kind, type: types.describe(relocation.typeID),
        access: relocation.access, reason: fault.reason))
  }

  /// The section of a slot, and how many octets from its start it lies.
  private func sectionPlace(of slot: Int) -> (section: String, offset: Int) {
    guard let index = functionIndex(containing: slot) else { return ("", 0) }
    let section = functions[index].section
    // The functions of a section follow each other.
    let first = functions[...index].reversed().prefix { $0.section == section }.last
    return (section, (slot - (first?.start ?? 0)) * Instruction.byteCount)
  }

  private mutating func apply(
    _ resolution: CoreResolver.Resolution, to relocation: CoreRelocation
  ) throws(CoreFault) {
    let slot = relocation.slot
    // The second half of a wide load has no operation.
    guard instructions[slot].opcode != 0 else { throw CoreFault("not at an instruction") }
    switch resolution {
    case .missing: poison(relocation, .missing)
    case .number(let original, let new, let field):
      switch instructions[slot].opcode & 7 {
      case 0: try setWide(slot, original, new)
      case 1, 2, 3: try setMemoryOffset(relocation, original, new, field)
      case 4, 7: try setOperand(slot, original, new)
      default: throw CoreFault("not at an instruction that holds a number")
      }
    }
  }

  private mutating func poison(
    _ relocation: CoreRelocation, _ problem: UnresolvedRelocation.Problem
  ) {
    let slot = relocation.slot
    let call = Instruction(opcode: Code.call, immediate: CoreRelocation.invalidHelper)
    if instructions[slot].opcode == Code.loadImmediate64, slot + 1 < instructions.count {
      instructions[slot + 1] = call
    }
    instructions[slot] = call
    unresolvedRelocations.append(UnresolvedRelocation(relocation, problem))
  }

  private func check(_ original: UInt64?, is found: Int64) throws(CoreFault) {
    guard let original, original != UInt64(bitPattern: found) else { return }
    throw CoreFault("the instruction holds \(found), and not \(original)")
  }

  private mutating func setWide(
    _ slot: Int, _ original: UInt64?, _ new: UInt64
  ) throws(CoreFault) {
    let halves = slot..<slot + 2
    guard instructions[slot].opcode == Code.loadImmediate64, instructions[slot].source == 0,
      halves.upperBound <= instructions.count, instructions[slot + 1].opcode == 0
    else { throw CoreFault("not at an instruction that holds a number") }
    let low = UInt64(UInt32(bitPattern: instructions[slot].immediate))
    try check(original, is: Int64(instructions[slot + 1].immediate) << 32 | Int64(low))
    instructions[slot].immediate = Int32(truncatingIfNeeded: new)
    instructions[slot + 1].immediate = Int32(truncatingIfNeeded: new >> 32)
  }

  private mutating func setOperand(
    _ slot: Int, _ original: UInt64?, _ new: UInt64
  ) throws(CoreFault) {
    guard instructions[slot].opcode & 8 == 0 else {
      throw CoreFault("the instruction takes its operand from a register")
    }
    try check(original, is: Int64(instructions[slot].immediate))
    // Numbers of 32 bits without a sign are written like negative ones.
    guard Int32(exactly: Int64(bitPattern: new)) != nil || UInt32(exactly: new) != nil else {
      throw CoreFault("\(new) has more than 32 bits")
    }
    instructions[slot].immediate = Int32(truncatingIfNeeded: new)
  }

  private mutating func setMemoryOffset(
    _ relocation: CoreRelocation, _ original: UInt64?, _ new: UInt64,
    _ field: CoreResolver.FieldChange?
  ) throws(CoreFault) {
    let slot = relocation.slot
    try check(original, is: Int64(instructions[slot].offset))
    guard let offset = Int16(exactly: new) else {
      throw CoreFault("offset \(new) has more than 15 bits")
    }
    guard let field, field.originalByteCount != field.newByteCount else {
      instructions[slot].offset = offset
      return
    }
    guard field.isSafe else {
      poison(
        relocation,
        .otherSize(byteCount: field.originalByteCount, there: field.newByteCount))
      return
    }
    instructions[slot].offset = offset
    try setMemorySize(slot, field)
  }

  /// Opcode bits 3 and 4 are the size: W, H, B, DW.
  private mutating func setMemorySize(
    _ slot: Int, _ field: CoreResolver.FieldChange
  ) throws(CoreFault) {
    let sizes: [UInt32] = [4, 2, 1, 8]
    let opcode = instructions[slot].opcode
    guard sizes[Int(opcode >> 3 & 3)] == field.originalByteCount else {
      throw CoreFault(
        "the instruction accesses \(sizes[Int(opcode >> 3 & 3)]) octets, "
          + "and the field has \(field.originalByteCount)")
    }
    guard let code = sizes.firstIndex(of: field.newByteCount) else {
      throw CoreFault("no instruction accesses \(field.newByteCount) octets")
    }
    instructions[slot].opcode = opcode & ~0x18 | UInt8(code) << 3
  }
}
