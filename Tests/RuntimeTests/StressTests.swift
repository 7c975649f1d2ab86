import Runtime
import SamplePrograms
import Testing

/// Millions of suspensions, with destructions, throws and refusals in between, in an interleaving
/// that a seed decides.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct StressTests {
  /// The bar: ten million suspensions over four workers.
  @Test(arguments: [UInt64(20_261_123)])
  func tenMillionSuspensionsOnTheInterpreter(_ seed: UInt64) throws {
    var run = try StressRun(.interpreter, in: .virtual, seed: seed)
    try finish(&run, suspensionCount: isThorough ? 10_000_000 : 20_000)
    // Somebody was stopped with a lock that somebody else wanted.
    let counters = run.instance.counters
    #expect(counters.lockWaits > 0 && counters.lockWaitNanoseconds >= counters.lockWaits)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func manySuspensionsOnTheJIT(_ seed: UInt64) throws {
    var run = try StressRun(.jit, in: .virtual, seed: seed)
    try finish(&run, suspensionCount: isThorough ? 1_000_000 : 20_000)
  }

  /// Two threads, in whatever order the machine chooses.
  @Test(arguments: EngineKind.allCases)
  func manySuspensionsOnThreads(_ engine: EngineKind) throws {
    var run = try StressRun(engine, in: .real, seed: 5, workerCount: 2)
    try finish(&run, suspensionCount: isThorough ? 2_000_000 : 20_000)
  }

  /// Shut down in the middle: locks held, handles in registers, packets not yet coroutines.
  @Test(arguments: EngineKind.allCases, WorldKind.allCases)
  func shutDownAtAnyMoment(_ engine: EngineKind, _ world: WorldKind) throws {
    for seed in 0..<UInt64(world == .virtual ? isThorough ? 200 : 20 : 5) {
      var run = try StressRun(engine, in: world, seed: seed, workerCount: 2)
      for _ in 0..<20 + seed { run.step() }
      run.instance.advance(turns: Int(seed) * 3)
      run.instance.expectBalanceAfterShutDown("seed \(seed)")
      #expect(run.tally.wrong == 0, "seed \(seed)")
    }
  }

  @Test(arguments: EngineKind.allCases)
  func theSeedDecidesEverything(_ engine: EngineKind) throws {
    let outcomes = try [UInt64(7), 7, 8].map { seed in
      var run = try StressRun(engine, in: .virtual, seed: seed)
      run.run(suspensionCount: isThorough ? 100_000 : 5_000)
      let isDry = run.runDry()
      #expect(isDry)
      return run.outcome
    }
    #expect(outcomes[0] == outcomes[1])
    #expect(outcomes[0] != outcomes[2])
  }

  private func finish(_ run: inout StressRun, suspensionCount: UInt64) throws {
    let clock = ContinuousClock()
    let begin = clock.now
    run.run(suspensionCount: suspensionCount)
    let isDry = run.runDry()
    #expect(isDry, "seed \(run.seed): \(run.instance.counters)")
    let outcome = run.outcome
    print("stress, seed \(run.seed): \(clock.now - begin), \(outcome)")
    run.instance.expectBalanceAfterShutDown("seed \(run.seed)")
    let (tally, counters) = (outcome.tally, outcome.counters)
    #expect(tally.wrong == 0)
    #expect(tally.suspended >= suspensionCount)
    #expect(tally.refused > 0 && tally.destroyed > 0 && tally.putBack > 0 && tally.stolen > 0)
    // Whoever was suspended was resumed or destroyed, by a program or with its owner.
    #expect(tally.suspended == tally.resumed + counters.destroyed)
    #expect(counters.destroyed >= tally.destroyed)
    #expect(counters.thrown == tally.thrown)
    #expect(counters.spawned == counters.finished + counters.destroyed + counters.thrown)
    #expect(counters.received == outcome.sent)
    // The run time counts without the programs' help, and comes to the same.
    let queue = try #require(run.instance.queueStatistics.first)
    #expect(queue.handedOver == tally.suspended + tally.refused)
    #expect(queue.refused == tally.refused && queue.wentOn == tally.resumed)
    #expect(queue.destroyed == counters.destroyed && queue.depth == 0)
  }
}
