import Scheduling
import Testing

/// Whether a core goes on, by looks at it.
struct CoreWatchTests {
  /// A look each millisecond at one core, whose progress is `progress(ms)`; what was found, and when.
  private func findings(
    until end: UInt64, limit: UInt64 = 10_000_000, rests: (UInt64) -> Bool = { _ in false },
    _ progress: (UInt64) -> UInt64
  ) -> [UInt64: CoreWatch.Finding] {
    var watch = CoreWatch(coreCount: 1, limit: limit)
    var findings: [UInt64: CoreWatch.Finding] = [:]
    for time in 0..<end {
      findings[time] = watch.look(
        0, progress: progress(time), rests: rests(time), at: time * 1_000_000)
    }
    return findings
  }

  @Test func whoGoesOnIsNotFound() {
    #expect(findings(until: 1_000) { $0 } == [:])
    // In one place for just less than the limit.
    #expect(findings(until: 1_000) { $0 / 10 } == [:])
  }

  @Test func whoRestsIsNotFound() {
    #expect(findings(until: 1_000, rests: { _ in true }) { _ in 7 } == [:])
  }

  /// From 20 ms to 60 ms nothing happens; the trial takes as long.
  @Test func whoStandsIsFoundOnceAndTriedAfterwards() {
    let found = findings(until: 1_000) { (20..<60).contains($0) ? 20 : $0 }
    #expect(
      found == [
        30: .standsStill(since: 20_000_000), 60: .goesOn(after: 40_000_000), 100: .isTrusted,
      ])
  }

  /// A rest that lasts for longer than it was to.
  @Test func whoDoesNotWakeIsFound() {
    let found = findings(until: 40, rests: { $0 <= 5 }) { _ in 3 }
    #expect(found == [15: .standsStill(since: 5_000_000)])
  }

  @Test func whoStandsAgainIsFoundAgainBeforeItIsTrusted() {
    let found = findings(until: 200) { (20..<60).contains($0 % 70) ? $0 / 70 + 1_000 : $0 }
    #expect(
      found == [
        30: .standsStill(since: 20_000_000), 60: .goesOn(after: 40_000_000),
        100: .standsStill(since: 90_000_000), 130: .goesOn(after: 40_000_000),
        170: .standsStill(since: 160_000_000),
      ])
  }

  /// Whoever looks was away, and the core may have been as well: one look shows nothing.
  @Test func aSingleLateLookShowsNothing() {
    var watch = CoreWatch(coreCount: 2, limit: 10_000_000)
    #expect(watch.look(1, progress: 5, rests: false, at: 0) == nil)
    #expect(watch.look(1, progress: 5, rests: false, at: 500_000_000) == nil)
    #expect(watch.look(1, progress: 5, rests: false, at: 501_000_000) == nil)
    #expect(
      watch.look(1, progress: 5, rests: false, at: 502_000_000) == .standsStill(since: 0))
    // The other core has nothing to do with that.
    #expect(watch.look(0, progress: 1, rests: false, at: 502_000_000) == nil)
  }
}
