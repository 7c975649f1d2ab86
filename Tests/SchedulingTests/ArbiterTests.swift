import Scheduling
import SeededNumbers
import Testing

struct ArbiterTests {
  private func arbiter(_ cores: Int, _ groups: CoreGroup..., dwell: UInt64 = 0) throws -> Arbiter {
    var arbiter = try Arbiter(coreCount: cores, groups: groups, dwell: dwell)
    arbiter.settle(at: 0) { _ in }
    return arbiter
  }

  @Test func workersAreSpreadAtFirst() throws {
    let one = try arbiter(4, CoreGroup("all", workers: 0..<6))
    #expect(one.places == [0, 1, 2, 3, 0, 1])
    #expect(one.granted == [4])
  }

  @Test func aGroupShrinksAndGrows() throws {
    var one = try arbiter(4, CoreGroup("all", workers: 0..<4))
    #expect(one.want(1, for: 0) == .isNoted)
    var moves: [[Int]] = []
    one.settle(at: 10) { decision in
      if case .move(let worker, _, let core) = decision { moves.append([worker, core]) }
    }
    #expect(one.places == [0, 0, 0, 0] && moves == [[1, 0], [2, 0], [3, 0]])
    #expect(one.want(2, for: 0) == .isNoted)
    one.settle(at: 20) { _ in }
    #expect(one.places == [0, 1, 0, 1])
  }

  @Test func theHigherPriorityGetsTheLastCore() throws {
    var one = try arbiter(
      4, CoreGroup("network", workers: 0..<4, priority: 2), CoreGroup("batch", workers: 4..<8))
    #expect(one.granted == [3, 1])
    #expect(one.want(1, for: 0) == .isNoted)
    one.settle(at: 1) { _ in }
    #expect(one.granted == [1, 3])
    // Its cores come back at once.
    #expect(one.want(3, for: 0) == .isNoted)
    one.settle(at: 2) { _ in }
    #expect(one.granted == [3, 1] && one.owners.count { $0 == 0 } == 3)
  }

  @Test func weightsShareWhatIsLeft() throws {
    let one = try arbiter(
      12, CoreGroup("a", workers: 0..<12, weight: 3), CoreGroup("b", workers: 12..<24))
    #expect(one.granted == [9, 3])
  }

  @Test func aWorkerStaysForAWhile() throws {
    var one = try arbiter(2, CoreGroup("all", workers: 0..<2), dwell: 1000)
    #expect(one.place(1, on: 0, at: 2000) == .isNoted)
    one.settle(at: 2000) { _ in }
    #expect(one.place(1, on: 1, at: 2999) == .isTooEarly)
    #expect(one.place(1, on: 1, at: 3000) == .isNoted)
    one.settle(at: 3000) { _ in }
    #expect(one.places == [0, 1])
  }

  /// Also those that are refused count.
  @Test func changedWishesAreCounted() throws {
    var one = try arbiter(2, CoreGroup("all", workers: 0..<2), dwell: 1000)
    for _ in 0..<3 { _ = one.place(1, on: 0, at: 2000) }
    one.settle(at: 2000) { _ in }
    for _ in 0..<3 { #expect(one.place(1, on: 1, at: 2001) == .isTooEarly) }
    #expect(one.changes.placeCount == 2 && one.changes.coreCount == 0)
    for _ in 0..<3 { _ = one.want(1, for: 0) }
    #expect(one.changes.coreCount == 1 && one.changes.turnCount == 0)
  }

  /// Down twice, up twice, down: it has turned round twice.
  @Test func turnsAreCounted() throws {
    var one = try arbiter(8, CoreGroup("all", workers: 0..<8))
    for count in [6, 3, 4, 4, 7, 2] { _ = one.want(count, for: 0) }
    #expect(one.changes.coreCount == 5 && one.changes.turnCount == 2)
  }

  @Test func wishesForWhatIsNotThereAreRefused() throws {
    var one = try arbiter(2, CoreGroup("all", workers: 0..<2))
    #expect(one.want(3, for: 0) == .isInvalid && one.want(-1, for: 0) == .isInvalid)
    #expect(one.want(1, for: 1) == .isInvalid && one.want(1, for: -1) == .isInvalid)
    #expect(one.place(2, on: 0, at: 9) == .isInvalid && one.place(0, on: 2, at: 9) == .isInvalid)
    #expect(one.place(-1, on: 0, at: 9) == .isInvalid && one.place(0, on: -1, at: 9) == .isInvalid)
    #expect(one.keepWarm(3, for: 0) == .isInvalid)
    one.settle(at: 9) { _ in Issue.record("nothing was granted") }
  }

  @Test func idleCoresAreKeptWarm() throws {
    var one = try arbiter(
      4, CoreGroup("a", workers: 0..<2, maximum: 2), CoreGroup("b", workers: 2..<4))
    #expect(one.keepWarm(1, for: 1) == .isNoted)
    let warm = (0..<4).filter { one.isWarm($0) }
    #expect(warm == [one.core(0, of: 1)])
    var decisions: [Decision] = []
    one.settle(at: 3) { decisions.append($0) }
    #expect(decisions == [.warm(group: 1, count: 1)])
  }

  @Test func groupsThatDoNotFitAreRefused() {
    func problem(_ cores: Int, _ groups: [CoreGroup]) -> GroupProblem? {
      do {
        _ = try Arbiter(coreCount: cores, groups: groups)
        return nil
      } catch { return error }
    }
    #expect(problem(2, [CoreGroup("a", workers: 0..<0)]) == .noWorkers(group: "a"))
    #expect(
      problem(2, [CoreGroup("a", workers: 0..<1, minimum: 3)])
        == .tooFewCores(minimum: 3, cores: 2))
    #expect(
      problem(2, [CoreGroup("a", workers: 0..<1, minimum: 0)])
        == .bounds(group: "a", minimum: 0, maximum: .max))
    #expect(
      problem(2, [CoreGroup("a", workers: 0..<1, minimum: 2, maximum: 1)])
        == .bounds(group: "a", minimum: 2, maximum: 1))
    #expect(
      problem(2, [CoreGroup("a", workers: 0..<1), CoreGroup("b", workers: 2..<3)])
        == .notOneAfterTheOther(group: "b", first: 2, expected: 1))
    #expect(
      problem(2, [CoreGroup("a", workers: 0..<1, weight: 0)]) == .weight(group: "a", 0))
  }

  @Test func theLastDecisionsAreKept() {
    var log = DecisionLog(capacity: 3)
    for time in 1...5 as ClosedRange<UInt64> {
      log.append(LoggedDecision(time: time, .warm(group: 0, count: 1)))
    }
    #expect(log.decisions.map(\.time) == [3, 4, 5] && log.count == 5)
  }

  /// All pairs of bounds, priorities and wishes on up to four cores: no bound is left, no core lies idle that a group
  /// wants, nobody of a lower priority has what a higher one lacks, and cores change hands only where counts change.
  @Test func boundsHoldForAllSmallMachines() throws {
    for cores in 1...4 {
      for bounds in allBounds(cores) {
        var one = try Arbiter(
          coreCount: cores,
          groups: [
            CoreGroup("a", workers: 0..<3, minimum: bounds.a.0, maximum: bounds.a.1),
            CoreGroup(
              "b", workers: 3..<5, minimum: bounds.b.0, maximum: bounds.b.1,
              priority: bounds.priority),
          ], dwell: 0)
        one.settle(at: 0) { _ in }
        for a in 0...cores {
          for b in 0...cores {
            let before = one
            #expect(one.want(a, for: 0) == .isNoted && one.want(b, for: 1) == .isNoted)
            one.settle(at: 1) { _ in }
            check(one, wishes: [a, b], before)
          }
        }
      }
    }
  }

  private func allBounds(
    _ cores: Int
  ) -> [(a: (Int, Int), b: (Int, Int), priority: Int)] {
    let pairs = (1...cores).flatMap { least in (least...cores).map { (least, $0) } }
    return pairs.flatMap { a in
      pairs.filter { a.0 + $0.0 <= cores }.flatMap { b in (-1...1).map { (a, b, $0) } }
    }
  }

  private func check(_ one: Arbiter, wishes: [Int], _ before: Arbiter) {
    #expect(one.granted.reduce(0, +) <= one.coreCount)
    for (index, group) in one.groups.enumerated() {
      #expect(group.minimum...group.maximum ~= one.granted[index])
      #expect(one.owners.count { $0 == index } == one.granted[index])
      for worker in group.workers { #expect(one.owners[one.places[worker]] == index) }
      let lacks = one.granted[index] < min(wishes[index], group.maximum)
      if lacks { #expect(!one.owners.contains(-1), "\(one.owners) \(wishes)") }
      for (other, rival) in one.groups.enumerated()
      where lacks && rival.priority < group.priority {
        #expect(one.granted[other] == rival.minimum)
      }
      // Who keeps as many cores keeps the very same.
      guard one.granted[index] == before.granted[index] else { continue }
      for core in 0..<one.coreCount where before.owners[core] == index {
        #expect(one.owners[core] == index)
      }
    }
  }

  /// Random wishes at random times, of which many are nonsense: workers are always on cores of their group, and move no
  /// more often than they may.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func noPolicyLeavesTheBounds(_ seed: UInt64) throws {
    var numbers = SeededGenerator(seed: seed)
    let cores = Int.random(in: 2...8, using: &numbers)
    var one = try Arbiter(
      coreCount: cores,
      groups: [
        CoreGroup("a", workers: 0..<5, priority: 1), CoreGroup("b", workers: 5..<7, weight: 2),
      ], dwell: 100)
    one.settle(at: 0) { _ in }
    var lastMoves = [UInt64](repeating: 0, count: 7)
    var now: UInt64 = 1000
    for _ in 0..<2000 {
      now += UInt64.random(in: 1...60, using: &numbers)
      let granted = one.granted
      let (group, count) = (
        Int.random(in: -1...2, using: &numbers), Int.random(in: -1...cores + 1, using: &numbers)
      )
      if Int.random(in: 0..<10, using: &numbers) == 0 { _ = one.want(count, for: group) }
      for _ in 0..<3 {
        let worker = Int.random(in: -1...7, using: &numbers)
        _ = one.place(worker, on: Int.random(in: -1...cores, using: &numbers), at: now)
      }
      var moved: [Int] = []
      one.settle(at: now) { decision in
        guard case .move(let worker, _, let core) = decision else { return }
        moved.append(worker)
        #expect(core < cores)
      }
      for worker in moved {
        // Its group may have other cores than before.
        if granted == one.granted { #expect(now - lastMoves[worker] >= 100, "seed \(seed)") }
        lastMoves[worker] = now
      }
      for (index, group) in one.groups.enumerated() {
        for worker in group.workers { #expect(one.owners[one.places[worker]] == index) }
      }
    }
  }
}
