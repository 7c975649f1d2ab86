import ObjectFile
import Testing

/// Big-endian objects are read, and never run on a little-endian machine.
@Suite(.enabled(if: Clang.path != nil, "clang is not on PATH"))
struct ByteOrderTests {
  private func image(_ sample: Sample, _ target: String) throws -> ProgramImage {
    try ProgramImage(
      parsing: Clang.object(
        of: sample.source.path, ["-target", target, "-mcpu=v3", "-g", "-O2"]))
  }

  /// One source for two machines: the same instructions, types, lines, maps and references.
  @Test(arguments: [Sample.handoff, .legacy])
  func differsInNothingElse(_ sample: Sample) throws {
    let little = try image(sample, "bpfel")
    var big = try image(sample, "bpfeb")
    #expect(big.byteOrder == .bigEndian)
    #expect(little.byteOrder == .littleEndian)
    big.byteOrder = .littleEndian
    #expect(big == little)
  }

  /// Types have no order, but their bit-fields lie elsewhere.
  @Test func typesAreTheSame() throws {
    #expect(try image(.types, "bpfeb").types == image(.types, "bpfel").types)
  }

  /// Numbers in initial values keep the order that they were compiled for.
  @Test func dataKeepsItsOrder() throws {
    let image = try image(.data, "bpfeb")
    let data = try #require(image.maps.first { $0.name == ".data" })
    #expect(data.initialValue?.prefix(4) == [0, 0, 0, 7])
    #expect(image.references == (try self.image(.data, "bpfel").references))
  }

  @Test func foreignOnesAreRefusedByName() throws {
    let foreign: ProgramImage.ByteOrder =
      ProgramImage.ByteOrder.native == .littleEndian ? .bigEndian : .littleEndian
    var image = try Sample.data.image
    image.byteOrder = .native
    try image.requireNativeByteOrder()
    image.byteOrder = foreign
    let error = try #require(throws: ObjectFileError.self) { try image.requireNativeByteOrder() }
    #expect(error.description.hasPrefix("ELF header at offset 5: "))
    #expect(error.description.contains("-endian data; compile with -target bpfe"))
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try Clang.object(of: Sample.handoff.source.path, ["-target", "bpfeb", "-O2", "-g"])
    for count in bytes.indices {
      #expect(throws: ObjectFileError.self) {
        try ProgramImage(parsing: Array(bytes.prefix(count)))
      }
    }
  }

  /// A file that only says it is big-endian.
  @Test func contradictionsAreNamed() throws {
    var editor = ObjectEditor(bytes: try Sample.data.bytes)
    editor.set(2, at: 5, byteCount: 1)
    #expect(
      throws: ObjectFileError(
        section: "ELF header", offset: 5, problem: .contradictoryByteOrder(stated: .bigEndian))
    ) { try ProgramImage(parsing: editor.bytes) }
  }

  @Test func typesOfTheOtherOrderAreNamed() throws {
    var editor = ObjectEditor(bytes: try Sample.data.bytes)
    editor.set(0x9feb, at: editor.contents(of: ".BTF"), byteCount: 2)
    #expect(
      throws: ObjectFileError(
        section: ".BTF", offset: 0, problem: .badMagic(found: 0x9feb, expected: 0xeb9f))
    ) { try ProgramImage(parsing: editor.bytes) }
  }
}
