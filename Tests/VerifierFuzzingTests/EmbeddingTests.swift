import Foundation
import SamplePrograms
import Testing
import VerifierFuzzing

/// Programs that the verifier accepts do what it thought: registers and stacks are, before each
/// instruction, among what some state stands for.
@Suite struct EmbeddingTests {
  /// Accepted ones: in continuous integration many; fewer where somebody waits for the result.
  private static let programCount: Int = {
    #if DEBUG
      200
    #else
      ProcessInfo.processInfo.environment["CI"] == nil ? 20_000 : 200_000
    #endif
  }()

  /// Cases of the test, which run side by side.
  private static let caseCount: UInt64 = 2

  /// A new one each time, unless one is to be run again.
  private static let seed: UInt64 = {
    if let given = ProcessInfo.processInfo.environment["BATON_FUZZ_SEED"].flatMap({ UInt64($0) }) {
      return given
    }
    var generator = SystemRandomNumberGenerator()
    return generator.next() >> 32
  }()

  @Test(arguments: 0..<caseCount)
  func acceptedProgramsDoWhatTheVerifierThinks(_ part: UInt64) throws {
    let seed = Self.seed &+ part
    print("Fuzzing the verifier with seed \(seed)")
    var fuzzer = try VerifierFuzzer(seed: seed)
    while fuzzer.statistics.accepted < Self.programCount / Int(Self.caseCount) {
      guard let finding = fuzzer.step() else { continue }
      let least = fuzzer.minimised(finding)
      Issue.record("seed \(seed): \(least.fault)\n\(try Self.keep(least))")
      return
    }
    let statistics = fuzzer.statistics
    let share = Double(statistics.accepted) / Double(fuzzer.programCount)
    #expect((0.3...0.7).contains(share), "seed \(seed): \(share) of the programs are accepted")
    let reached = Double(statistics.reached) / Double(statistics.written)
    #expect(reached > 0.4, "seed \(seed): \(reached) of the instructions are reached")
    let whole = Double(statistics.comparedInPart) / Double(statistics.accepted)
    #expect(whole < 0.05, "seed \(seed): \(whole) of the programs are compared in part")
  }

  /// Adds a finding to the corpus; answers what was done.
  private static func keep(_ finding: VerifierFuzzer.Finding) throws -> String {
    let path = "\(SamplePrograms.root)/Tests/Corpus/embedding/seed_\(finding.seed).s"
    let text = FindingFile(finding).text
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return "kept as \(path):\n\(text)"
  }
}
