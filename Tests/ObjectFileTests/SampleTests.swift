import Bytecode
import ObjectFile
import Testing

/// What the committed objects say, in full.
struct SampleTests {
  /// `name section start+count global type`, a line each.
  private func functions(_ image: ProgramImage) -> [String] {
    image.functions.map {
      let type = $0.typeID.map(image.types.describe) ?? "-"
      return "\($0.section) \($0.start)+\($0.count) \($0.isGlobal ? "global" : "static"): \(type)"
    }
  }

  @Test func functionsOfAllSectionsFollowEachOther() throws {
    #expect(
      try functions(Sample.handoff.image) == [
        ".text 0+8 static: struct class *class_of(u64 number)",
        ".text 8+4 static: int refuse(struct coroutine *handle, u64 argument)",
        "queue 12+15 global: int stash(struct coroutine *handle, u64 argument)",
        "queue 27+16 global: int stash_later(struct coroutine *handle, u64 argument)",
        "datapath 43+27 global: int data_path(struct xdp_md *ctx)",
        "?datapath 70+3 global: int second(struct xdp_md *ctx)",
      ])
    #expect(
      try functions(Sample.types.image) == [
        ".text 0+7 global: int sum(struct pair *pair, int more)",
        "xdp 7+30 global: int main_program(struct xdp_md *ctx)",
      ])
  }

  @Test func referencesNameTheirTargets() throws {
    let image = try Sample.handoff.image
    #expect(image.externs.map(\.name) == ["push", "note", "co_await"])
    #expect(image.externs.map(\.isWeak) == [false, true, false])
    #expect(
      image.externs.map { $0.typeID.map(image.types.describe) ?? "-" } == [
        "int push(struct list_head *, struct coroutine *)", "void note(u64)",
        "int co_await(int (*)(struct coroutine *, u64), u64)",
      ])
    #expect(
      image.references.map { "\($0.slot) \($0.target)" } == [
        "4 map(0)", "23 externCall(0)", "39 externCall(0)", "46 externAddress(1)",
        "50 externCall(1)", "54 function(1)", "57 externCall(2)", "59 function(2)",
        "62 externCall(2)", "64 function(3)", "67 externCall(2)",
      ])
    #expect(image.reference(at: 54) == .function(1))
    #expect(image.reference(at: 55) == nil)
  }

  /// Slot, source and immediate fields after relocation, for one slot of each sort.
  static let relocatedSlots: [(Int, UInt8, Int32)] = [
    (4, 1, 0), (23, 2, 0), (46, 3, 0), (54, 4, 8 - 55), (59, 4, 12 - 60), (64, 4, 27 - 65),
    // Calls of .text from two sections, and of one section from another.
    (14, 1, -15), (30, 1, -31), (44, 1, -45), (70, 1, 43 - 71),
  ]

  @Test(arguments: relocatedSlots)
  func relocatedSlot(_ slot: Int, _ source: UInt8, _ immediate: Int32) throws {
    let instruction = try Sample.handoff.image.instructions[slot]
    #expect(instruction.source == source)
    #expect(instruction.immediate == immediate)
  }

  private func maps(_ image: ProgramImage) -> [String] {
    image.maps.map {
      let key = $0.keyTypeID.map(image.types.describe) ?? "-"
      let value = $0.valueTypeID.map(image.types.describe) ?? "-"
      return """
        \($0.name): type \($0.type), \($0.keySize) → \($0.valueSize) × \($0.maxEntries), \
        flags \($0.flags), \(key) → \(value), \
        \($0.initialValue.map { "\($0.count) octets" } ?? "no value")\
        \($0.isReadOnly ? ", read-only" : "")\($0.isPinned ? ", pinned" : "")
        """
    }
  }

  static let mapTables: [(Sample, [String])] = [
    (
      Sample.handoff,
      ["classes: type 2, 4 → 24 × 8, flags 0, u32 → struct class, no value"]
    ),
    (
      .legacy,
      [
        "counts: type 1, 4 → 8 × 64, flags 1, - → -, no value",
        "flows: type 2, 4 → 16 × 1, flags 0, - → -, no value",
      ]
    ),
    (
      .types,
      [
        "outer: type 12, 4 → 4 × 3, flags 0, - → -, no value, pinned",
        ".bss: type 2, 4 → 8 × 1, flags 0, - → section .bss, 8 octets",
      ]
    ),
    (
      .data,
      [
        ".data: type 2, 4 → 24 × 1, flags 0, - → section .data, 24 octets",
        ".rodata: type 2, 4 → 4 × 1, flags 0, - → section .rodata, 4 octets, read-only",
        ".data.named: type 2, 4 → 4 × 1, flags 0, - → section .data.named, 4 octets",
        ".bss: type 2, 4 → 76 × 1, flags 0, - → section .bss, 76 octets",
        """
        .rodata.cst8: type 2, 4 → 8 × 1, flags 0, - → section .rodata.cst8, 8 octets, read-only
        """,
      ]
    ),
  ]

  @Test(arguments: mapTables)
  func mapTable(_ sample: Sample, _ table: [String]) throws {
    #expect(try maps(sample.image) == table)
  }

  @Test func mapsOfMapsKeepTheirTemplate() throws {
    let image = try Sample.types.image
    guard case .maps(let inner) = image.maps[0].contents else {
      Issue.record("no template")
      return
    }
    #expect(
      [inner.type, inner.keySize, inner.valueSize, inner.maxEntries, inner.flags] == [
        1, 8, 6, 5, 1,
      ])
    #expect(inner.valueTypeID.map(image.types.describe) == "struct inner")
  }

  /// Every variable is found at its own offset, whichever symbol the compiler went through.
  @Test func dataReferencesPointIntoValues() throws {
    let image = try Sample.data.image
    let targets = image.references.map { reference -> String in
      guard case .mapValue(let map, let offset) = reference.target else { return "?" }
      #expect(image.instructions[reference.slot].source == 2)
      #expect(
        image.instructions[reference.slot + 1].immediate == Int32(bitPattern: offset))
      return "\(image.maps[map].name)+\(offset)"
    }
    #expect(
      targets == [
        ".data+0", ".bss+8", ".rodata+0", ".bss+0", ".data+8", ".data.named+0",
        ".rodata.cst8+0", ".bss+72", ".data+16",
      ])
    #expect(image.maps[0].initialValue?.first == 7)
    #expect(image.maps[4].initialValue == [2, 3, 5, 7, 11, 13, 17, 19])
    #expect(image.maps[3].initialValue == [UInt8](repeating: 0, count: 76))
  }

  @Test func licenses() throws {
    #expect(try Sample.handoff.image.license == "Dual BSD/GPL")
    #expect(try Sample.types.image.license == "GPL")
    #expect(try Sample.legacy.image.license == "")
  }

  @Test func linesNameTheSource() throws {
    let image = try Sample.handoff.image
    let call = try #require(image.line(at: 62))
    #expect(call.file == "./handoff.c")
    #expect(call.text == "  return co_await(stash, 0) + co_await(stash_later, 2);")
    #expect(call.column == 10)
    // The committed source says the same.
    let lines = try String(contentsOf: Sample.handoff.source, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for line in image.lines where !line.text.isEmpty && line.file.hasSuffix("handoff.c") {
      #expect(lines[line.line - 1] == line.text)
    }
    #expect(image.lines.map(\.slot) == image.lines.map(\.slot).sorted())
  }

  @Test func coreRelocationsAreKept() throws {
    let image = try Sample.types.image
    #expect(
      image.coreRelocations.map {
        "\($0.slot) \(image.types.describe($0.typeID)) \($0.access) \($0.kind)"
      } == [
        "2 struct pair 0:0 fieldByteOffset", "4 struct pair 0:1 fieldByteOffset",
        "32 enum small 0 enumValueExists",
      ])
  }

  @Test func readingTwiceGivesTheSame() throws {
    for sample in Sample.allCases { #expect(try sample.image == sample.image) }
  }
}
