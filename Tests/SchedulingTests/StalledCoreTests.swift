import Scheduling
import Testing

/// What the arbiter makes of cores that stand still.
struct StalledCoreTests {
  private func arbiter(_ cores: Int, _ groups: CoreGroup...) throws -> Arbiter {
    var arbiter = try Arbiter(coreCount: cores, groups: groups, dwell: 0)
    arbiter.settle(at: 0) { _ in }
    return arbiter
  }

  private func note(_ core: Int, _ isStalled: Bool, _ arbiter: inout Arbiter) {
    arbiter.note(core, isStalled: isStalled)
    arbiter.settle(at: 1) { _ in }
  }

  @Test func workersAreOnCoresThatGoOn() throws {
    var one = try arbiter(3, CoreGroup("all", workers: 0..<6))
    note(1, true, &one)
    #expect(one.places == [0, 2, 2, 0, 2, 2] && one.granted == [3])
    #expect(one.stalledCount(of: 0) == 1)
    note(1, false, &one)
    #expect(one.places == [0, 1, 2, 0, 1, 2] && one.stalledCount(of: 0) == 0)
  }

  @Test func aCoreThatNobodyHasStandsIn() throws {
    var one = try arbiter(
      3, CoreGroup("a", workers: 0..<2, maximum: 1), CoreGroup("b", workers: 2..<4, maximum: 1))
    #expect(one.owners == [0, 1, -1])
    note(0, true, &one)
    #expect(one.owners == [-1, 1, 0] && one.places == [2, 2, 1, 1])
    // There is none for another one.
    note(1, true, &one)
    #expect(one.owners == [-1, 1, 0] && one.places == [2, 2, 1, 1])
    note(0, false, &one)
    #expect(one.owners == [1, -1, 0], "\(one.owners)")
    #expect(one.places == [2, 2, 0, 0])
  }

  /// Whose core stands still has no other group's; wishes are granted as if it went on.
  @Test func nobodyLosesACoreForAnother() throws {
    var one = try arbiter(2, CoreGroup("a", workers: 0..<2), CoreGroup("b", workers: 2..<4))
    note(0, true, &one)
    #expect(one.owners == [0, 1] && one.places == [0, 0, 1, 1])
  }

  /// Who gives cores up gives up such that stand still, and who gets some gets such that go on.
  @Test func coresThatStandStillAreTheLeastWanted() throws {
    var one = try arbiter(4, CoreGroup("all", workers: 0..<4))
    note(1, true, &one)
    #expect(one.want(3, for: 0) == .isNoted)
    one.settle(at: 2) { _ in }
    #expect(one.owners == [0, -1, 0, 0])
    #expect(one.want(1, for: 0) == .isNoted)
    one.settle(at: 3) { _ in }
    #expect(one.owners == [0, -1, -1, -1])
    #expect(one.want(2, for: 0) == .isNoted)
    one.settle(at: 4) { _ in }
    #expect(one.owners == [0, -1, 0, -1])
  }

  /// Best-effort workers go from a core that stands still to one that they are lent as well.
  @Test func guestsLeaveACoreThatStandsStill() throws {
    var one = try arbiter(
      3, CoreGroup("owners", workers: 0..<2, minimum: 2),
      CoreGroup("batch", workers: 2..<4, isBestEffort: true))
    let guests = one.places[2...]
    #expect(guests.contains(2))
    note(2, true, &one)
    #expect(one.places[2...].allSatisfy { $0 != 2 }, "\(one.places)")
    for core in 0..<2 { note(core, true, &one) }
    // There is nowhere to go.
    #expect(one.places[2...].allSatisfy { (0..<3).contains($0) })
  }
}
