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
    case sharing, preemption, engines, housekeeping
  }

  func rows(_ parts: [Part]) throws -> [BenchRow] { try parts.flatMap(rows(of:)) }

  private func rows(of part: Part) throws -> [BenchRow] {
    switch part {
    case .sharing: [try sharing()]
    case .preemption: try PreemptionCost(repetitions: repetitions).rows()
    case .engines: try engines()
    case .housekeeping: try HousekeepingBench(repetitions: repetitions, seconds: seconds).rows()
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
    var (first, shared): ([Double], [Double]) = ([], [])
    var notes: [String] = []
    for repetition in 0..<repetitions {
      progress(
        "processor sharing and first come, first served, \(repetition + 1) of \(repetitions)")
      let seed = UInt64(repetition + 1)
      let fcfs = try run("fcfs", Self.mixed, seed: seed)
      let ps = try run("ps", Self.mixed, seed: seed)
      first.append(Double(fcfs.record.sojourns[0].percentile(99)) / 1000)
      shared.append(Double(ps.record.sojourns[0].percentile(99)) / 1000)
      notes.append("\(fcfs.summary) | \(ps.summary)")
    }
    var row = BenchRow(
      "p99 of short requests, FCFS, 70 % load", ours: first, unit: "µs",
      peer: "PS, a quantum of 5 µs", theirs: shared, bar: .ratioAtLeast(50))
    row.note = notes.joined(separator: "; ")
    return row
  }

  private func run(_ policy: String, _ workload: Workload, seed: UInt64) throws -> LoadResult {
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/\(policy).c", engine: .jit, workerCount: 1)
    return try LoadRun(
      unit: unit, servers: [1], workloads: [workload], seconds: seconds, seed: seed
    )
    .result()
  }

  // MARK: Engines

  private static let requests = TrafficClass(service: .exponential(mean: 10_000))
  private static let engineCount = 4

  /// What keeps a core busy for a fifth of the time, with all that serving takes beside the work itself: as a server that
  /// is never idle shows.
  private func engine(seed: UInt64) throws -> Workload {
    let busy = Workload(load: 2, classes: [Self.requests])
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/dfcfs.c", engine: .jit, workerCount: 1)
    let result = try LoadRun(
      unit: unit, servers: [1], workloads: [busy], seconds: 0.2, seed: seed
    ).result()
    return Workload(
      load: 0.2 * busy.serviceMoment(1) / result.nanosecondsPerRequest, classes: [Self.requests])
  }

  /// Four workers on one core's thread, which polls, and each on a thread of its own there, which sleeps until a packet comes:
  /// if all polled, three would wait for the end of a fourth one's time slice.
  private func engines() throws -> [BenchRow] {
    var (ours, theirs): ([Double], [Double]) = ([], [])
    var notes: [String] = []
    for repetition in 0..<repetitions {
      progress("four engines on one core, \(repetition + 1) of \(repetitions)")
      let seed = UInt64(repetition + 1)
      let engine = try engine(seed: seed)
      let together = try engines(engine, servers: [1], seed: seed)
      let apart = try engines(
        engine, servers: Array(repeating: 1, count: Self.engineCount), seed: seed)
      ours.append(Double(together.record.sojourns[0].percentile(99)) / 1000)
      theirs.append(Double(apart.record.sojourns[0].percentile(99)) / 1000)
      notes.append("\(together.summary) | \(apart.summary)")
    }
    var row = BenchRow(
      "p99 of four engines at 20 % on one core", ours: ours, unit: "µs",
      peer: "four threads there", theirs: theirs, bar: .ratioAtMost(0.5))
    row.note = notes.joined(separator: "; ")
    return [row, BenchRow("cores that they have", 1, "cores", bar: .atMost(1))]
  }

  private func engines(_ engine: Workload, servers: [Int], seed: UInt64) throws -> LoadResult {
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/dfcfs.c", engine: .jit,
      workerCount: Self.engineCount)
    return try LoadRun(
      unit: unit, servers: servers,
      workloads: Array(repeating: engine, count: Self.engineCount), seconds: seconds,
      seed: seed, idling: servers.count == 1 ? .spin : .park
    ).result()
  }
}
