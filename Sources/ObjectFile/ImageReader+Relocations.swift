import Bytecode

extension ImageReader {
  /// LLVM, `BPF.def`, and Linux `Documentation/bpf/llvm_reloc.rst`.
  enum RelocationType {
    static let none: UInt32 = 0
    static let wide: UInt32 = 1
    /// 64 bits of data; 1 in objects by LLVM before 13.
    static let address: Set<UInt32> = [1, 2]
    /// 32 bits of data that hold a place in a section: `ABS32`, `NODYLD32` and `R_BPF_64_32`.
    static let narrow: Set<UInt32> = [3, 4, 10]
    static let call: UInt32 = 10
  }

  /// Resolves what the object can resolve by itself and keeps the rest as references.
  mutating func relocate() throws(ObjectFileError) {
    for (index, entries) in relocations.sorted(by: { $0.key < $1.key }) {
      if elf.sections[index].isInformation { continue }
      let entries = entries.filter { $0.type != RelocationType.none }
      if let base = firstSlots[index] {
        for entry in entries { try relocate(entry, section: index, base: base) }
      } else {
        try relocateData(entries, section: index)
      }
    }
    image.references.sort { $0.slot < $1.slot }
  }

  func fault(
    _ relocation: ELF.Relocation, section: Int, _ reason: String
  ) -> ObjectFileError {
    elf.sections[section].reader.fault(
      Int(clamping: relocation.offset),
      .badRelocation(type: relocation.type, symbol: relocation.symbol.name, reason: reason))
  }

  private mutating func relocate(
    _ relocation: ELF.Relocation, section: Int, base: Int
  ) throws(ObjectFileError) {
    // The offset is inside the section, which holds whole slots.
    guard relocation.offset % 8 == 0 else {
      throw fault(relocation, section: section, "not at an instruction")
    }
    let slot = base + Int(relocation.offset) / Instruction.byteCount
    guard !isRelocated[slot] else {
      throw fault(relocation, section: section, "the second one for this instruction")
    }
    isRelocated[slot] = true
    switch relocation.type {
    case RelocationType.wide: try relocateWideLoad(relocation, section: section, slot: slot)
    case RelocationType.call: try relocateCall(relocation, section: section, slot: slot)
    default: throw fault(relocation, section: section, "not a type that instructions have")
    }
  }

  /// `symbol + addend`, when it lies in section `index` or at its end.
  private func place(_ symbol: ELF.Symbol, _ addend: Int64, in index: Int) -> UInt64? {
    guard let value = Int64(exactly: symbol.value) else { return nil }
    let (sum, overflow) = value.addingReportingOverflow(addend)
    guard !overflow, sum >= 0, sum <= elf.sections[index].byteCount else { return nil }
    return UInt64(sum)
  }

  /// The function that starts `offset` octets into a section.
  private func function(section: Int, offset: UInt64?) -> Int? {
    guard let base = firstSlots[section], let offset, offset % 8 == 0 else { return nil }
    guard let index = functionsByStart[base + Int(offset / 8)],
      image.functions[index].section == elf.sections[section].name
    else { return nil }
    return index
  }

  private mutating func relocateCall(
    _ relocation: ELF.Relocation, section: Int, slot: Int
  ) throws(ObjectFileError) {
    let instruction = image.instructions[slot]
    guard instruction.opcode == Code.call, instruction.source == Code.localCall else {
      throw fault(relocation, section: section, "not at a call of a function")
    }
    switch relocation.symbol.home {
    case .undefined:
      image.instructions[slot].registers = Code.externalCall << 4 | instruction.destination
      image.instructions[slot].immediate = 0
      try refer(slot, .externCall(try extern(relocation, section: section)))
    case .section(let index):
      // The immediate counts slots from the next one, so that −1 stands for the symbol itself.
      let addend = (Int64(instruction.immediate) + 1) * Int64(Instruction.byteCount)
      guard
        let callee = function(section: index, offset: place(relocation.symbol, addend, in: index))
      else { throw fault(relocation, section: section, "no function starts there") }
      image.instructions[slot].immediate = distance(from: slot, to: callee)
    case .absolute: throw fault(relocation, section: section, "calls a constant")
    }
  }

  private func distance(from slot: Int, to function: Int) -> Int32 {
    // A file whose code is larger than 16 GiB can't be in memory as an array of slots and read.
    Int32(image.functions[function].start - slot - 1)
  }

  private mutating func refer(
    _ slot: Int, _ target: ProgramImage.Reference.Target
  ) throws(ObjectFileError) {
    image.references.append(ProgramImage.Reference(slot: slot, target: target))
  }

  private func extern(
    _ relocation: ELF.Relocation, section: Int
  ) throws(ObjectFileError) -> Int {
    guard let index = externs[relocation.symbol.name] else {
      throw fault(relocation, section: section, "against the null symbol")
    }
    return index
  }

  private mutating func relocateWideLoad(
    _ relocation: ELF.Relocation, section: Int, slot: Int
  ) throws(ObjectFileError) {
    guard image.instructions[slot].opcode == Code.loadImmediate64,
      slot + 1 < image.instructions.count
    else { throw fault(relocation, section: section, "not at a 64-bit load") }
    let low = UInt32(bitPattern: image.instructions[slot].immediate)
    let addend = Int64(image.instructions[slot + 1].immediate) << 32 | Int64(low)
    let target = try wideTarget(relocation, addend, section: section)
    try refer(slot, target)
    switch target {
    case .map: setWide(slot, source: Code.map, 0, 0)
    case .mapValue(_, let offset):
      setWide(slot, source: Code.mapValue, 0, Int32(bitPattern: offset))
    case .function(let index):
      setWide(slot, source: Code.function, distance(from: slot, to: index), 0)
    case .externCall, .externAddress: setWide(slot, source: Code.external, 0, 0)
    }
  }

  private mutating func setWide(_ slot: Int, source: UInt8, _ low: Int32, _ high: Int32) {
    image.instructions[slot].registers = source << 4 | image.instructions[slot].destination
    image.instructions[slot].immediate = low
    image.instructions[slot + 1].immediate = high
  }

  /// What an address of 64 bits leads to.
  func wideTarget(
    _ relocation: ELF.Relocation, _ addend: Int64, section: Int
  ) throws(ObjectFileError) -> ProgramImage.Reference.Target {
    switch relocation.symbol.home {
    case .undefined:
      guard addend == 0 else {
        throw fault(relocation, section: section, "an offset into something unknown")
      }
      return .externAddress(try extern(relocation, section: section))
    case .absolute: throw fault(relocation, section: section, "the address of a constant")
    case .section(let index):
      guard let place = place(relocation.symbol, addend, in: index) else {
        throw fault(relocation, section: section, "offset \(addend) leads out of the section")
      }
      if let function = function(section: index, offset: place) { return .function(function) }
      if let map = maps[Place(section: index, offset: place)] { return .map(map) }
      if let map = dataMaps[index], let offset = UInt32(exactly: place) {
        return .mapValue(map, offset: offset)
      }
      throw fault(
        relocation, section: section,
        "offset \(place) of '\(elf.sections[index].name)' is no function, map or variable")
    }
  }
}
