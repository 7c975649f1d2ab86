import Scheduling
import Testing

struct PolicyConductTests {
  private func run(
    invalid: Int = 0, cores: Int = 0, turns: Int = 0, places: Int = 0
  ) -> PolicyConduct.Run {
    var run = PolicyConduct.Run()
    run.invalidCount = invalid
    (run.changes.coreCount, run.changes.turnCount) = (cores, turns)
    run.changes.placeCount = places
    return run
  }

  @Test func oneOddWishIsForgiven() {
    var conduct = PolicyConduct()
    for _ in 0..<1000 {
      for _ in 0..<15 { #expect(conduct.note(run(invalid: 1)) == nil) }
      #expect(conduct.note(run()) == nil)
    }
  }

  @Test func whoGoesOnAskingForNonsenseIsNotFit() {
    var conduct = PolicyConduct()
    for _ in 0..<15 { #expect(conduct.note(run(invalid: 3)) == nil) }
    #expect(conduct.note(run(invalid: 1)) == .invalidWishes(runs: 16))
  }

  @Test func whoMovesWorkersToAndFroIsNotFit() {
    var conduct = PolicyConduct()
    for number in 0..<255 { #expect(conduct.note(run(places: number % 3)) == nil) }
    #expect(conduct.note(run(places: 1)) == .oscillation(changes: 171, runs: 256))
    // At times, somebody is in a hurry.
    for number in 0..<2560 { #expect(conduct.note(run(places: number % 2)) == nil) }
  }

  @Test func whoTakesBackWhatItWantedIsNotFit() {
    var conduct = PolicyConduct()
    for _ in 0..<255 { #expect(conduct.note(run(cores: 1, turns: 1, places: 8)) == nil) }
    #expect(
      conduct.note(run(cores: 1, turns: 1)) == .oscillation(changes: 256, runs: 256))
  }

  /// One core more in each run, and workers that go there: that is no change of mind.
  @Test func whoGoesOneWayIsFit() {
    var conduct = PolicyConduct()
    for number in 0..<2560 {
      #expect(conduct.note(run(cores: 1, turns: number % 8 == 0 ? 1 : 0, places: 30)) == nil)
    }
  }

  @Test func throwsAndOverrunsShowAtOnce() {
    var conduct = PolicyConduct()
    var thrown = run()
    thrown.hasThrown = true
    #expect(conduct.note(thrown) == .threw)
    var cancelled = run()
    cancelled.wasCancelled = true
    #expect(conduct.note(cancelled) == .ranTooLong)
  }
}
