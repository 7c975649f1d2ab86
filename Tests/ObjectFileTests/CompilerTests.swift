import ObjectFile
import Testing

/// Objects made by the installed compiler in other ways than the committed ones.
@Suite(.enabled(if: Clang.path != nil, "clang is not on PATH"))
struct CompilerTests {
  private func compile(_ sample: Sample, _ options: [String]) throws -> [UInt8] {
    try Clang.object(of: sample.source.path, options)
  }

  /// Instruction sets and optimisation change the code, not what the object declares.
  @Test(arguments: Sample.allCases, ["v1", "v2", "v3", "v4"])
  func everyInstructionSet(_ sample: Sample, _ cpu: String) throws {
    let known = try sample.image
    for level in ["-O1", "-O2", "-Os"] {
      let image = try ProgramImage(
        parsing: compile(sample, ["-target", "bpf", "-mcpu=\(cpu)", "-g", level]))
      #expect(
        image.maps.filter { !$0.name.hasPrefix(".") }.map(\.name)
          == known.maps.filter { !$0.name.hasPrefix(".") }.map(\.name))
      #expect(
        Set(image.externs.map { "\($0.name) \($0.isWeak)" })
          == Set(known.externs.map { "\($0.name) \($0.isWeak)" }))
      #expect(
        Set(known.functions.filter(\.isGlobal).map(\.name))
          == Set(image.functions.filter(\.isGlobal).map(\.name)))
      #expect(image.license == known.license)
      #expect(image.functions.allSatisfy { $0.typeID != nil })
      #expect(image.lines.count > 3)
    }
  }

  @Test(arguments: [Sample.data, .legacy])
  func withoutDebugInformation(_ sample: Sample) throws {
    let image = try ProgramImage(
      parsing: compile(sample, ["-target", "bpf", "-mcpu=v3", "-O2"]))
    #expect(image.types == .empty)
    #expect(image.lines.isEmpty)
    #expect(image.functions.map(\.name) == (try sample.image.functions.map(\.name)))
    #expect(image.maps.map(\.name).sorted() == (try sample.image.maps.map(\.name).sorted()))
  }

  @Test func typedMapsNeedTypes() throws {
    let bytes = try compile(.handoff, ["-target", "bpf", "-mcpu=v3", "-O2"])
    #expect(
      throws: ObjectFileError(
        section: ".maps", offset: 0,
        problem: .missing(field: "type of the section", name: ".maps"))
    ) { try ProgramImage(parsing: bytes) }
  }
}
