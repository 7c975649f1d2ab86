extension ImageReader {
  /// Reads `.BTF` and `.BTF.ext`, when they are there.
  mutating func readTypes() throws(ObjectFileError) {
    guard let index = section(named: ".BTF") else { return }
    let section = try BTFSection(informationReader(index))
    image.types = try BTF(section)
    try placeVariables()
    typeIndex = BTFIndex(image.types)
    if let index = self.section(named: ".BTF.ext") {
      sourceInformation = try BTFExtension(informationReader(index), strings: section.strings)
    }
  }

  /// The contents of `.BTF` or `.BTF.ext` with the places of symbols filled in.
  ///
  /// Each relocation adds its symbol's place in its section to the 32 bits that it names. (Objects
  /// by LLVM before 13 call the type `R_BPF_64_32`.)
  private func informationReader(_ index: Int) throws(ObjectFileError) -> ByteReader {
    let section = elf.sections[index]
    guard let entries = relocations[index] else { return section.reader }
    var bytes = section.reader.contents
    for entry in entries where entry.type != RelocationType.none {
      guard RelocationType.narrow.contains(entry.type) else {
        throw fault(entry, section: index, "not a type that '\(section.name)' has")
      }
      // The offset lies in the section, which lies in memory.
      let at = Int(entry.offset)
      let addend = UInt64(try section.reader.uint32(at: at))
      let (sum, overflow) = entry.symbol.value.addingReportingOverflow(addend)
      guard !overflow, let place = UInt32(exactly: sum) else {
        throw fault(entry, section: index, "a place of more than 32 bits")
      }
      for octet in 0..<4 {
        let shift = UInt32(elf.byteOrder == .littleEndian ? octet : 3 - octet) * 8
        bytes[at + octet] = UInt8(truncatingIfNeeded: place >> shift)
      }
    }
    return ByteReader(bytes, section: section.name, byteOrder: elf.byteOrder)
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
      let placed = try place(variables, in: section, symbols: places[index] ?? [:])
      image.types.types[id].kind = .dataSection(byteCount: byteCount, variables: placed)
    }
  }

  private func place(
    _ variables: [BTF.SectionVariable], in section: ELF.Section, symbols: [String: UInt64]
  ) throws(ObjectFileError) -> [BTF.SectionVariable] {
    var placed = variables
    for index in placed.indices {
      guard let linkage = linkage(ofVariable: placed[index].type), linkage != .extern else {
        continue
      }
      let name = image.types.name(of: placed[index].type)
      // A symbol lies within its section, whose size fits by now. Names of static variables may be
      // there several times; their places are right already.
      if linkage == .global, let value = symbols[name] { placed[index].offset = UInt32(value) }
    }
    placed.sort { ($0.offset, $0.type) < ($1.offset, $1.type) }
    try checkPlaces(placed, in: section)
    return placed
  }

  private func linkage(ofVariable id: BTF.TypeID) -> BTF.Linkage? {
    if case .variable(_, let linkage) = image.types.kind(of: id) { linkage } else { nil }
  }

  /// Variables lie inside their section, one after another.
  private func checkPlaces(
    _ placed: [BTF.SectionVariable], in section: ELF.Section
  ) throws(ObjectFileError) {
    var previous: (name: String, end: UInt64) = ("", 0)
    for variable in placed where linkage(ofVariable: variable.type) ?? .extern != .extern {
      let name = image.types.name(of: variable.type)
      let start = UInt64(variable.offset)
      let end = start + UInt64(variable.byteCount)
      guard end <= section.byteCount else {
        throw section.reader.fault(
          Int(start), .outOfRange(field: "end of '\(name)'", value: end, limit: section.byteCount))
      }
      guard start >= previous.end else {
        throw section.reader.fault(
          Int(start), .overlap(with: "'\(previous.name)', which ends", at: Int(previous.end)))
      }
      previous = (name, end)
    }
  }

  /// Lists the undefined symbols.
  mutating func readExterns() throws(ObjectFileError) {
    let origins = externOrigins()
    for symbol in elf.symbols.dropFirst() where symbol.home == .undefined {
      guard externs[symbol.name] == nil else {
        throw elf.sections[elf.symbolTable].reader.fault(
          0, .duplicate(field: "undefined symbol", name: symbol.name))
      }
      externs[symbol.name] = image.externs.count
      let type = externType(symbol.name)
      image.externs.append(
        ProgramImage.Extern(
          name: symbol.name, typeID: type, isWeak: symbol.isWeak,
          origin: type.flatMap { origins[$0] } ?? .unspecified))
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

  /// By the function's or variable's type: the compiler lists externs in the section that the
  /// source gave them, which is no section of the file.
  private func externOrigins() -> [BTF.TypeID: ProgramImage.Extern.Origin] {
    var origins: [BTF.TypeID: ProgramImage.Extern.Origin] = [:]
    for entry in image.types.types {
      guard case .dataSection(_, let variables) = entry.kind,
        let origin = ProgramImage.Extern.Origin(section: entry.name)
      else { continue }
      for variable in variables { origins[variable.type] = origin }
    }
    return origins
  }
}

extension ProgramImage.Extern.Origin {
  fileprivate init?(section: String) {
    switch section {
    case ".ksyms": self = .kernelSymbol
    case ".kconfig": self = .kernelConfiguration
    default: return nil
    }
  }
}
