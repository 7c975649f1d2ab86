import Load
import Runtime
import SamplePrograms
import Simulator
import Testing

/// Workers that share virtual cores, where policies put them.
@Suite(.enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct SharedCoreTests {
  /// Work that comes at once, 100 times 10 microseconds for each of four workers.
  private func makespan(coreCount: Int) throws -> UInt64 {
    let unit = try Policies.load("dfcfs.c", workerCount: 4)
    var configuration = SimulationConfiguration(coreCount: coreCount, workerCount: 4)
    configuration.steering = .inTurn
    let simulation = try Simulation(unit: unit, configuration)
    let requests = (0..<400).map {
      Request(sequence: UInt32($0), classNumber: 0, arrival: 1_000, service: 10_000)
    }
    var (last, count) = (UInt64(0), 0)
    simulation.run(requests) { answer in
      last = max(last, answer.ended)
      count += 1
    }
    #expect(count == 400)
    return last
  }

  /// Four workers on one core take four times as long as on four.
  @Test func aCoreDoesOneThingAtATime() throws {
    let (one, two, four) = (
      try makespan(coreCount: 1), try makespan(coreCount: 2), try makespan(coreCount: 4)
    )
    #expect((4_000_000..<4_400_000).contains(one), "\(one)")
    #expect((2_000_000..<2_200_000).contains(two), "\(two)")
    #expect((1_000_000..<1_100_000).contains(four), "\(four)")
  }

  /// What a worker's turns took is its own work, not that of others on its core.
  @Test func timeOnASharedCoreIsCountedOnce() throws {
    let unit = try Policies.load("dfcfs.c", workerCount: 4)
    var configuration = SimulationConfiguration(coreCount: 1, workerCount: 4)
    configuration.steering = .inTurn
    let simulation = try Simulation(unit: unit, configuration)
    let requests = (0..<400).map {
      Request(sequence: UInt32($0), classNumber: 0, arrival: 1_000, service: 10_000)
    }
    var last = UInt64(0)
    simulation.run(requests) { last = max(last, $0.ended) }
    let busy = simulation.runtime.counters.busyNanoseconds
    #expect((4_000_000...last).contains(busy), "\(busy) of \(last)")
    let turns = simulation.runtime.turnNanoseconds(ofCore: 0)
    #expect((4_000_000...last + 100_000).contains(turns), "\(turns) of \(last)")
  }

  /// Two workers with long lines on one core get it in turn, neither first all its requests, then the other.
  @Test func whoIsNeverIdleLetsOthersRun() throws {
    let unit = try Policies.load("dfcfs.c", workerCount: 2)
    var configuration = SimulationConfiguration(coreCount: 1, workerCount: 2)
    configuration.steering = .inTurn
    let simulation = try Simulation(unit: unit, configuration)
    let requests = (0..<400).map {
      Request(sequence: UInt32($0), classNumber: $0 % 2, arrival: 1_000, service: 10_000)
    }
    var ends: [[UInt64]] = [[], []]
    simulation.run(requests) { ends[$0.request.classNumber].append($0.ended) }
    let (first, second) = (ends[0].sorted(), ends[1].sorted())
    #expect(first.count == 200 && second.count == 200)
    for (one, other) in zip(first, second) {
      // Chance decides about each turn: after 200, four standard deviations are 57 turns. Alone, one would be 200 ahead.
      #expect(max(one, other) - min(one, other) < 600_000, "\(one) \(other)")
    }
  }
}
