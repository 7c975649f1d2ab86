import Bytecode
import Foundation
import ObjectFile
import Testing
import Toolchain

/// The folders of this package that tests read, and a toolchain when there is one.
enum Bench {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let interface = root.appending(path: "Interface").path

  static let toolchain = try? Toolchain(interface: interface)

  static func sample(_ name: String) -> String {
    root.appending(path: "Tests/ToolchainTests/Samples/\(name)").path
  }

  /// Runs `body` with a folder that is gone afterwards.
  static func withFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "baton-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  static func image(
    of source: String, _ options: Toolchain.Options = .init()
  ) throws -> ProgramImage {
    try withFolder { folder in
      let output = folder.appending(path: "out.o").path
      let toolchain = try #require(toolchain)
      try toolchain.build(source: source, output: output, options: options)
      return try ProgramImage(parsing: [UInt8](Data(contentsOf: URL(filePath: output))))
    }
  }
}

@Suite(.enabled(if: Bench.toolchain != nil, "swiftc and clang are not on PATH"))
struct ToolchainTests {
  private func sections(_ image: ProgramImage) -> Set<String> {
    Set(image.functions.filter(\.isGlobal).map { "\($0.section):\($0.name)" })
  }

  /// C and Swift of the same programs give objects that a loader can't tell apart.
  @Test(arguments: ["handoff.c", "handoff.swift"])
  func handoff(_ name: String) throws {
    let image = try Bench.image(of: Bench.sample(name))
    #expect(
      sections(image) == ["datapath:data_path", "queue:stash", "worker:pull"])
    #expect(
      Set(image.externs.map(\.name)).subtracting(["__bpf_trap"]) == [
        "co_await", "bpf_list_push_back", "bpf_list_pop_front", "bpf_co_resume",
      ])
    let classes = try #require(image.maps.first { $0.name == "classes" })
    #expect(
      [classes.type, classes.keySize, classes.valueSize, classes.maxEntries] == [2, 4, 24, 8])
    let index = BTFIndex(image.types)
    let value = try #require(index.structure(named: "flow_class"))
    #expect(index.declTags(of: value, component: 2) == ["contains:coroutine:node"])
    #expect(image.license == "Dual MIT/GPL")
    // The queue is handed over by reference, from another section.
    let stash = try #require(image.functions.firstIndex { $0.name == "stash" })
    #expect(image.references.contains { $0.target == .function(stash) })
    // The static function is called from two sections.
    let shared = try #require(image.functions.first { $0.section == ".text" })
    let callers = image.functions.filter { function in
      function.range.contains { slot in
        let instruction = image.instructions[slot]
        return instruction.opcode == 0x85 && instruction.source == 1
          && slot + 1 + Int(instruction.immediate) == shared.start
      }
    }
    #expect(Set(callers.map(\.section)) == ["queue", "worker"])
  }

  /// Helpers are called by number from both languages, so that Linux takes the objects, too.
  @Test(arguments: ["handoff.c", "handoff.swift"])
  func helpersAreNumbers(_ name: String) throws {
    let image = try Bench.image(of: Bench.sample(name))
    let helpers = image.instructions.filter { $0.opcode == 0x85 && $0.source == 0 }
    #expect(Set(helpers.map(\.immediate)) == [1, 93, 94])
  }

  @Test(arguments: ["handoff", "language"])
  func linesNameTheSwiftSource(_ name: String) throws {
    let image = try Bench.image(of: Bench.sample("\(name).swift"))
    let source = try String(contentsOfFile: Bench.sample("\(name).swift"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for function in image.functions where function.isGlobal {
      let lines = image.lines.filter {
        function.range.contains($0.slot) && $0.file.hasSuffix("\(name).swift")
      }
      #expect(!lines.isEmpty, "\(function.name)")
      for line in lines { #expect(source.indices.contains(line.line - 1)) }
    }
    let start = try #require(image.functions.first { $0.isGlobal })
    let declaration = try #require(source.firstIndex { $0.contains("func \(start.name)(") })
    #expect(image.lines.contains { start.range.contains($0.slot) && $0.line > declaration })
  }

  /// Of code that Swift inlines from its library, the line is the user's that called it.
  @Test func inlinedCodeNamesTheCaller() throws {
    let image = try Bench.image(of: Bench.sample("lines.swift"))
    let source = try String(contentsOfFile: Bench.sample("lines.swift"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for line in image.lines {
      #expect(line.file.hasSuffix("lines.swift"), "\(line)")
      #expect(line.line > 0, "\(line)")
    }
    let accesses: [(opcode: UInt8, offset: Int16, text: String)] = [
      // Octet by octet: the addresses may have any alignment.
      (0x73, 12, "// store 12"), (0x73, 20, "// store 20"), (0x6b, 26, "// store 26"),
    ]
    for access in accesses {
      let slot = try #require(
        image.instructions.firstIndex { $0.opcode == access.opcode && $0.offset == access.offset },
        "\(access)")
      let line = try #require(image.line(at: slot))
      // A statement of several lines may be named by any of them.
      let statement = source[(line.line - 1)...].prefix(3).joined()
      #expect(statement.contains(access.text), "\(access) is at \(line.line)")
    }
  }

  /// Each operation that may trap has a trap of its own, on its own line.
  @Test func trapsNameTheirOperation() throws {
    let image = try Bench.image(of: Bench.sample("lines.swift"))
    let source = try String(contentsOfFile: Bench.sample("lines.swift"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let expected = source.indices.filter { source[$0].hasSuffix("// trap") }.map { $0 + 1 }
    let trap = try #require(image.externs.firstIndex { $0.name == "__bpf_trap" })
    let lines = image.references.filter { $0.target == .externCall(trap) }
      .compactMap { image.line(at: $0.slot)?.line }
    #expect(Set(lines) == Set(expected))
  }

  @Test func everyPartOfTheLanguage() throws {
    let image = try Bench.image(of: Bench.sample("language.swift"))
    let header = try String(contentsOfFile: Bench.sample("language.h"), encoding: .utf8)
    let declared = header.split(separator: "\n").filter { $0.hasPrefix("__program(") }
      .map { line in
        let parts = line.split(separator: "\"")
        let name = parts[2].split(separator: "(")[0].split(separator: " ").last ?? ""
        return "\(parts[1]):\(name)"
      }
    #expect(sections(image) == Set(declared))
    #expect(declared.count == 15)
    #expect(Set(image.externs.map(\.name)) == ["co_await", "__bpf_trap"])
    #expect(image.maps.map(\.name) == [".bss", ".rodata.cst16"])
    #expect(image.license == "GPL")
    let trap = try #require(image.externs.first { $0.name == "__bpf_trap" })
    #expect(trap.typeID != nil)
  }

  /// Which function makes use of arithmetic that traps, and which doesn't.
  @Test func trapsAreCalls() throws {
    let image = try Bench.image(of: Bench.sample("language.swift"))
    let trap = try #require(image.externs.firstIndex { $0.name == "__bpf_trap" })
    let trapping = image.functions.filter { function in
      image.references.contains {
        $0.target == .externCall(trap) && function.range.contains($0.slot)
      }
    }
    #expect(trapping.contains { $0.name == "traps" })
    #expect(!trapping.contains { ["pointers", "first_queue"].contains($0.name) })
  }

  /// A value chosen at run time refers to both functions.
  @Test func functionReferences() throws {
    let image = try Bench.image(of: Bench.sample("language.swift"))
    let names = image.references.compactMap { reference -> String? in
      guard case .function(let index) = reference.target else { return nil }
      return image.functions[index].name
    }
    #expect(Set(names) == ["first_queue", "second_queue"])
  }

  @Test(arguments: ["v1", "v2", "v3", "v4"])
  func everyInstructionSet(_ cpu: String) throws {
    let image = try Bench.image(of: Bench.sample("handoff.swift"), .init(cpu: cpu))
    #expect(sections(image).count == 3)
  }

  @Test func intermediateFilesStayWhenAskedFor() throws {
    try Bench.withFolder { folder in
      _ = try Bench.image(
        of: Bench.sample("handoff.swift"), .init(intermediates: folder.path))
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(files == ["handoff.bc", "handoff.ll", "handoff.swift.ll"])
      // Taking the module apart and putting it together changes nothing.
      let text = try String(
        contentsOf: folder.appending(path: "handoff.swift.ll"), encoding: .utf8)
      #expect(try IRModule(parsing: text).text == text)
    }
  }

  @Test func damagedIntermediateCodeIsNamed() {
    #expect(
      throws: ToolchainError.unexpectedOutput(
        tool: "swiftc", line: 2, text: "define void @f() ")
    ) { try IRModule(parsing: "; a comment\ndefine void @f() {\n  ret void\n") }
    #expect(
      throws: ToolchainError.unexpectedOutput(tool: "swiftc", line: 1, text: "target triple")
    ) { try IRModule(parsing: "target triple") }
  }
}
