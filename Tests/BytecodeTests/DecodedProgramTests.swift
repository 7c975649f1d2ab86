import Bytecode
import SeededNumbers
import Testing

@Suite struct DecodedProgramTests {
  static let wide = Operation.loadImmediate64(destination: .r1, source: .constant(1))

  @Test func secondHalvesAreNil() throws {
    let program = try DecodedProgram(Self.wide.encoded + Operation.exit.encoded)
    #expect(program.operations == [Self.wide, nil, .exit])
  }

  @Test func emptyProgramsDecode() throws {
    #expect(try DecodedProgram([]).operations.isEmpty)
  }

  /// Each kind of target, at both ends of a program and one past each, and into `ld_imm64`.
  @Test func targetsAreFirstSlots() {
    let kinds: [(Int) -> Operation] = [
      { .jump(offset: Int32($0)) },
      { .branch(.equal, .word64, .r1, .immediate(0), offset: Int16($0)) },
      { .mayGoto(offset: Int16($0)) },
      { .call(.local(offset: Int32($0))) },
    ]
    for kind in kinds {
      // Slots: 0 exit, 1-2 ld_imm64, 3 the jump, 4 exit.
      func failure(to target: Int) -> DecodingError? {
        let slots =
          Operation.exit.encoded + Self.wide.encoded + kind(target - 4).encoded
          + Operation.exit.encoded
        do {
          _ = try DecodedProgram(slots)
          return nil
        } catch { return error }
      }
      for target in [0, 1, 3, 4] { #expect(failure(to: target) == nil) }
      #expect(failure(to: 2)?.reason == .targetInsideInstruction(target: 2))
      #expect(failure(to: -1)?.reason == .targetOutOfRange(target: -1, count: 5))
      #expect(failure(to: 5)?.reason == .targetOutOfRange(target: 5, count: 5))
      #expect(failure(to: 5)?.index == 3)
    }
  }

  @Test func functionAddressesAreTargets() {
    func program(_ offset: Int32) -> [Instruction] {
      Operation.loadImmediate64(destination: .r2, source: .function(offset: offset)).encoded
        + Operation.exit.encoded
    }
    #expect(throws: Never.self) { try DecodedProgram(program(1)) }
    #expect(throws: DecodingError.self) { try DecodedProgram(program(0)) }
    #expect(throws: DecodingError.self) { try DecodedProgram(program(2)) }
  }

  @Test func extremeOffsetsDoNotOverflow() {
    for offset in [Int32.min, .max] {
      #expect(throws: DecodingError.self) {
        try DecodedProgram(Operation.jump(offset: offset).encoded)
      }
    }
  }

  /// Arbitrary slots decode or throw, and never trap. Half of the programs are all noise; the
  /// other half have small fields, so that decoding gets far and targets matter.
  @Test(arguments: UInt64(1)...40)
  func noiseNeverTraps(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let slots = (0..<64).map { _ in
        let mask: UInt64 = seed.isMultiple(of: 2) ? .max : 0x0000_0003_0003_03ff
        return Instruction(encoded: generator.next() & mask)
      }
      for index in slots.indices {
        if let operation = try? Operation.decode(slots, at: index) {
          #expect(
            (try? Operation.decode(operation.encoded, at: 0)) == operation, "seed \(seed)")
        }
      }
      let legal = slots.filter { (try? Operation.decode([$0], at: 0)) != nil }
      for program in [slots, legal] {
        do {
          _ = try DecodedProgram(program)
        } catch {
          #expect(program[error.index] == error.slot, "seed \(seed)")
        }
      }
    }
  }

  @Test func descriptionsCarryTheNumbers() {
    func text(_ slots: [Instruction]) -> String {
      do {
        _ = try DecodedProgram(slots)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(
      text([Instruction(opcode: 0x95), Instruction(opcode: 0x8d, destination: 2)])
        == "instruction 1 (8d 02 00 00 00 00 00 00): unknown opcode")
    #expect(
      text([Instruction(opcode: 0x07, destination: 11, immediate: -2)])
        == "instruction 0 (07 0b 00 00 fe ff ff ff): "
        + "the destination register is r11, but registers end at r10")
    #expect(
      text([Instruction(opcode: 0x05, offset: 3)])
        == "instruction 0 (05 00 03 00 00 00 00 00): "
        + "the target is instruction 4, outside of the program's 0..<1")
    #expect(
      text([Instruction(opcode: 0x9f, offset: 3)])
        == "instruction 0 (9f 00 03 00 00 00 00 00): "
        + "the offset must be 0 (unsigned) or 1 (signed), not 3")
  }
}
