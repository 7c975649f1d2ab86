import Devices
import Load
import Runtime
import SamplePrograms
import Scheduling
import Simulator
import Testing
import World

/// Best-effort work on cores that it is lent: it gets on while their owners have nothing to do, gives them back, goes
/// elsewhere, and is neither lost nor starved.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct LendingTests {
  /// Requests of a class, one after the other, `gap` nanoseconds apart.
  private func requests(
    _ classNumber: Int, _ count: Int, of service: UInt64, each gap: UInt64 = 0,
    from begin: UInt64 = 1_000
  ) -> [Request] {
    (0..<count).map {
      Request(
        sequence: UInt32($0), classNumber: classNumber, arrival: begin + gap * UInt64($0),
        service: service)
    }
  }

  private struct Outcome {
    /// By class.
    var record = LoadRecord()
    var answers: [Answer] = []
    var counters = WorkerCounters()
    var lending: LendingSummary?
    /// When the last of each class ended.
    func end(ofClass number: Int) -> UInt64 {
      answers.filter { $0.request.classNumber == number }.map(\.ended).max() ?? 0
    }
  }

  /// Each class has a worker, which serves first come, first served.
  private func simulate(
    _ requests: [Request], coreCount: Int = 1, groups: CoreGroup..., seed: UInt64 = 1
  ) throws -> Outcome {
    let workerCount = groups.reduce(0) { $0 + $1.workers.count }
    var configuration = SimulationConfiguration(coreCount: coreCount, workerCount: workerCount)
    configuration.policy.groups = groups
    configuration.steering = .byClass
    configuration.seed = seed
    let unit = try Policies.load("dfcfs.c", workerCount: workerCount)
    let simulation = try Simulation(unit: unit, configuration)
    var outcome = Outcome()
    simulation.run(requests.sorted { $0.arrival < $1.arrival }) {
      outcome.record.add($0)
      outcome.answers.append($0)
    }
    #expect(simulation.pendingCount == 0 && outcome.answers.count == requests.count)
    outcome.counters = simulation.runtime.counters
    outcome.lending = simulation.runtime.lending
    return outcome
  }

  private static let urgent = CoreGroup("urgent", workers: 0..<1)

  /// A fifth of the core is taken, and all the rest is lent; who has the core waits for no longer than it takes a safe point.
  @Test func whatIsIdleIsLent() throws {
    let served = requests(0, 2_000, of: 10_000, each: 50_000)
    let alone = try simulate(served, groups: Self.urgent)
    let batch = CoreGroup("batch", workers: 1..<2, isBestEffort: true)
    let both = try simulate(
      served + requests(1, 60, of: 1_000_000), groups: Self.urgent, batch)
    // 60 ms of work in 80 % of the time.
    #expect((75_000_000..<82_000_000).contains(both.end(ofClass: 1)), "\(both.end(ofClass: 1))")
    let added =
      both.record.sojourns[0].percentile(99) - alone.record.sojourns[0].percentile(99)
    #expect(added < 2_500, "\(added)")
    let lending = try #require(both.lending)
    #expect((58_000_000..<66_000_000).contains(lending.cores[0]), "\(lending)")
    #expect(lending.groups.map(\.name) == ["batch"])
    #expect(lending.groups[0].nanoseconds == lending.cores[0])
    #expect(lending.groups[0].givenBackCount > 1_000)
    #expect(alone.lending == nil)
  }

  /// Where the core is taken all the time, the work goes to one that is not.
  @Test func whoIsPreemptedGoesElsewhere() throws {
    let owners = CoreGroup("owners", workers: 0..<2, minimum: 2)
    let batch = CoreGroup("batch", workers: 2..<3, isBestEffort: true)
    // One core after the other is busy for 20 ms.
    let busy = requests(0, 2_000, of: 10_000) + requests(1, 2_000, of: 10_000, from: 21_000_000)
    let outcome = try simulate(
      busy + requests(2, 30, of: 1_000_000), coreCount: 2, groups: owners, batch)
    let end = outcome.end(ofClass: 2)
    // 30 ms of work, without the wait on the first core, and that after the move of the load.
    #expect((30_000_000..<33_000_000).contains(end), "\(end)")
    let lending = try #require(outcome.lending)
    #expect(lending.groups[0].changeCount >= 2 && lending.cores.allSatisfy { $0 > 0 }, "\(lending)")
  }

  /// A core that is taken for most of the time is left, too, though never for long at a time.
  @Test func whoGetsLittleGoesElsewhere() throws {
    let owners = CoreGroup("owners", workers: 0..<2, minimum: 2)
    let batch = CoreGroup("batch", workers: 2..<3, isBestEffort: true)
    let served =
      requests(0, 3_000, of: 15_000, each: 20_000) + requests(1, 3_000, of: 4_000, each: 20_000)
    let outcome = try simulate(
      served + requests(2, 30, of: 1_000_000), coreCount: 2, groups: owners, batch)
    let end = outcome.end(ofClass: 2)
    // On the first core it would take more than 120 ms.
    #expect((37_000_000..<44_000_000).contains(end), "\(end)")
    let lending = try #require(outcome.lending)
    #expect((1...3).contains(lending.groups[0].changeCount), "\(lending)")
  }

  /// Two share a core only until another one is idle.
  @Test func theyGoWhereTheyAreAlone() throws {
    let owners = CoreGroup("owners", workers: 0..<2, minimum: 2)
    let batch = CoreGroup("batch", workers: 2..<4, isBestEffort: true)
    let busy = requests(0, 2_000, of: 10_000) + requests(1, 200, of: 10_000)
    // The third core is nobody's.
    let outcome = try simulate(
      busy + requests(2, 8, of: 1_000_000) + requests(3, 8, of: 1_000_000), coreCount: 3,
      groups: owners, batch)
    // For two milliseconds and one, in which it is seen that the second core is idle, each has half a core; then a whole one.
    for number in 2...3 {
      let end = outcome.end(ofClass: number)
      #expect((8_500_000..<10_800_000).contains(end), "\(end)")
    }
  }

  /// Where all cores are busy all the time, one that needs none gets on a little, and one that has a core of its own at full
  /// speed.
  @Test func nobodyIsStarved() throws {
    let busy = requests(0, 8_000, of: 10_000)
    let none = try simulate(
      busy + requests(1, 1, of: 300_000), groups: Self.urgent,
      CoreGroup("batch", workers: 1..<2, isBestEffort: true))
    // 10 µs each millisecond.
    #expect((25_000_000..<40_000_000).contains(none.end(ofClass: 1)), "\(none.end(ofClass: 1))")
    let own = try simulate(
      busy + requests(1, 10, of: 1_000_000), coreCount: 2, groups: Self.urgent,
      CoreGroup("batch", workers: 1..<2, minimum: 1, isBestEffort: true))
    #expect(own.end(ofClass: 1) < 10_500_000, "\(own.end(ofClass: 1))")
    #expect(own.lending?.groups[0].nanoseconds == 0)
  }

  @Test func aSeedReplaysARun() throws {
    let runs = try (0..<2).map { _ in
      try simulate(
        requests(0, 500, of: 10_000, each: 17_000) + requests(2, 10, of: 300_000), coreCount: 2,
        groups: CoreGroup("owners", workers: 0..<2, minimum: 2),
        CoreGroup("batch", workers: 2..<3, isBestEffort: true), seed: 9)
    }
    #expect(runs[0].answers == runs[1].answers && runs[0].lending == runs[1].lending)
  }

  /// A policy is told what was lent, as the summary has it.
  @Test func policiesAreToldOfLoans() throws {
    let image = try Policies.image(of: "dfcfs.c").linked(
      with: try SamplePrograms.image(of: "Tests/Corpus/runtime/lent_policy.c"))
    var configuration = SimulationConfiguration(coreCount: 1, workerCount: 2)
    configuration.policy.groups = [
      Self.urgent, CoreGroup("batch", workers: 1..<2, isBestEffort: true),
    ]
    configuration.policyHasOwnCore = true
    configuration.steering = .byClass
    let simulation = try Simulation(
      unit: try Policies.load(image, workerCount: 3), configuration)
    let served = requests(0, 200, of: 10_000, each: 50_000)
    simulation.run(served + requests(1, 5, of: 1_000_000, from: 11_000_000)) { _ in }
    let lending = try #require(simulation.runtime.lending)
    let octets = try #require(
      simulation.runtime.unit.map(named: "reports")?.value(forKey: [0, 0, 0, 0]))
    let words = (0..<octets.count / 8).map { word in
      (0..<8).reduce(0) { $0 | UInt64(octets[8 * word + $1]) << UInt64(8 * $1) }
    }
    // Each group has six words, of which the last two are what its cores were lent, and what it was lent itself.
    let (lent, borrowed) = (words[4], words[11])
    #expect(words[5] == 0 && words[10] == 0, "\(words)")
    #expect(lent > 4_900_000 && lent <= lending.cores[0], "\(words) \(lending)")
    #expect(borrowed == lent, "\(words)")
    // Of the worker: the same, and how often it gave the core back.
    #expect(words[24] == borrowed && words[25] == lending.groups[0].givenBackCount, "\(words)")
  }

  // MARK: For real

  /// An owner with short requests and a borrower with long ones on one core, while both have something to do, and after that;
  /// shut down in the middle, too.
  @Test(arguments: EngineKind.allCases, [false, true])
  func bothAreServedForReal(_ engine: EngineKind, _ isCutShort: Bool) throws {
    let link = try MemoryLink(threeQueues)
    let runtime = try RealRuntime(
      unit: try Policies.load("dfcfs.c", engine: engine, workerCount: 3), workerCount: 3,
      cores: [0, 1], frameLimit: 1_024, chunkCount: 4_096,
      policy: PolicyConfiguration(groups: Self.twoOwners)
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    let clients = try (0..<3).map {
      Client(DeviceQueue(try link.openQueue($0, at: .far, poolID: 10 + UInt32($0))))
    }
    let begin = WorldClock.monotonic.now()
    for request in requests(2, 100, of: 500_000, from: begin) { clients[2].send(request) }
    runtime.start()
    for number in 0..<400 {
      let now = WorldClock.monotonic.now()
      for owner in 0..<2 { clients[owner].send(requests(owner, 1, of: 20_000, from: now)[0]) }
      while WorldClock.monotonic.now() < now + 100_000 {}
      if isCutShort, number > 200, runtime.lending?.groups[0].nanoseconds ?? 0 > 0 { break }
    }
    if !isCutShort {
      _ = isSeen { runtime.counters.endedCount == 900 }
    }
    runtime.shutDown()
    let counters = runtime.counters
    #expect(counters.endedCount == counters.begunCount && runtime.frameCount == 0)
    let lending = try #require(runtime.lending)
    #expect(lending.groups[0].nanoseconds > 0, "\(lending)")
    guard !isCutShort else { return }
    #expect(counters.transmitted == 900, "\(counters)")
    #expect(lending.groups[0].givenBackCount > 0, "\(lending)")
  }

  /// Warm cores are lent as well, and do not sleep when there is nothing to do.
  @Test(arguments: Policies.languages)
  func warmCoresAreLent(_ language: String) throws {
    let path = try SamplePrograms.image(of: "Programs/scheduling/dfcfs.\(language)")
    let policy = try SamplePrograms.image(of: "Programs/scaling/warm.\(language)")
    let unit = try Policies.load(
      path.linked(with: policy), ["warm_cores": 2], engine: .jit, workerCount: 3)
    let link = try MemoryLink(threeQueues)
    let runtime = try RealRuntime(
      unit: unit, workerCount: 3, cores: [0, 1], frameLimit: 1_024, chunkCount: 4_096,
      policy: PolicyConfiguration(groups: Self.twoOwners)
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    let client = Client(DeviceQueue(try link.openQueue(2, at: .far, poolID: 10)))
    runtime.start()
    defer { runtime.shutDown() }
    let log = try #require(runtime.policyLog)
    #expect(isSeen { log.decisions.contains { $0.decision == .warm(group: 0, count: 2) } })
    let begin = WorldClock.monotonic.now()
    for request in requests(2, 20, of: 500_000, from: begin) { client.send(request) }
    #expect(isSeen { runtime.counters.transmitted == 20 })
    #expect(runtime.lending?.groups[0].nanoseconds ?? 0 >= 5_000_000, "\(runtime.counters)")
    // Whoever was about to sleep when they became warm has looked around since.
    let (parks, turns) = (runtime.counters.parks, runtime.counters.idleTurns)
    #expect(isSeen { runtime.counters.idleTurns > turns + 10_000 })
    #expect(runtime.counters.parks == parks && log.fault == nil)
  }

  /// Whether that comes to be before long.
  private func isSeen(_ condition: () -> Bool) -> Bool {
    let end = WorldClock.monotonic.now() + 60_000_000_000
    while WorldClock.monotonic.now() < end { if condition() { return true } }
    return false
  }

  private var threeQueues: MemoryLink.Configuration {
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = 3
    return configuration
  }

  private static let twoOwners = [
    CoreGroup("owners", workers: 0..<2, minimum: 2),
    CoreGroup("batch", workers: 2..<3, isBestEffort: true),
  ]

  /// A client has to stand in an array.
  private final class Client {
    private var client: LoadClient
    init(_ queue: consuming DeviceQueue) { client = LoadClient(queue: queue) }
    func send(_ request: Request) { client.send(request) }
  }
}
