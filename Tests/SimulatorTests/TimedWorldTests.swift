import Testing
import World

/// The order of virtual cores that each have a time of their own.
struct TimedWorldTests {
  private func world(
    _ count: Int, seed: UInt64 = 1, picosecondsPerStep: UInt64 = 1_000, lookahead: UInt64 = 100
  ) -> VirtualWorld {
    VirtualWorld(
      seed: seed, workerCount: count,
      order: .timed(
        CoreTiming(picosecondsPerStep: picosecondsPerStep, lookaheadNanoseconds: lookahead)))
  }

  private func next(
    _ world: inout VirtualWorld, before end: UInt64 = .max
  ) throws -> VirtualWorld.Turn {
    let turn = world.nextTurn(before: end)
    return try #require(turn)
  }

  private func isQuiet(_ world: inout VirtualWorld, until moment: UInt64) -> Bool {
    world.nextTurn(before: moment) == nil
  }

  /// Takes all of a turn.
  private func take(_ turn: VirtualWorld.Turn, _ world: inout VirtualWorld) {
    let cost = UInt64(turn.stepLimit) * world.picosecondsPerStep
    world.advance(turn.worker, toPicoseconds: world.picoseconds(of: turn.worker) + cost)
  }

  /// Whoever runs is never further ahead of the last one than the look-ahead, and all come as far as asked for.
  @Test(arguments: [1, 2, 7, 64], [1, 1_000, 333_333])
  func coresRunSideBySide(_ count: Int, _ rate: UInt64) throws {
    var world = world(count, picosecondsPerStep: rate)
    var last: UInt64 = 0
    while let turn = world.nextTurn(before: 20_000) {
      take(turn, &world)
      let times = (0..<count).map { world.picoseconds(of: $0) }
      let (least, most) = try (#require(times.min()), #require(times.max()))
      #expect(most <= max(least + 100_000, last) + rate)
      #expect(world.now >= last / 1_000 && world.now == least / 1_000)
      last = least
    }
    #expect(world.now == max(20_000, last / 1_000))
    #expect(
      (0..<count).allSatisfy {
        (20_000_000..<20_000_000 + rate).contains(world.picoseconds(of: $0))
      })
  }

  @Test func aSeedReplaysTheOrderOfThoseThatAreEqual() {
    func order(_ seed: UInt64) -> [Int] {
      var world = world(8, seed: seed)
      return (0..<200).compactMap { _ in
        guard let turn = world.nextTurn() else { return nil }
        take(turn, &world)
        return turn.worker
      }
    }
    #expect(order(3) == order(3))
    #expect(order(3) != order(4))
  }

  @Test func whoeverWaitsGoesOnAtItsEvent() throws {
    var world = world(2)
    world.wait(0, until: 5_000)
    world.wait(1, until: nil)
    #expect(isQuiet(&world, until: 5_000) && world.now == 5_000)
    let turn = try next(&world, before: 6_000)
    #expect(turn.worker == 0 && world.picoseconds(of: 0) == 5_000_000)
    take(turn, &world)
    #expect(isQuiet(&world, until: 6_000))
  }

  /// Nobody runs before it was woken, nor before its own time.
  @Test func whoeverIsWokenGoesOnThen() throws {
    var world = world(2)
    world.advance(0, toPicoseconds: 9_000_000)
    world.wait(0, until: nil)
    world.wait(1, until: nil)
    #expect(isQuiet(&world, until: .max))
    world.wake(0, at: 7_000)
    world.wake(1, at: 8_000)
    let first = try next(&world)
    #expect(first.worker == 1 && world.picoseconds(of: 1) == 8_000_000)
    take(first, &world)
    // It has run until the other one's time, and a little longer.
    #expect(world.picoseconds(of: 1) == 9_100_000)
    let second = try next(&world)
    #expect(second.worker == 0 && world.picoseconds(of: 0) == 9_000_000)
  }

  /// Those that poll follow those that do something, and each other never.
  @Test func whoeverPollsFollowsTheOthers() throws {
    var world = world(3)
    world.wait(0, until: 1_000)
    world.wait(1, until: nil)
    world.poll(2, until: 700)
    world.poll(1, until: nil)
    let early = try next(&world)
    #expect(early.worker == 2 && world.picoseconds(of: 2) == 700_000)
    world.poll(2, until: nil)
    // What wakes one may concern those that poll, too.
    world.wake(0, at: 800)
    var seen: Set<Int> = []
    for _ in 0..<3 {
      let turn = try next(&world)
      #expect(world.picoseconds(of: turn.worker) == 800_000)
      seen.insert(turn.worker)
      world.advance(turn.worker, toPicoseconds: 900_000)
    }
    #expect(seen == [0, 1, 2])
  }
}
