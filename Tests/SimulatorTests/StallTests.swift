import Load
import Runtime
import SamplePrograms
import Scheduling
import Simulator
import Testing

/// Cores that do not go on, in virtual time: the workers of such a core get on elsewhere, but for the one whose turn does not
/// end.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct StallTests {
  private static let limit: UInt64 = 5_000_000

  private struct Outcome {
    var record = LoadRecord()
    var stalls: [CoreStall] = []
    var endOfFirst: UInt64 = 0
    var runtime: VirtualRuntime
    /// Of those that were found to stand still.
    var standing: [CoreStall.Stall] {
      stalls.compactMap { if case .standsStill(let stall) = $0.kind { stall } else { nil } }
    }
  }

  /// Four workers, each with a class of its own. The first class's only request takes 60 ms and can't be stopped; of each other
  /// one there is one of 5 µs each 50 µs.
  private func run(
    limit: UInt64?, coreCount: Int = 2, groups: [CoreGroup] = [], policy: String? = nil
  ) throws -> Outcome {
    var image = try Policies.image(of: "dfcfs.c")
    if let policy {
      image = try image.linked(with: try SamplePrograms.image(of: "Programs/scaling/\(policy)"))
    }
    var configuration = SimulationConfiguration(coreCount: coreCount, workerCount: 4)
    configuration.steering = .byClass
    configuration.stallLimit = limit
    configuration.policy.groups = groups
    let unit = try Policies.load(image, workerCount: policy == nil ? 4 : 5)
    let simulation = try Simulation(unit: unit, configuration)
    var requests = [Request(sequence: 0, classNumber: 0, arrival: 1_000, service: 60_000_000)]
    for number in 0..<3_000 {
      for classNumber in 1...3 {
        requests.append(
          Request(
            sequence: UInt32(number), classNumber: classNumber,
            arrival: 50_000 * UInt64(number + 1),
            service: 5_000))
      }
    }
    var outcome = Outcome(runtime: simulation.runtime)
    simulation.run(requests) {
      outcome.record.add($0)
      if $0.request.classNumber == 0 { outcome.endOfFirst = $0.ended }
    }
    #expect(simulation.pendingCount == 0 && simulation.answeredCount == UInt64(requests.count))
    outcome.stalls = simulation.runtime.takeStalls()
    return outcome
  }

  private func most(_ outcome: Outcome, ofClass number: Int) -> UInt64 {
    outcome.record.sojourns[number].percentile(100)
  }

  /// The second worker of the core waits for as long as it takes to be found, and not for the turn's end; it comes back later.
  @Test func othersGetOnElsewhere() throws {
    let alone = try run(limit: nil)
    #expect(most(alone, ofClass: 2) > 59_000_000 && alone.stalls.isEmpty)
    let outcome = try run(limit: Self.limit)
    #expect((Self.limit - 200_000..<Self.limit + 1_000_000).contains(most(outcome, ofClass: 2)))
    for other in [1, 3] { #expect(most(outcome, ofClass: other) < 1_000_000) }
    #expect((60_000_000..<60_500_000).contains(outcome.endOfFirst))
    let stall = try #require(outcome.standing.first)
    #expect(outcome.standing.count == 1 && stall.worker == 0 && stall.left.isEmpty)
    #expect(stall.moves == [CoreStall.Move(worker: 2, core: 1)], "\(stall)")
    #expect(stall.place?.contains("bpf_spin") == true, "\(stall)")
    #expect(outcome.stalls.map(\.core) == [0, 0, 0])
    guard case .goesOn(let length) = outcome.stalls[1].kind else {
      Issue.record("\(outcome.stalls)")
      return
    }
    #expect((59_900_000..<60_500_000).contains(length))
    #expect(outcome.stalls[2].kind == .isTrusted(back: [2]))
    #expect((0..<4).map(outcome.runtime.core(ofWorker:)) == [0, 1, 0, 1])
  }

  @Test func aSeedReplaysIt() throws {
    let outcomes = try (0..<2).map { _ in try run(limit: Self.limit) }
    #expect(outcomes[0].stalls == outcomes[1].stalls)
  }

  /// Nobody gets another group's core, but one that nobody has.
  @Test func groupsKeepTheirCores() throws {
    let two = [CoreGroup("a", workers: 0..<2), CoreGroup("b", workers: 2..<4)]
    let kept = try run(limit: Self.limit, groups: two)
    // The worker of the same group shares the core.
    #expect(most(kept, ofClass: 1) > 59_000_000 && most(kept, ofClass: 2) < 1_000_000)
    #expect(kept.standing.map(\.left) == [[1]] && kept.standing[0].moves.isEmpty)
    let groups = [
      CoreGroup("a", workers: 0..<2, maximum: 1), CoreGroup("b", workers: 2..<4, maximum: 1),
    ]
    let spare = try run(limit: Self.limit, coreCount: 3, groups: groups)
    #expect(most(spare, ofClass: 1) < Self.limit + 1_000_000)
    #expect(spare.standing.map(\.moves) == [[CoreStall.Move(worker: 1, core: 2)]])
  }

  /// Where a policy has the say, it is told, also where it shared the core that stands still; and its groups get another core
  /// for that one.
  @Test func aPolicyGoesOnDeciding() throws {
    // Five workers on four cores: the policy runs on the first.
    let outcome = try run(limit: Self.limit, coreCount: 4, policy: "spreading.c")
    for other in 1...3 { #expect(most(outcome, ofClass: other) < Self.limit + 1_000_000) }
    let log = try #require(outcome.runtime.policyLog)
    #expect(log.fault == nil)
    let stall = try #require(outcome.standing.first)
    #expect(stall.worker == 0 && stall.moves.map(\.worker) == [4], "\(stall)")
    // The first worker is to be elsewhere as soon as its turn ends.
    let moves = log.decisions.filter {
      if case .move(worker: 0, from: 0, to: 1...) = $0.decision { true } else { false }
    }
    #expect(moves.count == 1 && moves[0].time < 10_000_000, "\(log.decisions)")
  }
}
