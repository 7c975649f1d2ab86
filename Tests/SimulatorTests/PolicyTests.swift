import Devices
import Load
import Runtime
import SamplePrograms
import Simulator
import Testing
import World

/// The scheduling policies, for real on both engines, and on virtual cores: that each answers, and does what it is for.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct PolicyTests {
  /// Many short requests and some that take a hundred times as long, which are most of the work.
  private func mixed(load: Double) -> Workload {
    Workload(
      load: load,
      classes: [
        TrafficClass(share: 0.97, service: .fixed(10_000)),
        TrafficClass(share: 0.03, service: .fixed(1_000_000)),
      ])
  }

  /// What becomes of the requests of a workload on virtual cores; an instruction takes a nanosecond where nobody says otherwise.
  private func record(
    _ source: String, _ workload: Workload, _ variables: [String: Int64] = [:], coreCount: Int = 4,
    steering: Steering = .toFirst, count: Int = 3_000, picosecondsPerStep: UInt64 = 1_000
  ) throws -> (record: LoadRecord, answers: [Answer], counters: WorkerCounters) {
    var configuration = SimulationConfiguration(coreCount: coreCount)
    configuration.steering = steering
    configuration.timing.picosecondsPerStep = picosecondsPerStep
    let unit = try Policies.load(source, variables, workerCount: coreCount)
    let simulation = try Simulation(unit: unit, configuration)
    var record = LoadRecord()
    var answers: [Answer] = []
    simulation.run(RequestGenerator(workload, seed: 5).prefix(count)) {
      record.add($0)
      answers.append($0)
    }
    #expect(simulation.pendingCount == 0 && simulation.strayCount == 0)
    let counters = simulation.runtime.counters
    #expect(simulation.sentCount + simulation.refusedCount == count)
    #expect(record.count == counters.transmitted, "\(counters)")
    #expect(answers.allSatisfy { $0.ended >= $0.begun + $0.request.service })
    return (record, answers, counters)
  }

  // MARK: For real

  struct Real: CustomTestStringConvertible, Sendable {
    var source: String
    var engine: EngineKind
    var testDescription: String { "\(source), \(engine.rawValue)" }

    static let all = Policies.sources.flatMap { source in
      EngineKind.allCases.map { Real(source: source, engine: $0) }
    }
  }

  /// Two workers answer all that comes to either.
  @Test(arguments: Real.all)
  func allAreAnsweredForReal(_ one: Real) throws {
    let unit = try Policies.load(one.source, engine: one.engine, workerCount: 2)
    #expect(unit.engineKind == one.engine)
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = 2
    let link = try MemoryLink(configuration)
    let runtime = try RealRuntime(
      unit: unit, workerCount: 2, frameLimit: 1_024, chunkCount: 4_096
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    let clock = WorldClock.monotonic
    var first = LoadClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 10)))
    var second = LoadClient(queue: DeviceQueue(try link.openQueue(1, at: .far, poolID: 11)))
    let workload = Workload(
      arrivals: .periodic, load: 0.2,
      classes: [
        TrafficClass(share: 0.9, service: .fixed(3_000)),
        TrafficClass(share: 0.1, service: .fixed(30_000)),
      ])
    runtime.start()
    var answers: [Answer] = []
    let begin = clock.now() + 1_000_000
    for request in RequestGenerator(workload, seed: 2, begin: begin).prefix(400) {
      while clock.now() < request.arrival {}
      if request.sequence % 2 == 0 { first.send(request) } else { second.send(request) }
      first.collect(at: clock.now()) { answers.append($0) }
      second.collect(at: clock.now()) { answers.append($0) }
    }
    let end = clock.now() + 20_000_000_000
    while runtime.counters.endedCount < 400 || UInt64(answers.count) < runtime.counters.transmitted,
      clock.now() < end
    {
      first.collect(at: clock.now()) { answers.append($0) }
      second.collect(at: clock.now()) { answers.append($0) }
    }
    runtime.shutDown()
    let counters = runtime.counters
    // On a busy machine, some are too old to be admitted.
    let dropped = one.source.hasPrefix("admission") ? counters.destroyed : 0
    #expect(answers.count + Int(dropped) == 400, "\(counters)")
    #expect(Set(answers.map(\.request.sequence)).count == answers.count)
    #expect(answers.allSatisfy { $0.ended - $0.begun >= $0.request.service })
    #expect(answers.allSatisfy { $0.begun >= $0.request.arrival })
    #expect(runtime.frameCount == 0)
  }

  // MARK: On virtual cores

  /// The same requests at the same times, in whatever order they are served: a seed is enough to have it all again.
  @Test(arguments: Policies.sources)
  func aSeedReplaysARun(_ source: String) throws {
    let runs = try (0..<2).map { _ in
      try record(source, mixed(load: 2.4), steering: .inTurn, count: 400).answers
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0].count == 400 || source.hasPrefix("admission"))
  }

  /// A policy decides the same in both languages: where instructions take next to no time, the same
  /// becomes of each request.
  @Test(arguments: Policies.names)
  func languagesDecideAlike(_ name: String) throws {
    let runs = try Policies.languages.map { language in
      try record(
        "\(name).\(language)", mixed(load: 2.4), steering: .inTurn, count: 250,
        picosecondsPerStep: 1
      ).answers.sorted { $0.request.sequence < $1.request.sequence }
    }
    #expect(runs[0].map(\.request) == runs[1].map(\.request))
    // What a compiler's instructions more take, of which each takes a picosecond.
    for (one, other) in zip(runs[0], runs[1]) {
      #expect(abs(Int64(one.begun) - Int64(other.begun)) < 50, "\(one) \(other)")
      #expect(abs(Int64(one.ended) - Int64(other.ended)) < 50, "\(one) \(other)")
    }
  }

  @Test(arguments: Policies.languages)
  func oneLineServesInTheOrderOfArrival(_ language: String) throws {
    let answers = try record("fcfs.\(language)", mixed(load: 2.4), ["receivers": 1]).answers
    let begun = answers.sorted { $0.request.sequence < $1.request.sequence }.map(\.begun)
    // Cores may be apart by a piece of work.
    #expect(zip(begun, begun.dropFirst()).allSatisfy { $0 <= $1 + 2_000 })
  }

  @Test(arguments: Policies.languages)
  func stealingKeepsNobodyWaitingBehindOthers(_ language: String) throws {
    let workload = mixed(load: 2.4)
    let alone = try record("dfcfs.\(language)", workload, steering: .anywhere).record
    let stealing = try record("dfcfs.\(language)", workload, ["steals": 1], steering: .anywhere)
      .record
    #expect(stealing.waits[0].percentile(90) * 2 < alone.waits[0].percentile(90))
  }

  @Test(arguments: Policies.languages)
  func sharedProcessorsAnswerShortRequestsSoon(_ language: String) throws {
    let workload = mixed(load: 0.7)
    let inOrder = try record("fcfs.\(language)", workload, coreCount: 1).record
    let shared = try record("ps.\(language)", workload, coreCount: 1)
    #expect(shared.counters.preempted > 1_000)
    #expect(shared.record.sojourns[0].percentile(99) * 10 < inOrder.sojourns[0].percentile(99))
  }

  @Test(arguments: Policies.languages)
  func theShortestExpectedJobIsServedFirst(_ language: String) throws {
    let workload = mixed(load: 0.8)
    let inOrder = try record("fcfs.\(language)", workload, coreCount: 1).record
    let shortest = try record("sjf.\(language)", workload, coreCount: 1).record
    #expect(shortest.waits[0].percentile(50) * 2 < inOrder.waits[0].percentile(50))
    #expect(shortest.waits[1].percentile(50) > shortest.waits[0].percentile(50))
  }

  @Test(arguments: Policies.languages)
  func theEarliestDeadlineIsServedFirst(_ language: String) throws {
    // Both take the same time: only their deadlines differ.
    let workload = Workload(
      load: 0.95,
      classes: [
        TrafficClass(service: .exponential(mean: 50_000)),
        TrafficClass(share: 0, service: .fixed(1)),
        TrafficClass(service: .exponential(mean: 50_000)),
      ])
    let urgent = try record("edf.\(language)", workload, coreCount: 1).record
    #expect(urgent.waits[0].percentile(90) * 3 < urgent.waits[2].percentile(90))
  }

  @Test(arguments: Policies.languages)
  func reservedCoresKeepShortRequestsFromWaitingBehindLongOnes(_ language: String) throws {
    let workload = mixed(load: 2.4)
    let inOrder = try record("fcfs.\(language)", workload, steering: .inTurn).record
    let reserved = try record("reserved.\(language)", workload, steering: .toFirst).record
    #expect(reserved.sojourns[0].percentile(99) * 4 < inOrder.sojourns[0].percentile(99))
  }

  /// With half as much again as can be served, who is answered is answered in time.
  @Test(arguments: Policies.languages)
  func whoWaitsTooLongIsNotServed(_ language: String) throws {
    let workload = Workload(load: 1.5, classes: [TrafficClass(service: .fixed(50_000))])
    let all = try record("fcfs.\(language)", workload, coreCount: 1)
    let admitted = try record("admission.\(language)", workload, ["age_max": 500_000], coreCount: 1)
    #expect(all.record.sojourns[0].percentile(50) > 5_000_000)
    #expect(admitted.record.sojourns[0].percentile(100) < 700_000)
    // About a third is too much.
    #expect((800..<1_200).contains(admitted.counters.destroyed))
  }

  @Test(arguments: Policies.languages)
  func aDispatcherWorksWhereItWouldIdle(_ language: String) throws {
    // Three workers alone could not do it.
    let workload = Workload(
      load: 3.5, classes: [TrafficClass(service: .exponential(mean: 100_000))])
    let (record, _, counters) = try record("jbsq.\(language)", workload, count: 2_000)
    #expect(record.count == 2_000)
    #expect(counters.preempted > 100)
    #expect(record.waits[0].percentile(50) < 1_000_000)
  }

  /// One worker serves; another one, on a core of its own, says when turns end.
  @Test(arguments: Policies.languages)
  func aDispatcherEndsTurns(_ language: String) throws {
    let workload = Workload(
      load: 0.5,
      classes: [
        TrafficClass(share: 0.98, service: .fixed(10_000)),
        TrafficClass(share: 0.02, service: .fixed(2_000_000)),
      ])
    let (record, _, counters) = try record("asked.\(language)", workload, coreCount: 2)
    #expect(record.count == 3_000)
    // Each long one is stopped about every five microseconds while others wait.
    #expect(counters.preempted > 1_000, "\(counters.preempted)")
    #expect(record.sojourns[0].percentile(99) < 200_000, "\(record.sojourns[0].percentile(99))")
  }

  /// Of two classes that always have something to do, each gets its share of the time.
  @Test(arguments: Policies.languages)
  func classesHaveShares(_ language: String) throws {
    let unit = try Policies.load("shares.\(language)", workerCount: 1)
    let simulation = try Simulation(unit: unit, SimulationConfiguration(coreCount: 1))
    // Requests of one class take three times as long as those of the other.
    let requests = (0..<2_000).map { number in
      Request(
        sequence: UInt32(number), classNumber: 1 + number % 2, arrival: 1_000,
        service: number % 2 == 0 ? 20_000 : 60_000)
    }
    var ends: [[UInt64]] = [[], [], []]
    simulation.run(requests) { ends[$0.request.classNumber].append($0.ended) }
    #expect(ends[1].count == 1_000 && ends[2].count == 1_000)
    // As long as both wait.
    let end = try #require(ends[1].max())
    let (first, second) = (Double(1_000 * 20), Double(60 * ends[2].count { $0 <= end }))
    #expect((0.88...0.92).contains(first / (first + second)), "\(first) \(second)")
  }

  /// The class that can't wait does not see the others.
  @Test(arguments: Policies.languages)
  func theUrgentClassGoesFirst(_ language: String) throws {
    func tail(_ classes: [TrafficClass], load: Double) throws -> UInt64 {
      try record("shares.\(language)", Workload(load: load, classes: classes), coreCount: 1)
        .record.sojourns[0].percentile(99)
    }
    let urgent = ServiceTime.exponential(mean: 10_000)
    let alone = try tail([TrafficClass(service: urgent)], load: 0.1)
    // A tenth of the core, beside two classes of which each would take all of the rest.
    let beside = try tail(
      [
        TrafficClass(share: 10, service: urgent),
        TrafficClass(share: 5, service: .fixed(100_000)),
        TrafficClass(share: 4, service: .fixed(100_000)),
      ], load: 1.0)
    #expect(beside <= 3 * alone, "\(beside) \(alone)")
  }

  /// The urgent class has too much to do by itself, and others get their least share of the time all the same.
  @Test(arguments: Policies.languages, [0, 100, 300])
  func theUrgentClassLeavesOthersTheirShare(_ language: String, _ share: Int64) throws {
    let unit = try Policies.load("shares.\(language)", ["least_share": share], workerCount: 1)
    let simulation = try Simulation(unit: unit, SimulationConfiguration(coreCount: 1))
    var requests: [Request] = []
    for number in 0..<1_500 as Range<UInt32> {
      let isUrgent = number % 3 != 0
      requests.append(
        Request(
          sequence: number, classNumber: isUrgent ? 0 : 1, arrival: 1_000,
          service: isUrgent ? 20_000 : 50_000))
    }
    var ends: [[UInt64]] = [[], []]
    simulation.run(requests) { ends[$0.request.classNumber].append($0.ended) }
    #expect(ends[0].count == 1_000 && ends[1].count == 500)
    let end = try #require(ends[0].max())
    let count = ends[1].count { $0 <= end }
    let others = Double(count) * 50
    let had = 1000 * others / (others + 1_000 * 20)
    #expect(abs(had - Double(share)) < 12, "\(had) of \(share) thousandths")
  }

  /// One long request of the urgent class does not keep others waiting to its end either.
  @Test(arguments: Policies.languages)
  func aLongUrgentRequestLeavesOthersTheirShare(_ language: String) throws {
    let unit = try Policies.load("shares.\(language)", ["least_share": 100], workerCount: 1)
    let simulation = try Simulation(unit: unit, SimulationConfiguration(coreCount: 1))
    let requests = [
      Request(sequence: 0, classNumber: 0, arrival: 1_000, service: 10_000_000),
      Request(sequence: 1, classNumber: 1, arrival: 2_000, service: 500_000),
    ]
    var ended: [Int: UInt64] = [:]
    simulation.run(requests) { ended[$0.request.classNumber] = $0.ended }
    let other = try #require(ended[1])
    // 500 µs are a tenth of 5 ms.
    #expect((4_700_000..<5_500_000).contains(other), "\(other)")
  }

  /// A class that comes when another one has had the worker to itself for long gets its share from then on, and not all
  /// of the time until it has had as much.
  @Test(arguments: Policies.languages)
  func whoComesLateHasSavedUpNothing(_ language: String) throws {
    let unit = try Policies.load("shares.\(language)", ["weight_1": 1], workerCount: 1)
    let simulation = try Simulation(unit: unit, SimulationConfiguration(coreCount: 1))
    // The first class alone, of which one at a time waits, keeps the worker busy for 20 ms; then both do.
    var requests: [Request] = []
    for number in 0..<2_000 as Range<UInt32> {
      let arrival = 1_000 + 20_000 * UInt64(number)
      requests.append(
        Request(sequence: number, classNumber: 1, arrival: arrival, service: 19_900))
    }
    for number in 0..<500 as Range<UInt32> {
      requests.append(
        Request(sequence: number, classNumber: 2, arrival: 20_000_000, service: 20_000))
    }
    requests.sort { $0.arrival < $1.arrival }
    var served = 0.0
    simulation.run(requests) { answer in
      let isWithin = 20_000_000...28_000_000 ~= answer.ended
      if answer.request.classNumber == 1, isWithin { served += Double(answer.request.service) }
    }
    #expect((3_600_000...4_400_000).contains(served), "\(served)")
  }
}
