extension ImageReader {
  /// The most that all data sections may have; `.bss` takes no room in the file that would limit it.
  static let dataSectionByteCountMax: UInt64 = 64 << 20

  private static let typeArray: UInt32 = 2

  /// Collects the maps that the object declares, then those that its data sections become.
  mutating func readMaps() throws(ObjectFileError) {
    if let index = section(named: ".maps") { try readTypedMaps(index) }
    if let index = section(named: "maps") { try readLegacyMaps(index) }
    for index in sections(where: isData) { try readData(index) }
  }

  private mutating func add(_ map: MapDefinition, at place: Place) {
    maps[place] = image.maps.count
    image.maps.append(map)
  }

  // MARK: Maps whose type says what they are

  private mutating func readTypedMaps(_ index: Int) throws(ObjectFileError) {
    let section = elf.sections[index]
    guard section.byteCount > 0 else { return }
    guard let id = typeIndex.dataSection(named: section.name),
      case .dataSection(_, let variables) = image.types.kind(of: id)
    else {
      throw section.reader.fault(0, .missing(field: "type of the section", name: section.name))
    }
    for variable in variables {
      guard case .variable(let type, let linkage) = image.types.kind(of: variable.type) else {
        throw section.reader.fault(
          Int(variable.offset), .badType(id: variable.type, reason: "is no variable"))
      }
      let name = image.types.name(of: variable.type)
      guard linkage != .extern else {
        throw section.reader.fault(
          Int(variable.offset),
          .badMap(name: name, reason: "is declared here and defined in another object: link them"))
      }
      let reader = MapTypeReader(
        types: image.types, section: section.name, offset: Int(variable.offset), map: name)
      let place = Place(section: index, offset: UInt64(variable.offset))
      guard maps[place] == nil else {
        throw section.reader.fault(
          Int(variable.offset), .duplicate(field: "map at one place", name: name))
      }
      if let offset = reader.entriesOffset(in: type) {
        let start = place.offset + UInt64(offset)
        initialEntries.append(
          EntryList(
            map: image.maps.count,
            extent: start..<max(start, place.offset + UInt64(variable.byteCount))))
      }
      add(try reader.read(type), at: place)
    }
  }

  // MARK: Maps described by their initial value

  /// `struct bpf_map_def`: type, key size, value size, entries and flags, 32 bits each.
  private mutating func readLegacyMaps(_ index: Int) throws(ObjectFileError) {
    let reader = elf.sections[index].reader
    let symbols = elf.symbols.filter { $0.home == .section(index) && !$0.isSection }
      .sorted { $0.value < $1.value }
    for (number, symbol) in symbols.enumerated() {
      let end =
        number + 1 < symbols.count ? symbols[number + 1].value : elf.sections[index].byteCount
      // Both lie in the section, and `end` is not before this symbol.
      let definition = try reader.part(at: symbol.value, size: end - symbol.value)
      var words: [UInt32] = []
      for at in stride(from: 0, to: 20, by: 4) { words.append(try definition.uint32(at: at)) }
      guard definition.contents.dropFirst(20).allSatisfy({ $0 == 0 }) else {
        throw definition.fault(
          20, .badMap(name: symbol.name, reason: "has members behind the five that are known"))
      }
      add(
        MapDefinition(
          name: symbol.name, type: words[0], keySize: words[1], valueSize: words[2],
          maxEntries: words[3], flags: words[4]),
        at: Place(section: index, offset: symbol.value))
    }
  }

  // MARK: Data sections

  private func isData(_ section: ELF.Section) -> Bool {
    guard section.isAllocated, !section.isExecutable, section.byteCount > 0 else { return false }
    guard
      section.type == ELF.SectionType.program || section.type == ELF.SectionType.noBits
    else { return false }
    // The last is what an arena holds from the start.
    return [".rodata", ".data", ".bss", ".addr_space.1"].contains {
      section.name == $0 || section.name.hasPrefix($0 + ".")
    }
  }

  private mutating func readData(_ index: Int) throws(ObjectFileError) {
    let section = elf.sections[index]
    let room = Self.dataSectionByteCountMax - dataByteCount
    guard section.byteCount <= room else {
      throw section.reader.fault(
        0, .outOfRange(field: "section size", value: section.byteCount, limit: room))
    }
    dataByteCount += section.byteCount
    let isZero = section.type == ELF.SectionType.noBits
    dataMaps[index] = image.maps.count
    image.maps.append(
      MapDefinition(
        name: section.name, type: Self.typeArray, keySize: 4,
        valueSize: UInt32(section.byteCount), maxEntries: 1,
        valueTypeID: typeIndex.dataSection(named: section.name),
        initialValue: isZero
          ? [UInt8](repeating: 0, count: Int(section.byteCount)) : section.reader.contents,
        isReadOnly: section.name.hasPrefix(".rodata")))
  }
}
