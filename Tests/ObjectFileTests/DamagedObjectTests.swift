import ObjectFile
import Testing

/// One field wrong at a time, and the error that names it.
struct DamagedObjectTests {
  struct Damage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var edit: @Sendable (inout ObjectEditor) -> Void
    /// The section, offset (nil: any) and the text that the error must contain.
    var section: String
    var offset: Int?
    var text: String

    init(
      _ what: String, _ section: String, _ offset: Int?, _ text: String,
      _ edit: @escaping @Sendable (inout ObjectEditor) -> Void
    ) {
      testDescription = what
      self.edit = edit
      self.section = section
      self.offset = offset
      self.text = text
    }
  }

  static let header: [Damage] = [
    Damage("magic", "ELF header", 0, "magic number 0x464c4500") { $0.set(0, at: 0, byteCount: 1) },
    Damage("class", "ELF header", 4, "ELF class 1") { $0.set(1, at: 4, byteCount: 1) },
    Damage("big-endian", "ELF header", 5, "said to be big-endian") {
      $0.set(2, at: 5, byteCount: 1)
    },
    Damage("byte order 3", "ELF header", 5, "data encoding 3") { $0.set(3, at: 5, byteCount: 1) },
    Damage("executable", "ELF header", 16, "file type 2") { $0.set(2, at: 16, byteCount: 2) },
    Damage("x86-64", "ELF header", 18, "machine 62") { $0.set(62, at: 18, byteCount: 2) },
    Damage("section table far out", "ELF header", nil, "octets needed, 0 there") {
      $0.set(.max - 8, at: 40, byteCount: 8)
    },
    Damage("no sections", "ELF header", 60, "section count 0") { $0.set(0, at: 60, byteCount: 2) },
    Damage("names outside", "ELF header", 62, "name table is 99") {
      $0.set(99, at: 62, byteCount: 2)
    },
    Damage("entry size", "ELF header", 58, "section header size 40") {
      $0.set(40, at: 58, byteCount: 2)
    },
  ]

  static let sections: [Damage] = [
    Damage("name out of range", "section names", 0x7fff_fff0, "1 octets needed") {
      $0.set(0x7fff_fff0, at: $0.header("queue"))
    },
    Damage("section past the end", "queue", 0, "octets needed") {
      $0.set(1 << 40, at: $0.header("queue") + 24, byteCount: 8)
    },
    Damage("offset and size wrap", "queue", 0, "octets needed") {
      $0.set(.max, at: $0.header("queue") + 24, byteCount: 8)
    },
    Damage("sections overlap", "queue", 0, "overlaps .text at offset 8") {
      $0.set(UInt64($0.contents(of: ".text")) + 8, at: $0.header("queue") + 24, byteCount: 8)
    },
    Damage("section over the header", "queue", 0, "overlaps ELF header at offset 0") {
      $0.set(0, at: $0.header("queue") + 24, byteCount: 8)
    },
    Damage("section over the table", "section table", 0, "overlaps queue at offset 0") {
      $0.set($0.word(at: 40, byteCount: 8), at: $0.header("queue") + 24, byteCount: 8)
    },
    Damage("code of 7 octets less", "queue", 0, "size of an executable section 241") {
      $0.set(UInt64($0.byteCount(of: "queue") - 7), at: $0.header("queue") + 32, byteCount: 8)
      $0.set(113, at: $0.symbol("stash_later") + 16, byteCount: 8)
    },
    Damage("symbol entry size", ".symtab", 0, "symbol entry size 23") {
      $0.set(23, at: $0.header(".symtab") + 56, byteCount: 8)
    },
    Damage("symbol table's strings", ".symtab", 0, "linked section is 77") {
      $0.set(77, at: $0.header(".symtab") + 40)
    },
    Damage("relocation entry size", ".relqueue", 0, "relocation entry size 24") {
      $0.set(24, at: $0.header(".relqueue") + 56, byteCount: 8)
    },
    Damage("relocations of no section", ".relqueue", 0, "relocated section is 1000") {
      $0.set(1000, at: $0.header(".relqueue") + 44)
    },
    Damage("relocations without symbols", ".relqueue", 0, "no symbol table") {
      $0.set(0, at: $0.header(".relqueue") + 40)
    },
  ]

  static let symbols: [Damage] = [
    Damage("name", ".strtab", 0x10_0000, "octets needed") {
      $0.set(0x10_0000, at: $0.symbol("stash"))
    },
    Damage("section", ".symtab", nil, "symbol section is 500") {
      $0.set(500, at: $0.symbol("stash") + 6, byteCount: 2)
    },
    Damage("common", ".symtab", nil, "symbol section 65522") {
      $0.set(0xfff2, at: $0.symbol("stash") + 6, byteCount: 2)
    },
    Damage("outside its section", ".symtab", nil, "end of 'stash' is 4096") {
      $0.set(4096, at: $0.symbol("stash") + 8, byteCount: 8)
    },
    Damage("longer than its section", ".symtab", nil, "end of 'stash'") {
      $0.set(.max, at: $0.symbol("stash") + 16, byteCount: 8)
    },
    Damage("a gap before", "queue", 0, "8 octets belong to no function") {
      $0.set(8, at: $0.symbol("stash") + 8, byteCount: 8)
      $0.set(112, at: $0.symbol("stash") + 16, byteCount: 8)
    },
    Damage("a gap after", "queue", 0xf0, "8 octets belong to no function") {
      $0.set(120, at: $0.symbol("stash_later") + 16, byteCount: 8)
    },
    Damage("an overlap", "queue", 0x78, "overlaps stash at offset 128") {
      $0.set(128, at: $0.symbol("stash") + 16, byteCount: 8)
    },
    Damage("no octets", "queue", 0, "size of function 'stash' 0") {
      $0.set(0, at: $0.symbol("stash") + 16, byteCount: 8)
    },
    Damage("not a function any more", "queue", 0, "belong to no function") {
      $0.set(0x10, at: $0.symbol("stash") + 4, byteCount: 1)
    },
  ]

  static let code: [Damage] = [
    Damage("relocation past the end", ".relqueue", 0, "relocated offset is 248") {
      $0.set(248, at: $0.contents(of: ".relqueue"), byteCount: 8)
    },
    Damage("relocation between instructions", "queue", 0x11, "not at an instruction") {
      $0.set(0x11, at: $0.contents(of: ".relqueue"), byteCount: 8)
    },
    Damage("relocation at the wrong instruction", "queue", 0, "not at a call") {
      $0.set(0, at: $0.contents(of: ".relqueue"), byteCount: 8)
    },
    Damage("two relocations", "queue", 0x58, "the second one") {
      $0.set(0x58, at: $0.contents(of: ".relqueue"), byteCount: 8)
    },
    Damage("relocation type", "queue", 0x10, "relocation of type 2 against '.text'") {
      $0.set(2, at: $0.contents(of: ".relqueue") + 8)
    },
    Damage("symbol number", ".relqueue", 0, "symbol is 9999") {
      $0.set(9999, at: $0.contents(of: ".relqueue") + 12)
    },
    Damage("null symbol", "queue", 0x10, "against the null symbol") {
      $0.set(0, at: $0.contents(of: ".relqueue") + 12)
    },
    Damage("call into the middle", "queue", 0x10, "no function starts there") {
      $0.set(0, at: $0.contents(of: "queue") + 0x14)
    },
    Damage("call far away", "queue", 0x10, "no function starts there") {
      $0.set(0x7fff_ffff, at: $0.contents(of: "queue") + 0x14)
    },
    Damage("map with an offset", ".text", 0x20, "offset 8 of '.maps' is no function, map") {
      $0.set(8, at: $0.contents(of: ".text") + 0x24)
    },
    Damage("map before its section", ".text", 0x20, "leads out of the section") {
      $0.set(0xffff_ffff, at: $0.contents(of: ".text") + 0x2c)
    },
    Damage("function address in the middle", "datapath", 0x58, "offset 72 of '.text'") {
      $0.set(72, at: $0.contents(of: "datapath") + 0x5c)
    },
    Damage("external address with an offset", "datapath", 0x18, "an offset into something unknown")
    {
      $0.set(1, at: $0.contents(of: "datapath") + 0x1c)
    },
    Damage("half a wide load", ".text", 0x38, "has no second half") {
      $0.set(0x18, at: $0.contents(of: ".text") + 0x38, byteCount: 1)
    },
    Damage("call by number of a type", ".text", 0x30, "calls something outside") {
      $0.set(0x2085, at: $0.contents(of: ".text") + 0x30, byteCount: 2)
    },
    Damage("local call to nowhere", ".text", 0x30, "calls slot 107, where no function") {
      $0.set(0x1085, at: $0.contents(of: ".text") + 0x30, byteCount: 2)
      $0.set(100, at: $0.contents(of: ".text") + 0x34)
    },
  ]

  static let information: [Damage] = [
    Damage("types' magic", ".BTF", 0, "magic number 0xeb00") {
      $0.set(0, at: $0.contents(of: ".BTF"), byteCount: 1)
    },
    Damage("types' version", ".BTF", 2, "version 2") {
      $0.set(2, at: $0.contents(of: ".BTF") + 2, byteCount: 1)
    },
    Damage("lines out of range", ".BTF.ext", nil, "octets needed") {
      $0.set(0xffff_0000, at: $0.contents(of: ".BTF.ext") + 16)
    },
    Damage("short records", ".BTF.ext", 0, "record size 4") {
      $0.set(4, at: $0.contents(of: ".BTF.ext") + 32)
    },
    Damage("function info in the middle", ".BTF.ext", nil, "no function 'class_of'") {
      // Header 32, record size 4, then queue: 8 + 2 × 8; .text: 8, first record.
      $0.set(8, at: $0.contents(of: ".BTF.ext") + 32 + 4 + 24 + 8)
    },
    Damage("function info of an integer", ".BTF.ext", nil, "type 2 is no function") {
      $0.set(2, at: $0.contents(of: ".BTF.ext") + 32 + 4 + 24 + 8 + 4)
    },
    Damage("license without an end", "license", 0, "a string has no end") {
      $0.set(0x21, at: $0.contents(of: "license") + $0.byteCount(of: "license") - 1, byteCount: 1)
    },
  ]

  @Test(arguments: header + sections + symbols + code + information)
  func isNamed(_ damage: Damage) throws {
    var editor = ObjectEditor(bytes: try Sample.handoff.bytes)
    damage.edit(&editor)
    do throws(ObjectFileError) {
      _ = try ProgramImage(parsing: editor.bytes)
      Issue.record("accepted")
    } catch {
      #expect(error.section == damage.section, "\(error)")
      if let offset = damage.offset { #expect(error.offset == offset, "\(error)") }
      #expect(error.description.contains(damage.text))
    }
  }

  @Test func dataSectionsHaveALimit() throws {
    var editor = ObjectEditor(bytes: try Sample.data.bytes)
    editor.set(65 << 20, at: editor.header(".bss") + 32, byteCount: 8)
    // The 32 octets of the sections before it count, too.
    #expect(
      throws: ObjectFileError(
        section: ".bss", offset: 0,
        problem: .outOfRange(field: "section size", value: 65 << 20, limit: (64 << 20) - 32))
    ) { try ProgramImage(parsing: editor.bytes) }
  }

  /// A name that is shared by many ends in one long string: memory stays linear in the file's size.
  @Test func namesHaveALimit() throws {
    let name = String(repeating: "n", count: 5000)
    let error = try #require(throws: ObjectFileError.self) {
      try BTF(parsing: BTF(types: BTF.empty.types + [.init(name: name, kind: BTF.int)]).encoded())
    }
    #expect(error.description.contains("length of a name is 5000, the limit is 4096"))
  }
}
