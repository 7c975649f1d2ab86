import Bytecode
import ObjectFile
import Testing

@testable import Kernel

/// How a program is put together for the kernel; none of it asks the kernel.
@Suite struct LinkerTests {
  /// Functions of `call local` and `exit`, by their names: `main: b a` calls `b`, then `a`.
  private func image(_ description: [(name: String, callees: [String])]) -> ProgramImage {
    var starts: [String: Int] = [:]
    var slot = 0
    for function in description {
      starts[function.name] = slot
      slot += function.callees.count + 1
    }
    var image = ProgramImage(instructions: [], functions: [])
    for (name, callees) in description {
      let start = image.instructions.count
      for callee in callees {
        let distance = (starts[callee] ?? 0) - image.instructions.count - 1
        image.instructions.append(
          Instruction(opcode: 0x85, source: 1, immediate: Int32(distance)))
      }
      image.instructions.append(Instruction(opcode: 0x95))
      image.functions.append(
        .init(
          name: name, section: name == "main" ? "xdp" : ".text", start: start,
          count: callees.count + 1))
    }
    return image
  }

  @Test func functionsFollowInTheOrderOfTheirFirstCalls() {
    let image = image([
      ("d", []), ("c", ["d"]), ("main", ["b", "c", "b"]), ("unused", []), ("b", ["c", "main"]),
    ])
    let order = image.functions(reachedFrom: 2).map { image.functions[$0].name }
    #expect(order == ["main", "b", "c", "d"])
  }

  @Test func callsLeadToTheNewPlaces() throws {
    let image = image([("helper", []), ("main", ["helper", "helper"])])
    let code = try Linker(image: image, maps: [:], system: nil)
      .link(image.functions(reachedFrom: 1))
    #expect(code.functions.map(\.start) == [0, 3])
    // From slots 0 and 1 to slot 3, counted from the next one.
    #expect(code.instructions.map(\.immediate) == [2, 1, 0, 0])
  }

  @Test func whatNobodyDefinesIsNamed() {
    var image = image([("main", [])])
    image.instructions[0] = Instruction(opcode: 0x85, source: 2)
    image.references = [.init(slot: 0, target: .externCall(0))]
    image.externs = [.init(name: "no_such_function", origin: .kernelSymbol)]
    #expect {
      try Linker(image: image, maps: [:], system: SystemTypes(.empty)).link([0])
    } throws: { "\($0)".contains("no function no_such_function") }
  }

  @Test func weakExternsMayBeMissing() throws {
    var image = image([("main", [])])
    image.instructions = [
      Instruction(opcode: 0x85, source: 2), Instruction(opcode: 0x18, source: 3),
      Instruction(opcode: 0), Instruction(opcode: 0x95),
    ]
    image.functions[0].count = 4
    image.externs = [.init(name: "maybe___v2", isWeak: true, origin: .kernelSymbol)]
    image.references = [
      .init(slot: 0, target: .externCall(0)), .init(slot: 1, target: .externAddress(0)),
    ]
    let without = try Linker(image: image, maps: [:], system: SystemTypes(.empty)).link([0])
    #expect(without.instructions[0].source == 0 && without.instructions[0].immediate > 1_000_000)
    #expect(without.instructions[1].source == 0 && without.instructions[1].immediate == 0)
    let system = BTF(types: [
      .init(name: "", kind: .void),
      .init(
        name: "", kind: .functionPrototype(result: 0, parameters: [], isVariadic: false)),
      .init(name: "maybe", kind: .function(prototype: 1, linkage: .static)),
    ])
    let with = try Linker(image: image, maps: [:], system: SystemTypes(system)).link([0])
    #expect(with.instructions[0].source == 2 && with.instructions[0].immediate == 2)
    #expect(with.instructions[1].source == 3 && with.instructions[1].immediate == 2)
  }

  @Test func externsBecomeDefinitionsInTheTypes() throws {
    var image = image([("main", []), ("hidden", [])])
    let prototype = BTF.Kind.functionPrototype(
      result: 0, parameters: [.init(name: "", type: 6)], isVariadic: false)
    image.types = BTF(types: [
      .init(name: "", kind: .void),
      .init(name: "", kind: prototype),
      .init(name: "outside", kind: .function(prototype: 1, linkage: .extern)),
      .init(name: "variable", kind: .variable(0, linkage: .extern)),
      .init(
        name: ".ksyms",
        kind: .dataSection(
          byteCount: 0, variables: [.init(type: 2, offset: 0, byteCount: 0)])),
      .init(name: "hidden", kind: .function(prototype: 1, linkage: .global)),
      .init(
        name: "int",
        kind: .integer(
          byteCount: 4, bits: 32, bitOffset: 0, isSigned: true, isBool: false, isChar: false)),
    ])
    image.functions[1].isGlobal = false
    image.functions[1].typeID = 5
    let types = image.kernelTypes
    #expect(types.kind(of: 2) == .function(prototype: 1, linkage: .global))
    #expect(types.kind(of: 3) == .variable(4, linkage: .global))
    #expect(types.types[4] == .init(name: "", kind: .pointer(0)))
    #expect(types.kind(of: 5) == .function(prototype: 1, linkage: .static))
    guard case .functionPrototype(_, let parameters, _) = types.kind(of: 1) else {
      Issue.record("the prototype is gone")
      return
    }
    #expect(parameters.map(\.name) == ["_0"])
    try types.validate()
  }

  @Test func onlyTheMapsOfAProgramAreCreated() {
    var image = image([("main", []), ("other", [])])
    image.instructions = [
      Instruction(opcode: 0x18, source: 1), Instruction(opcode: 0), Instruction(opcode: 0x95),
      Instruction(opcode: 0x18, source: 2), Instruction(opcode: 0), Instruction(opcode: 0x95),
    ]
    image.functions[0].count = 3
    image.functions[1].start = 3
    image.functions[1].count = 3
    image.references = [
      .init(slot: 0, target: .map(1)), .init(slot: 3, target: .mapValue(0, offset: 0)),
    ]
    #expect(image.maps(usedBy: [0]) == [1])
    #expect(image.maps(usedBy: [0, 1]) == [0, 1])
  }
}
