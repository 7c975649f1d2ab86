import Bytecode
import Testing

@Suite struct DecoderTests {
  static let offsets: [Int16] = [0, 1, -1, 2, 8, 16, 32, 264, .min]
  static let immediates: [Int32] = [
    0, 1, -1, 2, 8, 15, 16, 32, 48, 64, 272, 0x40, 0x41, 0x42, 0x50, 0x51, 0xa0, 0xa1, 0xe0, 0xe1,
    0xf0, 0xf1, 0x100, 0x101, 0x110, .max, .min,
  ]

  /// Every opcode and source, with each class of the other fields: legal exactly where the table
  /// has a row, with that row's meaning; and what decodes encodes back to the same slot.
  @Test(arguments: 0...255)
  func opcodeAgreesWithTheTable(_ opcode: Int) {
    // `ld_imm64` has its own test below.
    guard opcode != 0x18 else { return }
    var mismatches: [String] = []
    for slot in Self.slots(opcode: UInt8(opcode)) {
      let expected = InstructionTable.meaning(of: slot)
      let decoded = try? Operation.decode([slot], at: 0)
      if decoded != expected {
        mismatches.append("\(slot): \(decoded, default: "illegal")")
      }
      guard let decoded else { continue }
      // The long jump is the one instruction with two encodings.
      let isShortened = slot.opcode == 0x06 && Int16(exactly: slot.immediate) != nil
      if !isShortened && decoded.encoded != [slot] {
        mismatches.append("\(slot) encodes as \(decoded.encoded)")
      }
    }
    #expect(mismatches.isEmpty, "\(mismatches.count), as \(mismatches.prefix(3))")
  }

  static func slots(opcode: UInt8) -> some Sequence<Instruction> {
    let destinations: [UInt8] = [0, 3, 10, 11]
    return (UInt8(0)..<16).lazy.flatMap { source in
      destinations.lazy.flatMap { destination in
        offsets.lazy.flatMap { offset in
          immediates.lazy.map { immediate in
            Instruction(
              opcode: opcode, destination: destination, source: source, offset: offset,
              immediate: immediate)
          }
        }
      }
    }
  }

  /// 127 legal one-slot opcodes: a slip in the table itself would show here.
  @Test func theTableHasAllOpcodes() {
    let legal = InstructionTable.rows.count { !$0.isEmpty }
    // §4.1: 12 codes x K, X x 2 widths, NEG x 2, END x 3; §4.3: 11 x K, X x 2, JA x 2, CALL, EXIT,
    // Linux's 0xe5; §5: LDX 4 + 3, ST 4, STX 4, atomics 4 (two of them Linux's), packet 6.
    #expect(legal == 12 * 4 + 2 + 3 + 44 + 2 + 2 + 1 + 7 + 4 + 4 + 4 + 6)
  }

  @Test func bothJumpEncodingsDecodeToOneOperation() throws {
    let short = Instruction(opcode: 0x05, offset: -7)
    let long = Instruction(opcode: 0x06, immediate: -7)
    #expect(try Operation.decode([short], at: 0) == .jump(offset: -7))
    #expect(try Operation.decode([long], at: 0) == .jump(offset: -7))
    #expect(Operation.jump(offset: -7).encoded == [short])
    let far = Instruction(opcode: 0x06, immediate: 32768)
    #expect(Operation.jump(offset: 32768).encoded == [far])
  }
}

@Suite struct LoadImmediate64Tests {
  static let meanings: [(UInt8, Int32, Int32, ImmediateSource?)] = [
    (0, -1, 0, .constant(0xffff_ffff)),
    (0, 0, -1, .constant(0xffff_ffff_0000_0000)),
    (0, 0x5566_7788, 0x1122_3344, .constant(0x1122_3344_5566_7788)),
    (1, 7, 0, .mapByDescriptor(7)),
    (1, 7, 1, nil),
    (2, 7, -8, .mapValueByDescriptor(7, offset: 0xffff_fff8)),
    (3, -2, 0, .variable(0xffff_fffe)),
    (3, 2, 1, nil),
    (4, -3, 0, .function(offset: -3)),
    (4, -3, -1, nil),
    (5, 9, 0, .mapByIndex(9)),
    (5, 9, 1, nil),
    (6, 9, 16, .mapValueByIndex(9, offset: 16)),
  ]

  @Test func sourcesMeanWhatSection54Says() {
    for (source, low, high, meaning) in Self.meanings {
      let slots = [
        Instruction(opcode: 0x18, destination: 10, source: source, immediate: low),
        Instruction(opcode: 0, immediate: high),
      ]
      let expected = meaning.map { Operation.loadImmediate64(destination: .r10, source: $0) }
      #expect((try? Operation.decode(slots, at: 0)) == expected, "source \(source)")
      if let expected { #expect(expected.encoded == slots) }
    }
  }

  @Test(arguments: UInt8(7)...15)
  func otherSourcesAreIllegal(_ source: UInt8) {
    let slots = [Instruction(opcode: 0x18, source: source), Instruction(opcode: 0)]
    #expect(
      reason(slots) == .unknownSelector(.immediateSource, value: Int(source)))
  }

  @Test func otherFieldsMustBeZero() {
    let first = Instruction(opcode: 0x18)
    let zero = Instruction(opcode: 0)
    #expect(reason([first]) == .missingSecondSlot)
    #expect(
      reason([Instruction(opcode: 0x18, offset: 2), zero]) == .reservedNotZero(.offset, value: 2))
    #expect(
      reason([Instruction(opcode: 0x18, destination: 11), zero])
        == .registerOutOfRange(.destination, number: 11))
    let seconds: [(Instruction, DecodingError.Field, Int)] = [
      (Instruction(opcode: 0x95), .opcode, 0x95),
      (Instruction(opcode: 0, destination: 1), .destination, 1),
      (Instruction(opcode: 0, source: 1), .source, 1),
      (Instruction(opcode: 0, offset: -1), .offset, -1),
    ]
    for (second, field, value) in seconds {
      #expect(reason([first, second]) == .secondSlotNotZero(field, value: value))
    }
  }

  @Test func errorsInTheSecondSlotNameThatSlot() {
    let slots = [
      Instruction(opcode: 0x95), Instruction(opcode: 0x18), Instruction(opcode: 0, source: 1),
    ]
    #expect {
      try Operation.decode(slots, at: 1)
    } throws: { error in
      let error = error as? DecodingError
      return error?.index == 2 && error?.slot == slots[2]
    }
  }
}

func reason(_ slots: [Instruction]) -> DecodingError.Reason? {
  do {
    _ = try Operation.decode(slots, at: 0)
    return nil
  } catch {
    return error.reason
  }
}
