import SeededNumbers
import Testing

@testable import Scheduling

/// Which cores best-effort groups are lent, and where they are better off.
struct LendingTests {
  private func arbiter(_ cores: Int, _ groups: CoreGroup...) throws -> Arbiter {
    var arbiter = try Arbiter(coreCount: cores, groups: groups, dwell: 0)
    arbiter.settle(at: 0) { _ in }
    return arbiter
  }

  private func open(_ one: Arbiter, to group: Int) -> [Int] {
    (0..<one.coreCount).filter { one.isOpen($0, to: group) }
  }

  @Test func aGroupThatNeedsNoneIsLentAll() throws {
    let one = try arbiter(
      3, CoreGroup("a", workers: 0..<2), CoreGroup("b", workers: 2..<4, isBestEffort: true))
    #expect(one.granted == [2, 0] && one.owners == [0, 0, -1])
    #expect(open(one, to: 1) == [0, 1, 2] && open(one, to: 0) == [0, 1])
    // First to nobody's core.
    #expect(one.places == [0, 1, 2, 0])
    #expect(one.place(of: 2) == 2)
  }

  @Test func itsLeastIsItsOwn() throws {
    var one = try arbiter(
      4, CoreGroup("a", workers: 0..<4),
      CoreGroup("b", workers: 4..<6, minimum: 1, isBestEffort: true))
    #expect(
      one.granted == [3, 1] && one.owners[one.places[4]] == 1 && one.owners[one.places[5]] == 0)
    // It may be given more, by who decides.
    #expect(one.want(2, for: 1) == .isNoted && one.want(2, for: 0) == .isNoted)
    one.settle(at: 1) { _ in }
    #expect(one.granted == [2, 2] && (4...5).allSatisfy { one.owners[one.places[$0]] == 1 })
    one.reset()
    one.settle(at: 2) { _ in }
    #expect(one.granted == [3, 1])
  }

  @Test func itsMostCountsWhatItIsLent() throws {
    var one = try arbiter(
      4, CoreGroup("a", workers: 0..<4),
      CoreGroup("b", workers: 4..<6, maximum: 2, isBestEffort: true))
    let before = open(one, to: 1)
    #expect(before.count == 2)
    // Nobody's cores come first.
    #expect(one.want(1, for: 0) == .isNoted)
    one.settle(at: 1) { _ in }
    #expect(open(one, to: 1).count == 2)
    #expect(open(one, to: 1).allSatisfy { one.owners[$0] == -1 })
    for worker in 4...5 { #expect(one.isOpen(one.places[worker], to: 1)) }
  }

  @Test func whoHasGoneByItselfStaysThere() throws {
    var one = try arbiter(
      3, CoreGroup("a", workers: 0..<3),
      CoreGroup("b", workers: 3..<4, maximum: 2, isBestEffort: true))
    let (here, there) = (one.places[3], open(one, to: 1).first { $0 != one.places[3] })
    let closed = try #require((0..<3).first { !one.isOpen($0, to: 1) })
    one.note(3, isOn: try #require(there))
    #expect(one.want(2, for: 0) == .isNoted && one.want(3, for: 0) == .isNoted)
    one.settle(at: 1) { _ in Issue.record("nothing has changed") }
    #expect(one.places[3] == there && here != there)
    // Where it may not be, it does not stay.
    one.note(3, isOn: closed)
    one.settle(at: 2) { _ in }
    #expect(one.isOpen(one.places[3], to: 1))
  }

  @Test func boundsOfBestEffortGroupsBeginAtNone() throws {
    #expect(throws: GroupProblem.self) {
      try Arbiter(coreCount: 1, groups: [CoreGroup("a", workers: 0..<1, minimum: 0)])
    }
    #expect(throws: GroupProblem.self) {
      try Arbiter(
        coreCount: 1,
        groups: [CoreGroup("a", workers: 0..<1, minimum: 0, maximum: 0, isBestEffort: true)])
    }
    // One alone is lent what nobody has.
    let one = try arbiter(2, CoreGroup("b", workers: 0..<2, isBestEffort: true))
    #expect(one.granted == [0] && one.places.sorted() == [0, 1])
  }

  /// All bounds and wishes on up to four cores, with two best-effort groups beside one that is not: nobody's own cores depend
  /// on lending, and no bound of what is lent is left.
  @Test func boundsHoldForAllSmallMachines() throws {
    for cores in 1...4 {
      for (least, most) in bounds(cores) {
        for wishes in allWishes(cores) {
          try check(cores, least: least, most: most, wishes)
        }
      }
    }
  }

  /// Of the best-effort group, beside one that needs a core.
  private func bounds(_ cores: Int) -> [(least: Int, most: Int)] {
    (0..<cores).flatMap { least in (max(least, 1)...cores).map { (least, $0) } }
  }

  private func allWishes(_ cores: Int) -> [[Int]] {
    (0...cores).flatMap { first in (0...cores).map { [first, $0] } }
  }

  private func check(_ cores: Int, least: Int, most: Int, _ wishes: [Int]) throws {
    let borrower = CoreGroup(
      "b", workers: 3..<5, minimum: least, maximum: most, isBestEffort: true)
    var one = try arbiter(
      cores, CoreGroup("a", workers: 0..<3), borrower,
      CoreGroup("c", workers: 5..<6, isBestEffort: true))
    #expect(one.want(wishes[0], for: 0) == .isNoted && one.want(wishes[1], for: 1) == .isNoted)
    one.settle(at: 1) { _ in }
    if least > 0 {
      // The same where nothing is lent.
      var rigid = try arbiter(
        cores, CoreGroup("a", workers: 0..<3),
        CoreGroup("b", workers: 3..<5, minimum: least, maximum: most))
      _ = (rigid.want(wishes[0], for: 0), rigid.want(wishes[1], for: 1))
      rigid.settle(at: 1) { _ in }
      #expect(Array(one.granted[..<2]) == rigid.granted)
    }
    #expect(one.granted[2] == 0 && open(one, to: 2).count == cores)
    expectBounds(of: one, borrower)
  }

  private func expectBounds(of one: Arbiter, _ borrower: CoreGroup) {
    let isOpen = open(one, to: 1)
    #expect(isOpen.count == min(borrower.maximum, one.coreCount), "\(isOpen)")
    #expect((0..<one.coreCount).allSatisfy { one.owners[$0] != 1 || isOpen.contains($0) })
    #expect(open(one, to: 0).allSatisfy { one.owners[$0] == 0 })
    for worker in borrower.workers { #expect(isOpen.contains(one.places[worker])) }
    // Its own cores are not left empty where it has the workers.
    let used = Set(borrower.workers.map { one.places[$0] })
    let own = one.owners.indices.filter { one.owners[$0] == 1 }
    #expect(own.count(where: used.contains) == min(own.count, borrower.workers.count))
    // It is lent somebody's core only where nobody's are lent, too.
    let isSomebodys = isOpen.contains { one.owners[$0] >= 0 && one.owners[$0] != 1 }
    if isSomebodys {
      #expect((0..<one.coreCount).allSatisfy { one.owners[$0] != -1 || isOpen.contains($0) })
    }
  }

  /// All that three cores may offer: who moves gets clearly more, and the most there is; nobody moves for little.
  @Test func theBetterCoreIsTheBest() {
    let kinds = [0, 60, 200, 500, 1024].flatMap { share in
      (0...2).map { CoreOffer(share: share, rivalCount: $0) }
    }
    for first in kinds {
      for second in kinds {
        for third in kinds { expectBest([first, second, third]) }
      }
    }
  }

  private func expectBest(_ offers: [CoreOffer]) {
    let parts = offers.map { Double($0.share) / Double($0.rivalCount + 1) }
    let most = parts[1...].max() ?? 0
    guard let better = CoreOffer.betterCore(than: 0, of: 3, { offers[$0] }) else {
      #expect(most < 64 || most <= 1.51 * parts[0], "\(offers)")
      return
    }
    #expect(better > 0 && parts[better] > most - 1 && parts[better] >= 64, "\(offers)")
    #expect(parts[better] > 1.49 * parts[0], "\(offers)")
  }

  @Test func sharesFollowWhatIsSeen() {
    var shares = IdleShares(coreCount: 3)
    for look in 0..<400 { shares.look { $0 == 0 || ($0 == 1 && look % 4 == 0) } }
    #expect(shares[0] == IdleShares.whole && shares[2] == 0)
    #expect((190..<340).contains(shares[1]), "\(shares[1])")
    for _ in 0..<400 { shares.look { _ in true } }
    #expect((0..<3).allSatisfy { shares[$0] == IdleShares.whole })
  }
}
