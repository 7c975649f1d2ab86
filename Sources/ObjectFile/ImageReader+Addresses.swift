/// Addresses in initialised data: the entries that a map holds from the start, and pointers.
extension ImageReader {
  private static let addressByteCount: UInt64 = 8

  mutating func relocateData(
    _ entries: [ELF.Relocation], section index: Int
  ) throws(ObjectFileError) {
    let section = elf.sections[index]
    // Which programs a structure of the kernel is to call: Baton has no such structures.
    if section.name.hasPrefix(".struct_ops") || section.name.hasPrefix("?.struct_ops") { return }
    var end: UInt64 = 0
    for entry in entries.sorted(by: { $0.offset < $1.offset }) {
      guard RelocationType.address.contains(entry.type) else {
        throw fault(entry, section: index, "not a type that addresses in data have")
      }
      guard entry.offset >= end else {
        throw fault(entry, section: index, "the second one for these octets")
      }
      guard section.byteCount - entry.offset >= Self.addressByteCount else {
        throw fault(entry, section: index, "an address has eight octets")
      }
      end = entry.offset + Self.addressByteCount
      guard section.takesFileSpace else {
        throw fault(entry, section: index, "the section has no octets in the file")
      }
      if section.name == ".maps" {
        try addEntry(entry, section: index)
      } else if let map = dataMaps[index] {
        try addAddress(entry, section: index, to: map)
      } else {
        throw fault(entry, section: index, "an address in a section that is no data")
      }
    }
  }

  private func target(
    _ relocation: ELF.Relocation, section index: Int
  ) throws(ObjectFileError) -> ProgramImage.Reference.Target {
    // Relocations don't reach over the end of the section by now.
    let addend = try elf.sections[index].reader.uint64(at: Int(relocation.offset))
    return try wideTarget(relocation, Int64(bitPattern: addend), section: index)
  }

  private mutating func addAddress(
    _ relocation: ELF.Relocation, section index: Int, to map: Int
  ) throws(ObjectFileError) {
    let target = try target(relocation, section: index)
    switch target {
    case .map, .mapValue, .function: break
    case .externCall, .externAddress:
      throw fault(relocation, section: index, "the address of something outside")
    }
    let offset = Int(relocation.offset)
    for octet in 0..<Int(Self.addressByteCount) {
      image.maps[map].initialValue?[offset + octet] = 0
    }
    // Data sections are smaller than 4 GiB.
    image.maps[map].initialAddresses.append(
      MapDefinition.InitialAddress(offset: UInt32(offset), target: target))
  }

  private mutating func addEntry(
    _ relocation: ELF.Relocation, section index: Int
  ) throws(ObjectFileError) {
    let following = initialEntries.partitioningIndex { $0.extent.lowerBound > relocation.offset }
    guard following > 0 else {
      throw fault(relocation, section: index, "outside of the member 'values'")
    }
    let list = initialEntries[following - 1]
    let distance = relocation.offset - list.extent.lowerBound
    guard list.extent.contains(relocation.offset), distance % Self.addressByteCount == 0 else {
      throw fault(relocation, section: index, "outside of the member 'values'")
    }
    let number = distance / Self.addressByteCount
    let limit = image.maps[list.map].maxEntries
    guard number < UInt64(limit) else {
      throw fault(relocation, section: index, "entry \(number) of a map of \(limit)")
    }
    image.maps[list.map].initialEntries.append(
      MapDefinition.InitialEntry(
        index: UInt32(number), target: try entryTarget(relocation, section: index, of: list.map)))
  }

  /// Maps in maps of maps, functions in maps of programs.
  private func entryTarget(
    _ relocation: ELF.Relocation, section index: Int, of map: Int
  ) throws(ObjectFileError) -> MapDefinition.InitialEntry.Target {
    let target = try target(relocation, section: index)
    switch (image.maps[map].contents, target) {
    case (.maps, .map(let inner)) where inner != map: return .map(inner)
    case (.programs, .function(let function)): return .program(function)
    case (.maps, _): throw fault(relocation, section: index, "no other map")
    case (.programs, _): throw fault(relocation, section: index, "no program")
    case (.octets, _): throw fault(relocation, section: index, "in a map of octets")
    }
  }
}
