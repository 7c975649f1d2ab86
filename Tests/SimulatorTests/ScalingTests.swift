import Load
import Runtime
import SamplePrograms
import Simulator
import Testing

/// The policies of `Programs/scaling` under a load that rises and falls, on virtual cores.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ScalingTests {
  private static let coreCount = 4
  private static let duration: UInt64 = 100_000_000

  private struct Outcome {
    var latencies = Latencies()
    /// In the mean.
    var heldCores = 0.0
    var busyShare = 0.0
    var looks: [UInt64] = []
    var simulation: Simulation
  }

  private static func inBothLanguages(_ policy: String) -> [String] {
    Policies.languages.map { "\(policy).\($0)" }
  }

  /// A day at up to six tenths of what four cores can do.
  private func run(
    _ policy: String, service: UInt64 = 10_000, policyHasOwnCore: Bool = true,
    picosecondsPerStep: UInt64 = 1_000, coreCount: Int = coreCount, duration: UInt64 = duration
  ) throws -> Outcome {
    let peak = Workload(
      load: 0.6 * Double(coreCount), classes: [TrafficClass(service: .fixed(service))])
    return try run(
      policy, VaryingRequests(peak: peak, .day(least: 0.05, nanoseconds: duration), seed: 5),
      policyHasOwnCore: policyHasOwnCore, picosecondsPerStep: picosecondsPerStep,
      coreCount: coreCount, duration: duration)
  }

  private func run(
    _ policy: String, _ requests: some Sequence<Request>, steering: Steering = .anywhere,
    policyHasOwnCore: Bool = true, picosecondsPerStep: UInt64 = 1_000,
    coreCount: Int = coreCount, duration: UInt64 = duration
  ) throws -> Outcome {
    let image = try Policies.image(of: "dfcfs.c").linked(
      with: try SamplePrograms.image(of: "Programs/scaling/\(policy)"))
    let unit = try Policies.load(image, workerCount: coreCount + 1)
    var configuration = SimulationConfiguration(coreCount: coreCount)
    configuration.steering = steering
    configuration.policyHasOwnCore = policyHasOwnCore
    configuration.timing.picosecondsPerStep = picosecondsPerStep
    let simulation = try Simulation(unit: unit, configuration)
    var outcome = Outcome(simulation: simulation)
    var looks: [UInt64] = []
    let lookout = Lookout(every: 1_000_000, until: duration) { now in
      looks.append(now)
      return true
    }
    simulation.run(requests, lookout: lookout) { outcome.latencies.record($0.sojournNanoseconds) }
    let runtime = simulation.runtime
    let log = try #require(runtime.policyLog)
    #expect(log.fault == nil, "\(String(describing: log.fault))")
    #expect(simulation.pendingCount == 0 && simulation.refusedCount == 0)
    #expect(outcome.latencies.count == simulation.sentCount)
    let now = runtime.world.now
    outcome.heldCores = Double(log.coreUse.heldNanoseconds(until: now)) / Double(now)
    let busy = (0..<coreCount).reduce(0) { $0 + runtime.turnNanoseconds(ofCore: $1) }
    outcome.busyShare = Double(busy) / Double(now) / Double(coreCount)
    outcome.looks = looks
    return outcome
  }

  /// All requests are answered, and the cores work for as long as those take, and little longer.
  @Test(
    arguments: ["dedicated", "spreading", "compacting", "compacting_lines", "shenango"].flatMap(
      inBothLanguages))
  func policiesAreFitUnderALoad(_ policy: String) throws {
    let outcome = try run(policy)
    // Six tenths at the peak; a day has 0.525 of that in the mean.
    #expect((0.315..<0.36).contains(outcome.busyShare), "\(outcome.busyShare)")
    #expect(outcome.latencies.percentile(99) < 150_000, "\(outcome.latencies.percentile(99))")
    #expect(outcome.simulation.runtime.counters.parks > 100)
  }

  /// A policy decides the same in both languages where instructions take next to no time.
  @Test(arguments: ["dedicated", "spreading", "compacting", "compacting_lines", "shenango"])
  func languagesDecideAlike(_ policy: String) throws {
    let runs = try Policies.languages.map { language in
      try run("\(policy).\(language)", picosecondsPerStep: 1)
    }
    let logs = try runs.map { try #require($0.simulation.runtime.policyLog) }
    let decisions = logs.map { $0.decisions.map(\.decision) }
    #expect(decisions[0] == decisions[1], "\(decisions.map(\.count))")
    #expect(abs(runs[0].heldCores - runs[1].heldCores) < 0.001, "\(runs.map(\.heldCores))")
    for percent in [50.0, 99, 100] {
      let latencies = runs.map { Double($0.latencies.percentile(percent)) }
      #expect(abs(latencies[0] / latencies[1] - 1) < 0.01, "\(percent): \(latencies)")
    }
  }

  /// One core more every five microseconds, and workers that follow, with dozens of both: that is no change of mind.
  @Test(arguments: ["shenango", "compacting"].flatMap(inBothLanguages))
  func policiesAreFitWithDozensOfWorkers(_ policy: String) throws {
    let outcome = try run(policy, coreCount: 32, duration: 20_000_000)
    #expect((3.0..<30.0).contains(outcome.heldCores), "\(outcome.heldCores)")
    let log = try #require(outcome.simulation.runtime.policyLog)
    #expect(log.coreUse.moveCount > (policy.hasPrefix("shenango") ? 100 : 30), "\(log.coreUse)")
  }

  @Test func whoDedicatesCoresHoldsAll() throws {
    let outcome = try run("dedicated.c")
    #expect(outcome.heldCores == Double(Self.coreCount))
    #expect(try #require(outcome.simulation.runtime.policyLog).coreUse.moveCount == 0)
  }

  /// With fewer cores, requests stay little longer: also where they are so short that only lines of the program's own grow.
  @Test(
    arguments: ["compacting", "compacting_lines", "shenango"].flatMap(inBothLanguages),
    [3_000, 10_000] as [UInt64])
  func coresAreGivenBackWhileThereIsLittleToDo(_ policy: String, _ service: UInt64) throws {
    let dedicated = try run("dedicated.c", service: service)
    let outcome = try run(policy, service: service)
    // Shenango's rule sees what waits in a device, and not the programs' own lines, which grow until packets wait.
    let most: UInt64 = policy.hasPrefix("shenango") ? 32 : 4
    #expect((1.5..<3.5).contains(outcome.heldCores), "\(outcome.heldCores)")
    #expect(
      outcome.latencies.percentile(99) < most * dedicated.latencies.percentile(99),
      "\(outcome.latencies.percentile(99)) \(dedicated.latencies.percentile(99))")
  }

  /// Two workers that are busy for four tenths of the time, and two for one: two cores are enough, whoever they are.
  @Test(
    arguments: inBothLanguages("compacting"),
    [[4, 1, 4, 1], [4, 4, 1, 1], [1, 4, 4, 1], [1, 1, 4, 4]] as [[Double]])
  func workersAreWhereThereIsRoom(_ policy: String, _ shares: [Double]) throws {
    let workload = Workload(
      load: 1, classes: shares.map { TrafficClass(share: $0, service: .fixed(10_000)) })
    let requests = VaryingRequests(
      peak: workload, .day(least: 0.99, nanoseconds: Self.duration), seed: 5)
    let outcome = try run(policy, requests, steering: .byClass)
    #expect((1.9..<2.4).contains(outcome.heldCores), "\(outcome.heldCores)")
    #expect(outcome.latencies.percentile(99) < 150_000, "\(outcome.latencies.percentile(99))")
    let log = try #require(outcome.simulation.runtime.policyLog)
    #expect(log.coreUse.moveCount < 1000, "\(log.coreUse)")
  }

  /// A policy on a core of its own takes nothing of the workers'.
  @Test func aPolicyMayHaveItsOwnCore() throws {
    let own = try run("shenango.c").simulation.runtime
    let shared = try run("shenango.c", policyHasOwnCore: false).simulation.runtime
    // A run every five microseconds that takes a few hundred instructions at least.
    #expect(own.turnNanoseconds(ofCore: Self.coreCount) > Self.duration / 50)
    #expect(shared.turnNanoseconds(ofCore: Self.coreCount) == 0)
  }

  @Test func lookoutsLookAtEachIntervalsEnd() throws {
    let outcome = try run("dedicated.c")
    #expect(outcome.looks == (1...100).map { $0 * 1_000_000 })
  }
}
