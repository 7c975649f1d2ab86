import Scheduling
import Testing

struct PolicyConductTests {
  private func run(invalid: Int = 0, changes: Int = 0) -> PolicyConduct.Run {
    var run = PolicyConduct.Run()
    (run.invalidCount, run.changeCount) = (invalid, changes)
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

  @Test func whoOscillatesIsNotFit() {
    var conduct = PolicyConduct()
    for number in 0..<255 { #expect(conduct.note(run(changes: number % 3)) == nil) }
    #expect(conduct.note(run(changes: 1)) == .oscillation(changes: 171, runs: 256))
    // At times, somebody is in a hurry.
    for number in 0..<2560 { #expect(conduct.note(run(changes: number % 2)) == nil) }
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
