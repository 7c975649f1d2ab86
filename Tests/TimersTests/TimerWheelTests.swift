import CBaton
import Timers
import Testing
import World

/// Sleepers wake once, never early, and never a tick late.
@Suite struct TimerWheelTests {
  private static let tick: UInt64 = 1024

  /// Sleepers in raw memory, with the moments until which they sleep.
  @safe
  private final class Sleepers {
    let all: UnsafeMutablePointer<baton_sleeper>
    var deadlines: [Int: UInt64] = [:]

    init(_ count: Int) {
      unsafe all = .allocate(capacity: count)
      unsafe all.initialize(repeating: baton_sleeper(), count: count)
    }

    deinit { unsafe all.deallocate() }

    func add(_ number: Int, until deadline: UInt64, to wheel: inout TimerWheel, now: UInt64) {
      deadlines[number] = deadline
      unsafe wheel.add(all + number, until: deadline, now: now)
    }

    /// The deadline of the one that wakes next; nil where none does.
    func wake(_ wheel: inout TimerWheel, now: UInt64) -> UInt64? {
      guard let sleeper = unsafe wheel.next(now: now) else { return nil }
      expectClean(unsafe sleeper - all)
      let deadline = unsafe deadlines.removeValue(forKey: sleeper - all)
      #expect(deadline != nil, "somebody woke who did not sleep")
      return deadline
    }

    /// Takes one out before its time; its number, to be used again.
    func cancel(_ wheel: inout TimerWheel, _ random: inout RandomSource) -> Int? {
      guard let number = deadlines.keys.sorted().randomElement(using: &random) else { return nil }
      deadlines[number] = nil
      unsafe wheel.remove(all + number)
      expectClean(number)
      // Once more, it is not there.
      unsafe wheel.remove(all + number)
      return number
    }

    func expectClean(_ number: Int) {
      let links = unsafe all[number]
      #expect(links.next == 0 && links.previous == 0 && links.tick == 0 && links.place == 0)
    }
  }

  /// Deadlines of every magnitude, and a present that moves on by every magnitude.
  @Test(arguments: 0..<8)
  func sleepersWakeInTime(_ part: Int) {
    let seed = UInt64.random(in: 0..<1 << 32)
    print("timer wheel: seed \(seed)")
    var random = RandomSource(seed: seed)
    let count = 200
    let sleepers = Sleepers(count)
    var now: UInt64 = part % 2 == 0 ? 0 : 1_234_567_890_123
    var wheel = TimerWheel(now: now)
    var free = Array(0..<count)
    func magnitude(_ most: Int) -> UInt64 {
      UInt64.random(
        in: 0..<1 << UInt64.random(in: 1...UInt64(most), using: &random), using: &random)
    }
    for step in 0..<4_000 {
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        guard let number = free.popLast() else { break }
        sleepers.add(number, until: now + magnitude(46), to: &wheel, now: now)
      }
      if step % 3 == 0, let number = sleepers.cancel(&wheel, &random) { free.append(number) }
      now += magnitude(part < 4 ? 24 : 42)
      let before = Set(sleepers.deadlines.keys)
      var last: UInt64 = 0
      while let deadline = sleepers.wake(&wheel, now: now) {
        #expect(deadline <= now, "seed \(seed), step \(step)")
        let ticks = (deadline + Self.tick - 1) / Self.tick
        #expect(ticks >= last, "seed \(seed), step \(step)")
        last = ticks
      }
      free += before.subtracting(sleepers.deadlines.keys)
      expectEarliest(wheel, sleepers, now, "seed \(seed), step \(step)")
      for deadline in sleepers.deadlines.values {
        #expect(
          (deadline + Self.tick - 1) / Self.tick > now / Self.tick, "seed \(seed), step \(step)")
      }
    }
    var left = 0
    while let sleeper = unsafe wheel.removeAny() {
      left += 1
      #expect(unsafe sleepers.deadlines.removeValue(forKey: sleeper - sleepers.all) != nil)
    }
    #expect(left + free.count == count && sleepers.deadlines.isEmpty)
  }

  /// The wheel tells of the first one when that is near, and never too late.
  private func expectEarliest(
    _ wheel: borrowing TimerWheel, _ sleepers: Sleepers, _ now: UInt64, _ place: String
  ) {
    let wake = wheel.earliestWake
    guard let first = sleepers.deadlines.values.min() else {
      #expect(wake == nil, "\(place)")
      return
    }
    let due = (first + Self.tick - 1) / Self.tick * Self.tick
    guard let wake else {
      Issue.record("somebody sleeps until \(due): \(place)")
      return
    }
    #expect(wake <= due && wake > now / Self.tick * Self.tick, "\(wake), \(due): \(place)")
    // As near as that, it lies in the first wheel.
    if due / Self.tick >> 8 == now / Self.tick >> 8 { #expect(wake == due, "\(place)") }
  }

  /// Of those that wake at the same moment, the one that came first wakes first.
  @Test func theOrderOfComingIsKept() {
    let sleepers = Sleepers(8)
    var wheel = TimerWheel(now: 0)
    for number in 0..<8 { sleepers.add(number, until: 300_000, to: &wheel, now: 0) }
    #expect(unsafe wheel.next(now: 299_000) == nil)
    for number in 0..<8 { unsafe #expect(wheel.next(now: 301_000) == sleepers.all + number) }
    #expect(unsafe wheel.next(now: .max) == nil)
  }

  /// Who sleeps until the wheel says that somebody may wake comes to each deadline, with few stops on the way.
  @Test func theEarliestWakeIsNeverLate() {
    var random = RandomSource(seed: 12)
    let sleepers = Sleepers(1)
    for round in 0..<2_000 {
      var now = UInt64.random(in: 0..<1 << 50, using: &random)
      var wheel = TimerWheel(now: now)
      #expect(wheel.earliestWake == nil)
      let deadline =
        now + UInt64.random(in: 0..<1 << UInt64(1 + round % 42), using: &random)
      let due = (deadline + Self.tick - 1) / Self.tick * Self.tick
      sleepers.add(0, until: deadline, to: &wheel, now: now)
      var stops = 0
      while let next = wheel.earliestWake {
        #expect(next <= max(due, now), "round \(round)")
        now = max(now, next)
        stops += 1
        if sleepers.wake(&wheel, now: now) != nil { break }
      }
      #expect(now >= due || deadline <= now, "round \(round)")
      #expect(now < due + Self.tick && wheel.earliestWake == nil, "round \(round)")
      #expect(stops <= 4, "round \(round)")
    }
  }

  @Test func thePastIsDueAtOnce() {
    let sleepers = Sleepers(2)
    var wheel = TimerWheel(now: 5_000_000)
    sleepers.add(0, until: 0, to: &wheel, now: 5_000_000)
    sleepers.add(1, until: .max, to: &wheel, now: 5_000_000)
    unsafe #expect(wheel.next(now: 5_000_000) == sleepers.all)
    #expect(unsafe wheel.next(now: 6_000_000) == nil)
    unsafe #expect(wheel.removeAny() == sleepers.all + 1)
  }

  /// Some are taken out, due or not; the others wake as if those had never slept.
  @Test func sleepersAreTakenOut() {
    let count = 400
    let sleepers = Sleepers(count)
    var wheel = TimerWheel(now: 0)
    for number in 0..<count {
      sleepers.add(number, until: UInt64(1 + number % 5) << UInt64(number % 40), to: &wheel, now: 0)
    }
    // Some are due by then.
    let now: UInt64 = 1 << 20
    #expect(sleepers.wake(&wheel, now: now) != nil)
    var taken = 0
    let removed = unsafe wheel.remove { sleeper in
      guard taken < 100 else { return nil }
      let isWanted = unsafe (sleeper - sleepers.all) % 3 == 0
      taken += isWanted ? 1 : 0
      return isWanted
    }
    unsafe #expect(removed.count == 100)
    for index in unsafe removed.indices {
      let number = unsafe removed[index] - sleepers.all
      sleepers.expectClean(number)
      sleepers.deadlines[number] = nil
    }
    var last: UInt64 = 0
    var end = now
    while !sleepers.deadlines.isEmpty, end < 1 << 44 {
      while let deadline = sleepers.wake(&wheel, now: end) {
        #expect(deadline <= end)
        last = max(last, deadline)
      }
      #expect(sleepers.deadlines.values.allSatisfy { $0 + 2 * Self.tick > end })
      end *= 2
    }
    #expect(sleepers.deadlines.isEmpty && wheel.count == 0)
  }
}
