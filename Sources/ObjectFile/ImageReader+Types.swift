extension ImageReader {
  /// Reads `.BTF` and `.BTF.ext`, when they are there.
  mutating func readTypes() throws(ObjectFileError) {
    guard let index = section(named: ".BTF") else { return }
    let section = try BTFSection(elf.sections[index].reader)
    image.types = try BTF(section)
    try placeVariables()
    typeIndex = BTFIndex(image.types)
    if let index = self.section(named: ".BTF.ext") {
      sourceInformation = try BTFExtension(
        elf.sections[index].reader, strings: section.strings)
    }
  }

  /// Fills in the sizes of data sections and the places of their variables, which the compiler
  /// leaves to whoever has seen the symbols.
  private mutating func placeVariables() throws(ObjectFileError) {
    var places: [Int: [String: UInt64]] = [:]
    for symbol in elf.symbols where !symbol.isSection {
      if case .section(let index) = symbol.home {
        places[index, default: [:]][symbol.name] = symbol.value
      }
    }
    for (id, entry) in image.types.types.enumerated() {
      guard case .dataSection(_, let variables) = entry.kind,
        let index = section(named: entry.name)
      else { continue }
      let section = elf.sections[index]
      guard let byteCount = UInt32(exactly: section.byteCount) else {
        throw section.reader.fault(
          0, .unsupported(field: "section size", value: section.byteCount))
      }
      let placed = try place(
        variables, in: section, byteCount: byteCount, symbols: places[index] ?? [:])
      image.types.types[id].kind = .dataSection(byteCount: byteCount, variables: placed)
    }
  }

  private func place(
    _ variables: [BTF.SectionVariable], in section: ELF.Section, byteCount: UInt32,
    symbols: [String: UInt64]
  ) throws(ObjectFileError) -> [BTF.SectionVariable] {
    var placed = variables
    for index in placed.indices {
      guard case .variable(_, let linkage) = image.types.kind(of: placed[index].type),
        linkage != .extern
      else { continue }
      let name = image.types.name(of: placed[index].type)
      // A symbol lies within its section, whose size fits by now.
      if let value = symbols[name] { placed[index].offset = UInt32(value) }
      let end = UInt64(placed[index].offset) + UInt64(placed[index].byteCount)
      guard end <= UInt64(byteCount) else {
        throw section.reader.fault(
          Int(placed[index].offset),
          .outOfRange(field: "end of '\(name)'", value: end, limit: UInt64(byteCount)))
      }
    }
    return placed.sorted { ($0.offset, $0.type) < ($1.offset, $1.type) }
  }

  /// Lists the undefined symbols.
  mutating func readExterns() throws(ObjectFileError) {
    for symbol in elf.symbols.dropFirst() where symbol.home == .undefined {
      guard externs[symbol.name] == nil else {
        throw elf.sections[elf.symbolTable].reader.fault(
          0, .duplicate(field: "undefined symbol", name: symbol.name))
      }
      externs[symbol.name] = image.externs.count
      image.externs.append(
        ProgramImage.Extern(
          name: symbol.name, typeID: externType(symbol.name), isWeak: symbol.isWeak))
    }
  }

  private func externType(_ name: String) -> BTF.TypeID? {
    for id in [typeIndex.function(named: name), typeIndex.variable(named: name)] {
      guard let id else { continue }
      switch image.types.kind(of: id) {
      case .function(_, linkage: .extern), .variable(_, linkage: .extern): return id
      default: continue
      }
    }
    return nil
  }
}
