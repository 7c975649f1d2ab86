/// A relocatable BPF object taken apart: sections and symbols, checked against the file's bounds
/// (System V gABI, chapter 4; machine 247 is `EM_BPF`).
struct ELF {
  var sections: [Section]
  /// `symbols[0]` is the null symbol.
  var symbols: [Symbol]
  /// Index of the section that holds `symbols`; 0 when there is none.
  var symbolTable: Int
  let byteOrder: ProgramImage.ByteOrder

  static let headerByteCount: UInt64 = 64
  static let machineBPF: UInt16 = 247

  struct Section {
    static let byteCount: UInt64 = 64

    var name: String
    var type: UInt32
    var flags: UInt64
    /// What the section says it holds; `reader` is empty when that takes no room in the file.
    var byteCount: UInt64
    var link: UInt32
    var info: UInt32
    var entryByteCount: UInt64
    var fileOffset: UInt64
    var reader: ByteReader

    var isAllocated: Bool { flags & 2 != 0 }
    var isExecutable: Bool { type == SectionType.program && isAllocated && flags & 4 != 0 }
    /// Types, and what they have to do with the code.
    var isInformation: Bool { name == ".BTF" || name == ".BTF.ext" }
    var takesFileSpace: Bool {
      type != SectionType.null && type != SectionType.noBits && byteCount > 0
    }
  }

  enum SectionType {
    static let null: UInt32 = 0
    static let program: UInt32 = 1
    static let symbolTable: UInt32 = 2
    static let relocationWithAddend: UInt32 = 4
    static let noBits: UInt32 = 8
    static let relocation: UInt32 = 9
  }

  init(parsing bytes: [UInt8]) throws(ObjectFileError) {
    byteOrder = try Self.readByteOrder(bytes)
    let file = ByteReader(bytes, section: "ELF header", byteOrder: byteOrder)
    try Self.checkIdentity(file)
    sections = try Self.readSections(file)
    try Self.checkOverlaps(sections, tableOffset: try file.uint64(at: 40))
    symbols = []
    symbolTable = 0
    for (index, section) in sections.enumerated()
    where section.type == SectionType.symbolTable {
      guard symbolTable == 0 else {
        throw section.reader.fault(0, .duplicate(field: "section", name: section.name))
      }
      symbolTable = index
      symbols = try readSymbols(section)
    }
  }

  /// The order of the octets in every number that follows the magic one.
  private static func readByteOrder(
    _ bytes: [UInt8]
  ) throws(ObjectFileError) -> ProgramImage.ByteOrder {
    let file = ByteReader(bytes, section: "ELF header", byteOrder: .littleEndian)
    let magic = try file.uint32(at: 0)
    guard magic == 0x464c_457f else {
      throw file.fault(0, .badMagic(found: magic, expected: 0x464c_457f))
    }
    let encoding = try file.uint8(at: 5)
    switch encoding {
    case 1: return .littleEndian
    case 2: return .bigEndian
    default:
      throw file.fault(5, .unsupported(field: "data encoding", value: UInt64(encoding)))
    }
  }

  private static func checkIdentity(_ file: ByteReader) throws(ObjectFileError) {
    try expect(file, "ELF class", file.uint8(at: 4), 2, at: 4)
    try expect(file, "ELF version", file.uint8(at: 6), 1, at: 6)
    let type = try file.uint16(at: 16)
    guard type != UInt16(1).byteSwapped else {
      throw file.fault(5, .contradictoryByteOrder(stated: file.byteOrder))
    }
    try expect(file, "file type", type, 1, at: 16)
    try expect(file, "machine", file.uint16(at: 18), machineBPF, at: 18)
    try expect(file, "object version", file.uint32(at: 20), 1, at: 20)
    try expect(file, "header size", file.uint16(at: 52), 64, at: 52)
  }

  private static func expect<T: UnsignedInteger>(
    _ file: ByteReader, _ field: String, _ value: T, _ wanted: T, at offset: Int
  ) throws(ObjectFileError) {
    guard value == wanted else {
      throw file.fault(offset, .unsupported(field: field, value: UInt64(value)))
    }
  }

  private static func readSections(_ file: ByteReader) throws(ObjectFileError) -> [Section] {
    try expect(file, "section header size", file.uint16(at: 58), 64, at: 58)
    let count = try file.uint16(at: 60)
    let namesIndex = Int(try file.uint16(at: 62))
    // gABI: 0 moves the count into section 0, for 65,280 sections and more.
    guard count > 0 else { throw file.fault(60, .unsupported(field: "section count", value: 0)) }
    guard namesIndex < count else {
      throw file.fault(
        62, .outOfRange(field: "name table", value: UInt64(namesIndex), limit: UInt64(count) - 1))
    }
    let table = try file.part(
      at: file.uint64(at: 40), size: UInt64(count) * Section.byteCount, named: "section table")
    let names = try readHeader(table, namesIndex, name: "section names", file: file).reader
    var sections: [Section] = []
    for index in 0..<Int(count) {
      let name = try names.name(at: table.uint32(at: index * 64))
      sections.append(try readHeader(table, index, name: name, file: file))
    }
    return sections
  }

  private static func readHeader(
    _ table: ByteReader, _ index: Int, name: String, file: ByteReader
  ) throws(ObjectFileError) -> Section {
    let at = index * Int(Section.byteCount)
    var section = Section(
      name: name, type: try table.uint32(at: at + 4), flags: try table.uint64(at: at + 8),
      byteCount: try table.uint64(at: at + 32), link: try table.uint32(at: at + 40),
      info: try table.uint32(at: at + 44), entryByteCount: try table.uint64(at: at + 56),
      fileOffset: try table.uint64(at: at + 24),
      reader: ByteReader([], section: name, byteOrder: file.byteOrder))
    if section.takesFileSpace {
      do {
        section.reader = try file.part(
          at: section.fileOffset, size: section.byteCount, named: name)
      } catch {
        throw ObjectFileError(section: name, offset: 0, problem: error.problem)
      }
    }
    return section
  }

  private static func checkOverlaps(
    _ sections: [Section], tableOffset: UInt64
  ) throws(ObjectFileError) {
    // All ends are inside the file by now, so that they can be added without a check.
    var extents = sections.filter(\.takesFileSpace).map {
      (name: $0.name, start: $0.fileOffset, end: $0.fileOffset + $0.byteCount)
    }
    extents.append(("ELF header", 0, headerByteCount))
    extents.append(
      ("section table", tableOffset, tableOffset + UInt64(sections.count) * Section.byteCount))
    extents.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    for (before, after) in zip(extents, extents.dropFirst()) where after.start < before.end {
      throw ObjectFileError(
        section: after.name, offset: 0,
        problem: .overlap(with: before.name, at: Int(after.start - before.start)))
    }
  }
}
