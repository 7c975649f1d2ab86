import Bytecode
import ObjectFile
import SampleUnits
import Testing
import Verifier

/// What is no legal code is the fault of the programs that may come to it, and of no other.
@Suite struct UnfitFunctionTests {
  private static let plain = "r0 = 0\nexit"

  /// The verdicts on `good`, `bad` and `caller`, of which the last two come to the function `shared`, after
  /// `change` was made to its code.
  private func reasons(
    _ shared: String, _ change: (inout [Instruction], Int) -> Void = { _, _ in }
  ) throws -> [String: String] {
    var sample = Sample()
    sample.add("good", "worker", Self.plain)
    sample.add("bad", "worker", "call local shared\nr0 = 0\nexit")
    sample.add("caller", "worker", "call local between\nr0 = 0\nexit")
    sample.add("between", ".text", "call local shared\nexit")
    sample.add("shared", ".text", shared)
    var image = try sample.image()
    let start = image.functions[4].start
    change(&image.instructions, start)
    let unit = try ProgramUnit(image: image, interface: .baton)
    #expect(throws: VerifiedUnit.Refusal.self) { try VerifiedUnit.verifying(unit) }
    var reasons: [String: String] = [:]
    for verdict in Verifier(unit).verify() {
      guard let rejection = verdict.rejection else { continue }
      #expect(unit.image.functions[4].range.contains(rejection.slot))
      reasons[image.functions[verdict.entry].name] = rejection.reason
    }
    #expect(reasons.keys.sorted() == ["bad", "caller"])
    return reasons
  }

  @Test func jumpsOutOfTheFunctionAreItsProgramsFault() throws {
    for distance in [300, -6] {
      let reasons = try reasons("r0 = 0\nexit") { code, start in
        code[start] = Instruction(opcode: 0x05, offset: Int16(distance))
      }
      #expect(reasons["bad"]?.hasPrefix("jump out of range from insn") == true, "\(reasons)")
    }
  }

  @Test func jumpsIntoAnInstructionAreRefused() throws {
    let reasons = try reasons("if r1 == 0 goto +1\nr0 = 5 ll\nexit")
    #expect(reasons["bad"]?.contains("jump into the middle of ldimm64 insn") == true, "\(reasons)")
  }

  @Test func whatIsNoInstructionIsRefused() throws {
    let reasons = try reasons(Self.plain) { code, start in code[start].opcode = 0xff }
    #expect(reasons["bad"] == "unknown opcode")
    let registers = try self.reasons(Self.plain) { code, start in code[start].registers = 0x0f }
    #expect(registers["caller"] == "R15 is invalid")
  }

  @Test func descriptorsMeanNothingInAnObject() throws {
    let reasons = try reasons("r0 = 0 ll\nexit") { code, start in code[start].registers = 0x10 }
    #expect(reasons["bad"] == "fd 0 is not pointing to valid bpf_map")
  }

  /// Functions that no program comes to are translated with the others, and so must be legal.
  @Test func unusedFunctionsMustBeLegal() throws {
    var sample = Sample()
    sample.add("good", "worker", Self.plain)
    sample.add("unused", ".text", Self.plain)
    var image = try sample.image()
    image.instructions[image.functions[1].start].opcode = 0xff
    let unit = try ProgramUnit(image: image, interface: .baton)
    #expect(throws: Rejection.self) { try VerifiedUnit.trusting(unit) }
    #expect(Verifier(unit).verify().allSatisfy { $0.rejection == nil })
    #expect(throws: VerifiedUnit.Refusal.self) { try VerifiedUnit.verifying(unit) }
  }

  @Test func recursionIsTheFaultOfThoseWhoComeToIt() throws {
    var sample = Sample()
    sample.add("good", "worker", Self.plain)
    sample.add("bad", "worker", "call local first\nr0 = 0\nexit")
    sample.add("first", ".text", "call local second\nexit")
    sample.add("second", ".text", "call local first\nexit")
    let unit = try ProgramUnit(image: try sample.image(), interface: .baton)
    let rejections = Verifier(unit).verify().map(\.rejection)
    #expect(rejections[0] == nil)
    #expect(rejections[1]?.reason.hasPrefix("recursive call from") == true)
  }
}
