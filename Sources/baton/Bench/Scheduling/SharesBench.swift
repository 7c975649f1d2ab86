import Load
import Runtime

/// Classes on one core: two that always have something to do, by weight, and one that can't wait.
struct SharesBench {
  let repetitions: Int
  let seconds: Double

  /// A tenth of the core.
  private static let urgent = Workload(
    load: 0.1, classes: [TrafficClass(service: .fixed(10_000))])
  /// Nine parts of what is left and one; requests of the heavier class take a third as long.
  private static let backlogs = [
    Backlog(classNumber: 1, service: 20_000, count: 4_000),
    Backlog(classNumber: 2, service: 60_000, count: 1_000),
  ]

  func rows() throws -> [BenchRow] {
    var (first, second): ([Double], [Double]) = ([], [])
    var (beside, alone): ([Double], [Double]) = ([], [])
    var notes: [String] = []
    for repetition in 1...repetitions {
      progress("classes on one core, \(repetition) of \(repetitions)")
      let seed = UInt64(repetition)
      let both = try run(QueueLoad(nil, backlogs: Self.backlogs), seed)
      let served = Double(both.served[1] + both.served[2])
      first.append(100 * Double(both.served[1]) / served)
      second.append(100 * Double(both.served[2]) / served)
      let quiet = try run(QueueLoad(Self.urgent), seed)
      let all = try run(QueueLoad(Self.urgent, backlogs: Self.backlogs), seed)
      alone.append(quiet.p99())
      beside.append(all.p99())
      notes.append("\(all.summary(ofClass: 0)) | \(quiet.summary(ofClass: 0))")
    }
    var tail = BenchRow(
      "p99 of requests of 10 µs at 10 % load beside both", ours: beside, unit: "µs",
      peer: "alone", theirs: alone, bar: .ratioAtMost(3))
    tail.note = notes.joined(separator: "; ")
    return [
      BenchRow("share of the class of weight 9", median(first), "%", bar: .within(88.2, 91.8)),
      BenchRow("share of the class of weight 1", median(second), "%", bar: .within(9.8, 10.2)),
      tail,
    ]
  }

  private func run(_ load: QueueLoad, _ seed: UInt64) throws -> LoadResult {
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/shares.c", engine: .jit, workerCount: 1)
    return try LoadRun(
      unit: unit, servers: [1], workloads: [load], seconds: seconds, seed: seed, idling: .spin
    ).result()
  }
}
