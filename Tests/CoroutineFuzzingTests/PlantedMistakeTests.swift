import CoroutineFuzzing
import SamplePrograms
import Testing

/// The fuzzer is tested, too: it has to find mistakes of engines and run time.
@Suite(.enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct PlantedMistakeTests {
  /// How many programs it may take: more than five times what each takes at most (docs/testing.md).
  private static let programLimit = 150

  /// One at a time, as some mistakes remember what threads of the virtual world did.
  @Test(.serialized, arguments: PlantedMistake.allCases)
  func theMistakeIsFound(_ mistake: PlantedMistake) throws {
    let surroundings = try Surroundings.compiled.get()
    var fuzzer = CoroutineFuzzer(surroundings, seed: 1, mistake: mistake)
    while fuzzer.programCount < Self.programLimit {
      guard let finding = try fuzzer.step() else { continue }
      // It is still one when it is short, and gone without the mistake.
      let least = try fuzzer.minimised(finding)
      #expect(least.fault.kind == finding.fault.kind)
      let long = try fuzzer.listing(finding).split(separator: "\n").count
      #expect(try fuzzer.listing(least).split(separator: "\n").count <= long)
      let sound = Examiner(surroundings)
      #expect(try sound.fault(of: least) == nil, "a mistake that was not planted")
      return
    }
    Issue.record("not found by \(Self.programLimit) programs")
  }
}
