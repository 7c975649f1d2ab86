import Bytecode

extension ImageReader {
  /// Says which type each function has and which line each instruction comes from.
  mutating func readSourceInformation() throws(ObjectFileError) {
    guard let information = sourceInformation else { return }
    let bases = codeByName()
    for record in information.functions { try setType(record, bases) }
    for record in information.lines {
      image.lines.append(
        ProgramImage.SourceLine(
          slot: try slot(of: record, bases), file: record.info.file, line: record.info.line,
          column: record.info.column, text: record.info.text))
    }
    for record in information.coreRelocations {
      try check(record.info.typeID, record)
      image.coreRelocations.append(
        CoreRelocation(
          slot: try slot(of: record, bases), typeID: record.info.typeID,
          access: record.info.access, kind: record.info.kind))
    }
    // Swift's sort is stable: of two entries for one slot, the later one stays the later one.
    image.lines.sort { $0.slot < $1.slot }
    image.coreRelocations.sort { $0.slot < $1.slot }
  }

  /// The slots of each executable section, by its name.
  private func codeByName() -> [String: Range<Int>] {
    var ranges: [String: Range<Int>] = [:]
    for (index, first) in firstSlots {
      let count = Int(elf.sections[index].byteCount) / Instruction.byteCount
      ranges[elf.sections[index].name] = first..<first + count
    }
    return ranges
  }

  private func slot<Info>(
    of record: BTFExtension.Record<Info>, _ bases: [String: Range<Int>]
  ) throws(ObjectFileError) -> Int {
    guard let range = bases[record.section] else {
      throw fault(record, .missing(field: "executable section", name: record.section))
    }
    let offset = Int(record.instructionOffset)
    guard offset % Instruction.byteCount == 0, offset / Instruction.byteCount < range.count else {
      throw fault(
        record,
        .outOfRange(
          field: "instruction offset", value: UInt64(offset),
          limit: UInt64(range.count * Instruction.byteCount)))
    }
    return range.lowerBound + offset / Instruction.byteCount
  }

  private func fault<Info>(
    _ record: BTFExtension.Record<Info>, _ problem: ObjectFileError.Problem
  ) -> ObjectFileError {
    ObjectFileError(section: ".BTF.ext", offset: record.position, problem: problem)
  }

  private func check<Info>(
    _ id: BTF.TypeID, _ record: BTFExtension.Record<Info>
  ) throws(ObjectFileError) {
    guard id < image.types.types.count else {
      throw fault(
        record,
        .outOfRange(
          field: "type", value: UInt64(id), limit: UInt64(image.types.types.count) - 1))
    }
  }

  private mutating func setType(
    _ record: BTFExtension.Record<BTFExtension.FunctionInfo>, _ bases: [String: Range<Int>]
  ) throws(ObjectFileError) {
    let id = record.info.typeID
    try check(id, record)
    guard case .function(_, let linkage) = image.types.kind(of: id) else {
      throw fault(record, .badType(id: id, reason: "is no function"))
    }
    guard let index = functionsByStart[try slot(of: record, bases)] else {
      throw fault(record, .missing(field: "function", name: image.types.name(of: id)))
    }
    image.functions[index].typeID = id
    if linkage == .static { image.functions[index].isGlobal = false }
  }
}
