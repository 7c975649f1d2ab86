/// The contents of `.BTF.ext`: what the types in `.BTF` have to do with the instructions.
struct BTFExtension {
  var functions: [Record<FunctionInfo>]
  var lines: [Record<LineInfo>]
  var coreRelocations: [Record<CoreInfo>]

  static let headerByteCount: UInt32 = 24
  /// Larger headers also say where the records for relocations are.
  static let headerByteCountWithCore: UInt32 = 32

  /// What is said about one instruction.
  struct Record<Info> {
    var section: String
    /// In octets from the section's start.
    var instructionOffset: UInt32
    var info: Info
    /// Where the record is in `.BTF.ext`, for errors.
    var position: Int
  }

  struct FunctionInfo {
    var typeID: BTF.TypeID
  }

  struct LineInfo {
    var file: String
    var text: String
    var line: Int
    var column: Int
  }

  struct CoreInfo {
    var typeID: BTF.TypeID
    var access: String
    var kind: CoreRelocation.Kind
  }

  /// Reads the section; `strings` are those of `.BTF`.
  init(_ reader: ByteReader, strings: ByteReader) throws(ObjectFileError) {
    let headerByteCount = try BTFSection.checkHeader(reader, magic: BTF.magic)
    guard headerByteCount >= Self.headerByteCount else {
      throw reader.fault(4, .unsupported(field: "header size", value: UInt64(headerByteCount)))
    }
    let tables = TableReader(reader: reader, strings: strings, base: Int(headerByteCount))
    functions = try tables.read(header: 8, recordByteCount: 8) {
      record throws(ObjectFileError) in FunctionInfo(typeID: try record.uint32(at: 4))
    }
    lines = try tables.read(header: 16, recordByteCount: 16) {
      record throws(ObjectFileError) in
      let place = try record.uint32(at: 12)
      return LineInfo(
        file: try strings.text(at: record.uint32(at: 4)),
        text: try strings.text(at: record.uint32(at: 8)),
        // The upper 22 bits are the line, the lower ten the column.
        line: Int(place >> 10), column: Int(place & 0x3ff))
    }
    coreRelocations =
      headerByteCount < Self.headerByteCountWithCore
      ? []
      : try tables.read(header: 24, recordByteCount: 16) { record throws(ObjectFileError) in
        try Self.coreInfo(record, strings)
      }
  }

  private static func coreInfo(
    _ record: ByteReader, _ strings: ByteReader
  ) throws(ObjectFileError) -> CoreInfo {
    let number = try record.uint32(at: 12)
    guard let kind = CoreRelocation.Kind(rawValue: number) else {
      throw record.fault(
        12, .outOfRange(field: "relocation kind", value: UInt64(number), limit: 12))
    }
    return CoreInfo(
      typeID: try record.uint32(at: 4), access: try strings.name(at: record.uint32(at: 8)),
      kind: kind)
  }

  /// Reads a table: the size of its records, then per section its name, a count and the records.
  private struct TableReader {
    let reader: ByteReader
    let strings: ByteReader
    /// The table's offset counts from here.
    let base: Int

    func read<Info>(
      header: Int, recordByteCount: Int, _ decode: (ByteReader) throws(ObjectFileError) -> Info
    ) throws(ObjectFileError) -> [Record<Info>] {
      let offset = UInt64(base) + UInt64(try reader.uint32(at: header))
      let table = try reader.part(at: offset, size: UInt64(reader.uint32(at: header + 4)))
      guard table.count > 0 else { return [] }
      let size = Int(try table.uint32(at: 0))
      guard size >= recordByteCount else {
        throw table.fault(0, .unsupported(field: "record size", value: UInt64(size)))
      }
      var records: [Record<Info>] = []
      var position = 4
      while position < table.count {
        let section = try strings.name(at: table.uint32(at: position))
        let count = try table.uint32(at: position + 4)
        position += 8
        for _ in 0..<count {
          // Newer records may be longer; what is known comes first.
          let record = try table.part(at: UInt64(position), size: UInt64(size))
          records.append(
            Record(
              section: section, instructionOffset: try record.uint32(at: 0),
              info: try decode(record), position: Int(offset) + position))
          position += size
        }
      }
      return records
    }
  }
}
