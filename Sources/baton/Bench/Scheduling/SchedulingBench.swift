import ArgumentParser
import Load
import Runtime
import Scheduling

/// What policies and core sharing come to, in the real world.
struct SchedulingBench {
  let repetitions: Int
  /// Of each run.
  let seconds: Double

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case sharing, preemption, streams, engines, housekeeping, shares, lending, idle, bursts
  }

  func rows(_ parts: [Part]) throws -> [BenchRow] { try parts.flatMap(rows(of:)) }

  private func rows(of part: Part) throws -> [BenchRow] {
    switch part {
    case .sharing: [try sharing()]
    case .preemption: try PreemptionCost(repetitions: repetitions).rows()
    case .streams: try StreamBench(repetitions: repetitions, seconds: seconds).rows()
    case .engines: try engines()
    case .idle: try IdleBench(repetitions: repetitions).rows()
    case .bursts: try BurstBench(repetitions: repetitions).rows()
    case .housekeeping: try HousekeepingBench(repetitions: repetitions, seconds: seconds).rows()
    case .shares: try SharesBench(repetitions: repetitions, seconds: seconds).rows()
    case .lending: try LendingBench(repetitions: repetitions, seconds: seconds).rows()
    }
  }

  // MARK: Processor sharing

  /// Short requests behind rare long ones.
  private static let mixed = Workload(
    load: 0.7,
    classes: [
      TrafficClass(share: 0.995, service: .fixed(10_000)),
      TrafficClass(share: 0.005, service: .fixed(10_000_000)),
    ])

  private func sharing() throws -> BenchRow {
    try comparison(
      "p99 of short requests, FCFS, 70 % load", peer: "PS, a quantum of 5 µs",
      bar: .ratioAtLeast(50)
    ) { seed in
      (try run("fcfs", Self.mixed, seed: seed), try run("ps", Self.mixed, seed: seed))
    }
  }

  /// The p99 of the first class, in microseconds, of two servers under the same load, one after the other each time.
  private func comparison(
    _ name: String, peer: String, bar: BenchRow.Bar,
    _ run: (_ seed: UInt64) throws -> (LoadResult, LoadResult)
  ) rethrows -> BenchRow {
    var (ours, theirs): ([Double], [Double]) = ([], [])
    var notes: [String] = []
    for repetition in 1...repetitions {
      progress("\(name), \(repetition) of \(repetitions)")
      let (our, their) = try run(UInt64(repetition))
      ours.append(our.p99())
      theirs.append(their.p99())
      notes.append("\(our.summary) | \(their.summary)")
    }
    var row = BenchRow(name, ours: ours, unit: "µs", peer: peer, theirs: theirs, bar: bar)
    row.note = notes.joined(separator: "; ")
    return row
  }

  private func run(_ policy: String, _ workload: Workload, seed: UInt64) throws -> LoadResult {
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/\(policy).c", engine: .jit, workerCount: 1)
    return try LoadRun(
      unit: unit, servers: [1], workloads: [QueueLoad(workload)], seconds: seconds, seed: seed
    ).result()
  }

  // MARK: Engines

  /// What a packet takes, in microseconds: one that a service answers, and one that a network stack has done with.
  private static let packetMeans = [10, 2]
  private static let engineCount = 4

  /// What keeps a core busy for a fifth of the time, with all that serving takes beside the work itself: as a server that
  /// is never idle shows.
  private func engine(packetMean: Int, seed: UInt64) throws -> Workload {
    let packets = TrafficClass(service: .exponential(mean: Double(packetMean) * 1_000))
    let busy = Workload(load: 2, classes: [packets])
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/dfcfs.c", engine: .jit, workerCount: 1)
    let result = try LoadRun(
      unit: unit, servers: [1], workloads: [QueueLoad(busy)], seconds: 0.2, seed: seed
    ).result()
    return Workload(
      load: 0.2 * busy.serviceMoment(1) / result.nanosecondsPerRequest, classes: [packets])
  }

  /// Four workers on one core's thread, which polls, and each on a thread of its own there: such as poll, too, of which three
  /// wait for the end of the fourth one's time slice, and such as sleep until a packet comes.
  private func engines() throws -> [BenchRow] {
    try Self.packetMeans.flatMap { mean in
      try [
        engines(packetMean: mean, beside: .spin, "a thread for each there, which polls"),
        engines(packetMean: mean, beside: .park, "the same, which sleeps until a packet comes"),
      ].flatMap { $0 }
    }
  }

  private func engines(
    packetMean: Int, beside idling: RealRuntime.Idling, _ peer: String
  ) throws -> [BenchRow] {
    var (ours, theirs): ([Double], [Double]) = ([], [])
    let row = try comparison(
      "p99 of four engines at 20 % on one processor, \(packetMean) µs a packet", peer: peer,
      bar: .ratioAtMost(0.5)
    ) { seed in
      let engine = try engine(packetMean: packetMean, seed: seed)
      let together = try engines(engine, servers: [1], idling: .spin, seed: seed)
      let apart = try engines(
        engine, servers: Array(repeating: 1, count: Self.engineCount), idling: idling, seed: seed)
      ours.append(Double(together.coreCount))
      theirs.append(Double(apart.coreCount))
      return (together, apart)
    }
    return [
      row,
      BenchRow(
        "threads that have a core for themselves, or would", ours: ours, unit: "cores",
        peer: "a thread for each", theirs: theirs, bar: .atMost(1)),
    ]
  }

  private func engines(
    _ engine: Workload, servers: [Int], idling: RealRuntime.Idling, seed: UInt64
  ) throws -> LoadResult {
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/dfcfs.c", engine: .jit,
      workerCount: Self.engineCount)
    return try LoadRun(
      unit: unit, servers: servers,
      workloads: Array(repeating: QueueLoad(engine), count: Self.engineCount), seconds: seconds,
      seed: seed, idling: idling
    ).result()
  }
}
