import Load
import Runtime
import Scheduling

/// A core that is a fifth busy, alone and lent to best-effort work while it is idle.
struct LendingBench {
  let repetitions: Int
  let seconds: Double

  private static let load = 0.2
  private static let urgent = Workload(
    load: load, classes: [TrafficClass(service: .fixed(10_000))])
  private static let batch = Backlog(classNumber: 1, service: 1_000_000, count: 16)

  func rows() throws -> [BenchRow] {
    var (beside, alone, shares): ([Double], [Double], [Double]) = ([], [], [])
    var notes: [String] = []
    for repetition in 1...repetitions {
      progress("a core that is lent, \(repetition) of \(repetitions)")
      let seed = UInt64(repetition)
      let quiet = try run(lentTo: [], seed)
      let lent = try run(lentTo: [Self.batch], seed)
      alone.append(quiet.p99())
      beside.append(lent.p99())
      shares.append(Double(lent.served[Self.batch.classNumber]) / (seconds * 1e7))
      notes.append("\(lent.summary(ofClass: 0)) | \(quiet.summary(ofClass: 0))")
    }
    var tail = BenchRow(
      "p99 of requests of 10 µs at 20 % load, the rest lent", ours: beside, unit: "µs",
      peer: "alone", theirs: alone, bar: .ratioAtMost(3))
    tail.note = notes.joined(separator: "; ")
    return [
      tail, BenchRow("the core's time that best-effort work had", median(shares), "%"),
    ]
  }

  private func run(lentTo backlogs: [Backlog], _ seed: UInt64) throws -> LoadResult {
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/dfcfs.c", engine: .jit, workerCount: 2)
    var run = LoadRun(
      unit: unit, servers: [1],
      workloads: [QueueLoad(Self.urgent), QueueLoad(nil, backlogs: backlogs)], seconds: seconds,
      seed: seed, idling: .spin)
    run.policy.groups = [
      CoreGroup("urgent", workers: 0..<1), CoreGroup("batch", workers: 1..<2, isBestEffort: true),
    ]
    return try run.result()
  }
}
