import Runtime
import SamplePrograms
import Testing
import World

/// Programs that are replaced again and again while packets flow, at moments that a seed decides.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct LiveReplacementStressTests {
  @Test(arguments: EngineKind.allCases, [UInt64(1), 2, 3])
  func everyPacketIsAnsweredOrCounted(_ engine: EngineKind, _ seed: UInt64) throws {
    let run = try StressRun(engine, in: .virtual, seed: seed)
    try replaceAgainAndAgain(run, seed: seed, count: isThorough ? 300 : 20)
  }

  @Test(arguments: EngineKind.allCases)
  func everyPacketIsAnsweredOrCountedOnThreads(_ engine: EngineKind) throws {
    let run = try StressRun(engine, in: .real, seed: 6, workerCount: 2)
    try replaceAgainAndAgain(run, seed: 6, count: isThorough ? 300 : 20)
  }

  /// Monitors follow coroutines from version to version.
  @Test func contractsAreKeptAcrossVersions() throws {
    let run = try StressRun(.interpreter, in: .virtual, seed: 7, isChecked: true)
    try replaceAgainAndAgain(run, seed: 7, count: isThorough ? 40 : 5)
    #expect(run.instance.unit.violations.isEmpty)
  }

  /// Shut down in the middle of a replacement.
  @Test(arguments: EngineKind.allCases, SuspendedFate.allCases)
  func shutDownWhileAVersionTakesOver(_ engine: EngineKind, _ fate: SuspendedFate) throws {
    for seed in 0..<UInt64(isThorough ? 100 : 10) {
      var run = try StressRun(engine, in: .virtual, seed: seed, workerCount: 2)
      for _ in 0..<20 { run.step() }
      try run.instance.beginReplacing(
        with: Programs.verify("Tests/Corpus/runtime/stress.c"), suspended: fate)
      run.instance.advance(turns: Int(seed))
      run.instance.expectBalanceAfterShutDown("seed \(seed)")
      #expect(run.tally.wrong == 0, "seed \(seed)")
    }
  }

  private func replaceAgainAndAgain(_ first: StressRun, seed: UInt64, count: Int) throws {
    var run = first
    var random = RandomSource(seed: seed)
    let verified = try Programs.verify("Tests/Corpus/runtime/stress.c")
    var replaced = 0
    var destroying = 0
    while replaced < count {
      for _ in 0..<random.next() % 64 { run.step() }
      guard !run.instance.versionReport.isBusy else { continue }
      let fate: SuspendedFate = random.next() % 4 == 0 ? .destroy : .finish
      do {
        try run.instance.beginReplacing(with: verified, suspended: fate)
      } catch ReplacementError.tooManyVersions {
        continue
      }
      replaced += 1
      destroying += fate == .destroy ? 1 : 0
    }
    let isDry = run.runDry()
    #expect(isDry, "seed \(seed): \(run.instance.counters), \(run.instance.versionReport)")
    let isForgotten = run.instance.advance {
      let report = run.instance.versionReport
      return !report.isBusy && report.old.isEmpty
    }
    #expect(isForgotten)
    let report = run.instance.versionReport
    print(
      "replaced \(report.version) times, seed \(seed): \(report.destroyed) destroyed, \(run.tally)")
    #expect(report.version == count && destroying > 0)
    // Threads leave few that wait.
    if run.instance.virtualRuntime != nil { #expect(report.destroyed > 0) }
    run.instance.expectBalanceAfterShutDown("seed \(seed)")
    let (tally, counters) = (run.tally, run.instance.counters)
    #expect(tally.wrong == 0)
    #expect(tally.suspended == tally.resumed + counters.destroyed)
    #expect(counters.thrown == tally.thrown)
    #expect(counters.spawned == counters.finished + counters.destroyed + counters.thrown)
    #expect(counters.received == run.instance.sentCount)
  }
}
