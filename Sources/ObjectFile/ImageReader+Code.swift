import Bytecode

extension ImageReader {
  /// Lays the executable sections one after another and finds their functions.
  mutating func readCode() throws(ObjectFileError) {
    let sections = sections { $0.isExecutable && $0.byteCount > 0 }
    var symbols: [Int: [ELF.Symbol]] = [:]
    for symbol in elf.symbols where symbol.isFunction {
      if case .section(let index) = symbol.home { symbols[index, default: []].append(symbol) }
    }
    for index in sections {
      let base = image.instructions.count
      firstSlots[index] = base
      try readInstructions(elf.sections[index].reader)
      try readFunctions(symbols[index] ?? [], of: elf.sections[index], base: base)
    }
    isRelocated = [Bool](repeating: false, count: image.instructions.count)
    for (index, function) in image.functions.enumerated() {
      functionsByStart[function.start] = index
    }
  }

  private mutating func readInstructions(_ reader: ByteReader) throws(ObjectFileError) {
    guard reader.count % Instruction.byteCount == 0 else {
      throw reader.fault(
        0, .unsupported(field: "size of an executable section", value: UInt64(reader.count)))
    }
    for offset in stride(from: 0, to: reader.count, by: Instruction.byteCount) {
      image.instructions.append(try Instruction(at: offset, of: reader))
    }
  }

  /// Appends the section's functions, which must cover it without gap or overlap.
  private mutating func readFunctions(
    _ symbols: [ELF.Symbol], of section: ELF.Section, base: Int
  ) throws(ObjectFileError) {
    let reader = section.reader
    var end: UInt64 = 0
    for symbol in symbols.sorted(by: { $0.value < $1.value }) {
      let at = Int(symbol.value)
      guard symbol.value >= end else {
        throw reader.fault(
          at, .overlap(with: image.functions[image.functions.count - 1].name, at: Int(end)))
      }
      guard symbol.value == end else {
        throw reader.fault(Int(end), .gap(byteCount: at - Int(end)))
      }
      guard symbol.byteCount > 0, symbol.value % 8 == 0, symbol.byteCount % 8 == 0 else {
        throw reader.fault(
          at, .unsupported(field: "size of function '\(symbol.name)'", value: symbol.byteCount))
      }
      end = symbol.value + symbol.byteCount
      image.functions.append(
        ProgramImage.Function(
          name: symbol.name, section: section.name, start: base + at / Instruction.byteCount,
          count: Int(symbol.byteCount) / Instruction.byteCount, isGlobal: symbol.isVisible))
    }
    guard end == section.byteCount else {
      throw reader.fault(Int(end), .gap(byteCount: Int(section.byteCount - end)))
    }
  }

  /// An error about the instruction in `slot`, by its section and offset there.
  func fault(slot: Int, _ problem: ObjectFileError.Problem) -> ObjectFileError {
    let home = firstSlots.filter { $0.value <= slot }.max { $0.value < $1.value }
    guard let home else { return ObjectFileError(section: "", offset: 0, problem: problem) }
    return elf.sections[home.key].reader.fault(
      (slot - home.value) * Instruction.byteCount, problem)
  }

  func fault(slot: Int, _ reason: String) -> ObjectFileError {
    fault(slot: slot, .badInstruction(opcode: image.instructions[slot].opcode, reason: reason))
  }

  /// Checks that calls without a relocation reach a function of their section. Jumps, and what else a
  /// program does by itself, are the verifier's business.
  func checkCalls() throws(ObjectFileError) {
    for function in image.functions {
      var slot = function.start
      while slot < function.range.upperBound {
        if image.instructions[slot].opcode == Code.loadImmediate64 {
          try checkWideLoad(slot, in: function)
          slot += 2
        } else {
          try checkCall(slot, in: function)
          slot += 1
        }
      }
    }
  }

  private func checkWideLoad(
    _ slot: Int, in function: ProgramImage.Function
  ) throws(ObjectFileError) {
    guard function.range.contains(slot + 1), image.instructions[slot + 1].opcode == 0 else {
      throw fault(slot: slot, "has no second half")
    }
  }

  private func checkCall(
    _ slot: Int, in function: ProgramImage.Function
  ) throws(ObjectFileError) {
    let instruction = image.instructions[slot]
    guard instruction.opcode == Code.call, !isRelocated[slot] else { return }
    switch instruction.source {
    case 0: return
    case Code.localCall:
      let target = slot + 1 + Int(instruction.immediate)
      guard let callee = functionsByStart[target],
        image.functions[callee].section == function.section
      else { throw fault(slot: slot, "calls slot \(target), where no function starts") }
    default: throw fault(slot: slot, "calls something outside without a relocation")
    }
  }
}

extension Instruction {
  /// Reads the slot at `offset`. In big-endian code the fields are in the same places, but with
  /// their octets, and the two registers in their octet, the other way round (RFC 9669 §3).
  init(at offset: Int, of reader: ByteReader) throws(ObjectFileError) {
    let registers = try reader.uint8(at: offset + 1)
    let (high, low) = (registers >> 4, registers & 15)
    let isBigEndian = reader.byteOrder == .bigEndian
    self.init(
      opcode: try reader.uint8(at: offset), destination: isBigEndian ? high : low,
      source: isBigEndian ? low : high,
      offset: Int16(bitPattern: try reader.uint16(at: offset + 2)),
      immediate: Int32(bitPattern: try reader.uint32(at: offset + 4)))
  }
}

/// The few encodings that the reader has to know (RFC 9669 §4.3, §5.4).
enum Code {
  static let loadImmediate64: UInt8 = 0x18
  static let call: UInt8 = 0x85

  /// Source fields of `call`.
  static let localCall: UInt8 = 1
  static let externalCall: UInt8 = 2

  /// Source fields of `ld_imm64`.
  static let map: UInt8 = 1
  static let mapValue: UInt8 = 2
  static let external: UInt8 = 3
  static let function: UInt8 = 4
}
