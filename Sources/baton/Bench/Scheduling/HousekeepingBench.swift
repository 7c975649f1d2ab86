import Load
import Runtime
import Scheduling

/// A poller that shares its core with a thread that computes all the time.
struct HousekeepingBench {
  let repetitions: Int
  let seconds: Double

  private static let load = Workload(load: 0.3, classes: [TrafficClass(service: .fixed(5_000))])

  func rows() throws -> [BenchRow] {
    let share = TimeShare(run: 900_000, period: 1_000_000)
    var (shares, added, ordinary): ([Double], [Double], [Double]) = ([], [], [])
    for repetition in 0..<repetitions {
      progress("a poller beside a busy thread, \(repetition + 1) of \(repetitions)")
      let seed = UInt64(repetition + 1)
      let alone = try p99(timeShare: nil, seed)
      var hog = Hog(processor: 1)
      added.append(try p99(timeShare: share, seed) - alone)
      shares.append(100 * hog.share)
      hog.stop()
      hog = Hog(processor: 1)
      ordinary.append(try p99(timeShare: nil, seed) - alone)
      hog.stop()
    }
    return [
      BenchRow(
        "p99 that a busy thread adds, time share 0.9 / 1 ms", ours: added, unit: "µs",
        peer: "two ordinary threads", theirs: ordinary, bar: .atMost(200)),
      BenchRow("share of the busy thread", median(shares), "%", bar: .within(8, 12)),
    ]
  }

  /// In microseconds.
  private func p99(timeShare: TimeShare?, _ seed: UInt64) throws -> Double {
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/fcfs.c", engine: .jit, workerCount: 1)
    return try LoadRun(
      unit: unit, servers: [1], workloads: [QueueLoad(Self.load)], seconds: seconds, seed: seed,
      idling: .spin, timeShare: timeShare
    ).result().p99()
  }
}
