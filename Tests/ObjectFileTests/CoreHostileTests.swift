import Bytecode
import ObjectFile
import Testing

/// Relocations and types that no compiler makes.
struct CoreHostileTests {
  /// An image of `r0 = 0; exit` with one relocation at its first instruction.
  private func image(
    _ types: BTF, _ relocations: [CoreRelocation],
    _ instructions: [Instruction] = [Instruction(opcode: 0xb7), Instruction(opcode: 0x95)]
  ) -> ProgramImage {
    ProgramImage(
      instructions: instructions,
      functions: [.init(name: "f", section: "xdp", start: 0, count: instructions.count)],
      types: types, coreRelocations: relocations)
  }

  private func refusal(
    _ access: String, _ kind: CoreRelocation.Kind = .fieldByteOffset, type: BTF.TypeID = 2
  ) throws -> String {
    var types = BTF(BTF.int)
    types.append(
      .structure(byteCount: 4, members: [.init(name: "a", type: 1, bitOffset: 0)]), name: "s")
    types.append(.enumeration(byteCount: 4, isSigned: false, cases: []), name: "e")
    let image = image(
      types, [CoreRelocation(slot: 0, typeID: type, access: access, kind: kind)])
    let error = try #require(throws: ObjectFileError.self) { try image.relocated(against: types) }
    #expect(error.section == "xdp" && error.offset == 0)
    #expect(error.description.contains("(\(access))"))
    return error.description
  }

  static let accesses: [(String, CoreRelocation.Kind, BTF.TypeID, String)] = [
    ("", .fieldByteOffset, 2, "'' is no number"), ("0:", .fieldByteOffset, 2, "'' is no number"),
    ("0:x", .fieldByteOffset, 2, "'x' is no number"), ("-1", .fieldByteOffset, 2, "no number"),
    ("0:1", .fieldByteOffset, 2, "has no member 1"),
    ("0:0:0", .fieldByteOffset, 2, "has no parts"),
    ("4294967295", .fieldByteOffset, 2, "farther than 4 GiB"),
    ("99999999999", .fieldByteOffset, 2, "is no number"),
    ("1", .typeExists, 2, "a type has no parts"), ("0", .enumValue, 3, "no such case"),
    ("0", .enumValue, 2, "no such case"), ("0", .fieldByteOffset, 0, "has no size"),
    ("0", .fieldShiftLeft, 2, "an element has no such property"),
    (
      Array(repeating: "0", count: 65).joined(separator: ":"), .fieldByteOffset, 2,
      "65 steps, the limit is 64"
    ),
  ]

  @Test(arguments: accesses)
  func accessesAreChecked(
    _ access: String, _ kind: CoreRelocation.Kind, _ type: BTF.TypeID, _ text: String
  ) throws {
    #expect(try refusal(access, kind, type: type).contains(text))
  }

  static let instructions: [([Instruction], String)] = [
    ([Instruction(opcode: 0x95), Instruction(opcode: 0x95)], "not at an instruction that holds"),
    ([Instruction(opcode: 0xbf), Instruction(opcode: 0x95)], "operand from a register"),
    ([Instruction(opcode: 0xb7, immediate: 3)], "the instruction holds 3, and not 0"),
    ([Instruction(opcode: 0x61, offset: 8)], "the instruction holds 8, and not 0"),
    ([Instruction(opcode: 0)], "not at an instruction"),
    ([Instruction(opcode: 0x18)], "not at an instruction that holds"),
    ([Instruction(opcode: 0x18, source: 1), Instruction(opcode: 0)], "that holds"),
  ]

  @Test(arguments: instructions)
  func instructionsAreChecked(_ instructions: [Instruction], _ text: String) throws {
    var types = BTF(BTF.int)
    types.append(
      .structure(byteCount: 4, members: [.init(name: "a", type: 1, bitOffset: 0)]), name: "s")
    let relocation = CoreRelocation(slot: 0, typeID: 2, access: "0:0", kind: .fieldByteOffset)
    let image = image(types, [relocation], instructions)
    let error = try #require(throws: ObjectFileError.self) { try image.relocated(against: types) }
    #expect(error.description.contains(text))
  }

  @Test func oneRelocationAnInstruction() throws {
    var types = BTF(BTF.int)
    types.append(.structure(byteCount: 0, members: []), name: "s")
    let relocation = CoreRelocation(slot: 0, typeID: 2, access: "0", kind: .typeSize)
    let error = try #require(throws: ObjectFileError.self) {
      try image(types, [relocation, relocation]).relocated(against: types)
    }
    #expect(error.description.contains("the second one for this instruction"))
  }

  /// Two members without a name on each of 60 levels: 2^60 ways to look for a field.
  @Test func searchesEnd() throws {
    var types = BTF(BTF.int)
    for id in 1...60 as ClosedRange<BTF.TypeID> {
      let member = BTF.Member(name: "", type: id, bitOffset: 0)
      types.append(.union(byteCount: 4, members: [member, member]))
    }
    let member = BTF.Member(name: "", type: 61, bitOffset: 0)
    types.append(.structure(byteCount: 4, members: [member]), name: "s")
    try types.validate()
    var local = BTF(BTF.int)
    local.append(
      .structure(byteCount: 4, members: [.init(name: "a", type: 1, bitOffset: 0)]), name: "s")
    let image = image(
      local, [CoreRelocation(slot: 0, typeID: 2, access: "0:0", kind: .fieldByteOffset)])
    let error = try #require(throws: ObjectFileError.self) { try image.relocated(against: types) }
    #expect(error.description.contains("take too long to compare"))
  }

  /// Members of one name, of types that match but at the very end.
  @Test func matchesEnd() throws {
    var types = BTF(BTF.int)
    for id in 1...24 as ClosedRange<BTF.TypeID> {
      let members = (0..<4).map { _ in BTF.Member(name: "m", type: id, bitOffset: 0) }
      types.append(.union(byteCount: 4, members: members), name: "u")
    }
    var other = types
    other.types[1].kind = .unsigned(byteCount: 4)
    let image = image(
      types, [CoreRelocation(slot: 0, typeID: 25, access: "0", kind: .typeMatches)])
    let error = try #require(throws: ObjectFileError.self) { try image.relocated(against: other) }
    #expect(error.description.contains("take too long to compare"))
  }
}
