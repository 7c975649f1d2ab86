import Bytecode
import Contracts
import Foundation
import ObjectFile
import SamplePrograms
import Testing
import Verifier
import World

/// Whatever it is given, the verifier comes to a verdict: it neither traps nor goes on for longer than it may.
@Suite struct HostileProgramTests {
  private static let limits = VerifierLimits(instructionCount: 5_000)

  private static let count: UInt64 = {
    #if DEBUG
      200
    #else
      ProcessInfo.processInfo.environment["CI"] == nil ? 3_000 : 30_000
    #endif
  }()

  /// Verifies all programs of an image; false when it is none.
  private func judge(_ image: ProgramImage, _ interface: Interface, _ what: String) -> Bool {
    guard let unit = try? ProgramUnit(image: image, interface: interface) else { return false }
    for verdict in Verifier(unit, limits: Self.limits).verify() {
      #expect(verdict.processedCount <= 8 * Self.limits.instructionCount, "\(what)")
      guard let rejection = verdict.rejection else { continue }
      #expect(!rejection.reason.isEmpty, "\(what)")
    }
    return true
  }

  private func image(_ words: [Instruction], _ section: String) -> ProgramImage {
    let function = ProgramImage.Function(
      name: "program", section: section, start: 0, count: words.count)
    return ProgramImage(instructions: words, functions: [function])
  }

  @Test(arguments: ["xdp", "exec", "datapath", "queue", "worker"])
  func randomWords(_ section: String) {
    var judged = 0
    for seed in 0..<Self.count {
      var random = RandomSource(seed: seed)
      let image = image(Instruction.randomProgram(&random), section)
      if judge(image, .baton, "seed \(seed)") { judged += 1 }
    }
    // Not just what does not decode.
    #expect(judged > Int(Self.count) / 4)
  }

  @Test func randomWordsForLinux() {
    for seed in 0..<Self.count / 4 {
      var random = RandomSource(seed: ~seed)
      let words = Instruction.randomProgram(&random)
      let section = ["socket", "xdp", "tc", "kprobe", "cgroup/skb"][Int(random.next() % 5)]
      _ = judge(image(words, section), .linux, "seed \(seed)")
    }
  }

  static let objects = CorpusFile.all(in: "objects", endingIn: [".o"])

  /// Objects with a few octets that are others.
  @Test(arguments: objects)
  func damagedObjects(_ one: CorpusFile) throws {
    let whole = try Data(
      contentsOf: URL(filePath: "\(SamplePrograms.root)/\(one.path)"))
    for seed in 0..<Self.count / 3 {
      var random = RandomSource(seed: seed)
      var octets = [UInt8](whole)
      for _ in 0..<1 + random.next() % 6 {
        octets[Int(random.next() % UInt64(octets.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      guard let image = try? ProgramImage(parsing: octets) else { continue }
      _ = judge(image, .baton, "\(one), seed \(seed)")
    }
  }
}

extension Instruction {
  /// Up to 24 words, and an end.
  fileprivate static func randomProgram(_ random: inout RandomSource) -> [Instruction] {
    (0..<1 + random.next() % 24).map { _ in Instruction.random(&random) }
      + [Instruction(opcode: 0x95)]
  }

  /// Words that are often instructions: of known operations, and of registers that there are.
  fileprivate static func random(_ random: inout RandomSource) -> Instruction {
    let bits = random.next()
    guard bits % 8 != 0 else { return Instruction(encoded: random.next()) }
    let opcodes: [UInt8] = [
      0x07, 0x0f, 0x17, 0x1f, 0xb7, 0xbf, 0xb4, 0xbc, 0x57, 0x4f, 0x67, 0x77, 0xc7, 0x27, 0x3f,
      0x61, 0x69, 0x71, 0x79, 0x62, 0x63, 0x7a, 0x7b, 0xdb, 0xc3, 0x05, 0x15, 0x1d, 0x25, 0x55,
      0x65, 0xb5, 0x16, 0xa6, 0x85, 0x95, 0xd4, 0xdc, 0x87, 0xe5,
    ]
    let edges: [Int32] = [0, 1, -1, 8, 44, 181, 64, .max, .min, -8]
    return Instruction(
      opcode: opcodes[Int(bits >> 8) % opcodes.count], destination: UInt8(bits >> 16 & 0xff) % 11,
      source: UInt8(bits >> 24 & 0xff) % 11,
      offset: Int16(truncatingIfNeeded: bits >> 32) % 32,
      immediate: edges[Int(bits >> 48) % edges.count])
  }
}
