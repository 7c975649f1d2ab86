import Scheduling
import Testing

/// What an arbiter's decisions sum up to.
@Suite struct CoreUseTests {
  @Test func coresAreCountedForAsLongAsTheyAreHeld() {
    var use = CoreUse()
    #expect(use.heldNanoseconds(until: 500) == 0)
    use.note(LoggedDecision(time: 1_000, .grant(core: 0, from: -1, to: 0)))
    use.note(LoggedDecision(time: 1_000, .grant(core: 1, from: -1, to: 0)))
    #expect(use.heldCount == 2 && use.heldNanoseconds(until: 1_500) == 1_000)
    // From one group to another, and back to nobody.
    use.note(LoggedDecision(time: 2_000, .grant(core: 1, from: 0, to: 1)))
    #expect(use.heldCount == 2)
    use.note(LoggedDecision(time: 3_000, .grant(core: 1, from: 1, to: -1)))
    #expect(use.heldCount == 1)
    #expect(use.heldNanoseconds(until: 3_000) == 4_000)
    #expect(use.heldNanoseconds(until: 10_000) == 11_000)
  }

  @Test func onlyWhoWasSomewhereMoves() {
    var use = CoreUse()
    use.note(LoggedDecision(time: 0, .move(worker: 0, from: -1, to: 0)))
    use.note(LoggedDecision(time: 5, .warm(group: 0, count: 1)))
    #expect(use.moveCount == 0)
    use.note(LoggedDecision(time: 9, .move(worker: 0, from: 0, to: 1)))
    #expect(use.moveCount == 1 && use.heldNanoseconds(until: 9) == 0)
  }
}
