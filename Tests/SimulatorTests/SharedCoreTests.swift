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
}
