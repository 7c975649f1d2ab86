import Testing
import Verifier
import VerifierFuzzing

/// The fuzzer is tested, too: it has to find each kind of mistake that verifiers were found to make.
@Suite struct PlantedBugTests {
  /// How many programs it may take: more than five times what each typically takes (docs/testing.md).
  private static let programLimit = 80_000

  @Test(arguments: PlantedBug.allCases)
  func theBugIsFound(_ bug: PlantedBug) throws {
    var fuzzer = try VerifierFuzzer(seed: 1, plant: bug)
    while fuzzer.programCount < Self.programLimit {
      guard let finding = fuzzer.step() else { continue }
      // It is still one when it is short, and gone without the bug.
      let least = fuzzer.minimised(finding)
      #expect(least.program.instructions.count <= finding.program.instructions.count)
      #expect(least.fault.kind == finding.fault.kind)
      let sound = Examiner(try FuzzWorld())
      if case .failed(let fault, _) = sound.examine(least.program, on: [least.input]) {
        Issue.record("a bug that was not planted: \(fault)\n\(FindingFile(least).text)")
      }
      return
    }
    Issue.record("not found by \(Self.programLimit) programs")
  }
}
