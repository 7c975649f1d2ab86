import Scheduling
import SeededNumbers
import Testing

struct DutyCycleTests {
  @Test func sharesAreParts() {
    #expect(TimeShare(run: 0, period: 10) == nil && TimeShare(run: 10, period: 10) == nil)
    #expect(TimeShare(run: 1, period: 1_000_000_001) == nil)
  }

  @Test func leavingEarlyIsByATwentiethAndHalfAtMost() {
    let shares: [(UInt64, UInt64)] = [(900, 850), (500, 450), (60, 30)]
    for (run, early) in shares {
      let share = TimeShare(run: run, period: 1000)
      #expect(share?.leavingEarly == TimeShare(run: early, period: 1000))
    }
  }

  @Test func itSleepsForTheRestOfAPeriod() throws {
    var cycle = DutyCycle(try #require(TimeShare(run: 900, period: 1000)), at: 50)
    #expect(cycle.pause(at: 949) == 0)
    #expect(cycle.pause(at: 950) == 100)
    cycle.noteSleep(until: 1053)
    #expect(cycle.pause(at: 1952) == 0 && cycle.pause(at: 1953) == 97)
  }

  @Test func whoIsLatePaysForIt() throws {
    var cycle = DutyCycle(try #require(TimeShare(run: 900, period: 1000)), at: 0)
    #expect(cycle.pause(at: 990) == 110)
    #expect(cycle.pause(at: 2500) == 100)
    cycle.noteSleep(until: 2600)
    #expect(cycle.pause(at: 3499) == 0 && cycle.pause(at: 3500) == 100)
  }

  /// What is paid back at a time is half of a sleep at most.
  @Test func whoSleepsTooLongIsPaidBack() throws {
    var cycle = DutyCycle(try #require(TimeShare(run: 900, period: 1000)), at: 0)
    #expect(cycle.pause(at: 900) == 100)
    cycle.noteSleep(until: 1080)
    #expect(cycle.pause(at: 1980) == 50)
    cycle.noteSleep(until: 2030)
    #expect(cycle.pause(at: 2930) == 70)
    cycle.noteSleep(until: 3000)
    #expect(cycle.pause(at: 3900) == 100)
  }

  /// However long its turns are, a thread gets its share, or what a turn longer than that takes.
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func theShareIsKept(_ seed: UInt64) throws {
    var numbers = SeededGenerator(seed: seed)
    var cycle = DutyCycle(try #require(TimeShare(run: 900, period: 1000)), at: 0)
    var (now, worked) = (UInt64(0), UInt64(0))
    for _ in 0..<100_000 {
      let turn = UInt64.random(in: 1...50, using: &numbers)
      now += turn
      worked += turn
      let pause = cycle.pause(at: now)
      guard pause > 0 else { continue }
      now += pause + UInt64.random(in: 0...40, using: &numbers)
      cycle.noteSleep(until: now)
    }
    let share = Double(worked) / Double(now)
    #expect((0.89...0.91).contains(share), "\(share), seed \(seed)")
  }
}
