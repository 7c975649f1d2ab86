extension ELF {
  struct Symbol {
    static let byteCount: UInt64 = 24

    var name: String
    var binding: UInt8
    var type: UInt8
    var visibility: UInt8
    var home: Home
    /// In octets from the start of its section.
    var value: UInt64
    var byteCount: UInt64

    var isFunction: Bool { type == 2 }
    var isSection: Bool { type == 3 }
    var isWeak: Bool { binding == 2 }
    /// Global or weak, and neither hidden nor internal: another object could name it.
    var isVisible: Bool { binding != 0 && (visibility == 0 || visibility == 3) }
  }

  /// Where a symbol is defined.
  enum Home: Equatable {
    case undefined
    case section(Int)
    /// A file name or a constant.
    case absolute
  }

  /// One entry of a `REL` section, for a section whose contents it completes.
  struct Relocation {
    static let byteCount: UInt64 = 16
    var offset: UInt64
    var type: UInt32
    var symbol: Symbol
  }

  func readSymbols(_ section: Section) throws(ObjectFileError) -> [Symbol] {
    let reader = section.reader
    guard section.entryByteCount == Symbol.byteCount else {
      throw reader.fault(
        0, .unsupported(field: "symbol entry size", value: section.entryByteCount))
    }
    guard section.byteCount % Symbol.byteCount == 0 else {
      throw reader.fault(
        0, .unsupported(field: "symbol table size", value: section.byteCount))
    }
    let names = try linkedSection(section).reader
    var symbols: [Symbol] = []
    for index in 0..<reader.count / Int(Symbol.byteCount) {
      symbols.append(try readSymbol(reader, index * Int(Symbol.byteCount), names: names))
    }
    return symbols
  }

  func linkedSection(_ section: Section) throws(ObjectFileError) -> Section {
    guard section.link < UInt32(sections.count) else {
      throw section.reader.fault(
        0,
        .outOfRange(
          field: "linked section", value: UInt64(section.link), limit: UInt64(sections.count) - 1))
    }
    return sections[Int(section.link)]
  }

  private func readSymbol(
    _ reader: ByteReader, _ at: Int, names: ByteReader
  ) throws(ObjectFileError) -> Symbol {
    let nameOffset = try reader.uint32(at: at)
    let info = try reader.uint8(at: at + 4)
    var symbol = Symbol(
      name: nameOffset == 0 ? "" : try names.name(at: nameOffset), binding: info >> 4,
      type: info & 15, visibility: try reader.uint8(at: at + 5) & 3,
      home: try home(reader, at), value: try reader.uint64(at: at + 8),
      byteCount: try reader.uint64(at: at + 16))
    guard case .section(let index) = symbol.home else { return symbol }
    let room = sections[index].byteCount
    guard symbol.value <= room, symbol.byteCount <= room - symbol.value else {
      throw reader.fault(
        at, .outOfRange(field: "end of '\(symbol.name)'", value: symbol.value, limit: room))
    }
    if symbol.isSection { symbol.name = sections[index].name }
    return symbol
  }

  private func home(_ reader: ByteReader, _ at: Int) throws(ObjectFileError) -> Home {
    let index = try reader.uint16(at: at + 6)
    switch index {
    case 0: return .undefined
    case 0xfff1: return .absolute
    // gABI: from 0xff00 on the numbers have special meanings; 0xfff2 is a C "common" variable.
    case 0xff00...:
      throw reader.fault(at, .unsupported(field: "symbol section", value: UInt64(index)))
    default:
      guard index < sections.count else {
        throw reader.fault(
          at,
          .outOfRange(
            field: "symbol section", value: UInt64(index), limit: UInt64(sections.count) - 1))
      }
      return .section(Int(index))
    }
  }

  /// The relocations for each section that has some, by section index, in file order.
  ///
  /// Of debug information only `.BTF` and `.BTF.ext` are Baton's business.
  func readRelocations() throws(ObjectFileError) -> [Int: [Relocation]] {
    var all: [Int: [Relocation]] = [:]
    for section in sections
    where section.type == SectionType.relocation
      || section.type == SectionType.relocationWithAddend
    {
      let target = Int(section.info)
      guard target < sections.count else {
        throw section.reader.fault(
          0,
          .outOfRange(
            field: "relocated section", value: UInt64(target), limit: UInt64(sections.count) - 1))
      }
      guard sections[target].isAllocated || sections[target].isInformation else { continue }
      all[target, default: []] += try readRelocations(section, of: sections[target])
    }
    return all
  }

  private func readRelocations(
    _ section: Section, of target: Section
  ) throws(ObjectFileError) -> [Relocation] {
    let reader = section.reader
    guard section.type == SectionType.relocation, section.entryByteCount == Relocation.byteCount,
      section.byteCount % Relocation.byteCount == 0
    else {
      throw reader.fault(
        0, .unsupported(field: "relocation entry size", value: section.entryByteCount))
    }
    guard Int(section.link) == symbolTable, symbolTable != 0 else {
      throw reader.fault(0, .missing(field: "symbol table", name: section.name))
    }
    var relocations: [Relocation] = []
    for at in stride(from: 0, to: reader.count, by: Int(Relocation.byteCount)) {
      let offset = try reader.uint64(at: at)
      let info = try reader.uint64(at: at + 8)
      guard offset < target.byteCount else {
        throw reader.fault(
          at, .outOfRange(field: "relocated offset", value: offset, limit: target.byteCount))
      }
      guard info >> 32 < UInt64(symbols.count) else {
        throw reader.fault(
          at,
          .outOfRange(field: "symbol", value: info >> 32, limit: UInt64(symbols.count)))
      }
      relocations.append(
        Relocation(
          offset: offset, type: UInt32(truncatingIfNeeded: info),
          symbol: symbols[Int(info >> 32)]))
    }
    return relocations
  }
}
