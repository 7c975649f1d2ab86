import Load
import Runtime
import World

/// `kv` with as many short requests as long ones, GET and KEYS over a store: the highest load at which few take more than fifty
/// times as long as they need.
struct StreamBench {
  let repetitions: Int
  /// Of each run.
  let seconds: Double

  private static let slowdownMost = 50.0
  /// In nanoseconds.
  private static let (longCost, quantum) = (635_000.0, Int64(5_000))
  private static let virtualServerCount = 16
  private static let virtualRequestCount = 20_000

  /// What requests take of the server, in nanoseconds, which is measured.
  private struct Costs {
    var short: Double
    var long: Double
    var keyCount: Int

    func workload(load: Double) -> Workload {
      Workload(
        load: load,
        classes: [short, long].map { TrafficClass(service: .fixed(UInt64($0))) })
    }

    var summary: String {
      String(format: "GET %.1f µs, KEYS %.0f µs", short / 1000, long / 1000)
        + " over \(keyCount) keys"
    }
  }

  func rows() throws -> [BenchRow] {
    let costs = try onProcessor(0) { try measureCosts() }
    return [try inVirtualTime(costs), try forReal(costs)]
  }

  /// First of a store of any size, then of one in which the long request takes as long as it has to.
  private func measureCosts() throws -> Costs {
    progress("what GET and KEYS take")
    let first = 8_192
    let cost = try StreamServer(quantum: 0, keyCount: first).cost(ofClass: 1, count: 100)
    let keyCount = Int(Double(first) * Self.longCost / cost)
    let server = try StreamServer(quantum: 0, keyCount: keyCount)
    return Costs(
      short: server.cost(ofClass: 0, count: 1000), long: server.cost(ofClass: 1, count: 200),
      keyCount: keyCount)
  }

  // MARK: In virtual time

  private func inVirtualTime(_ costs: Costs) throws -> BenchRow {
    var row = BenchRow(
      "highest load with p99.9 slowdown ≤ 50, PS, virtual time",
      ours: [try highestVirtualLoad("ps", costs)], unit: "of the cores", peer: "FCFS",
      theirs: [try highestVirtualLoad("fcfs", costs)], bar: .ratioAtLeast(1.5))
    row.note =
      "\(costs.summary); \(Self.virtualServerCount) cores, one line; an instruction takes 1 ns"
    return row
  }

  private func highestVirtualLoad(_ policy: String, _ costs: Costs) throws -> Double {
    let program = try DemoProgram(policy, in: "scheduling")
    let server = DispatchServer.virtual(
      coreCount: Self.virtualServerCount, requestCount: Self.virtualRequestCount, .auto)
    return try HighestLoad { load in
      progress("\(policy) on virtual cores, load \(load)")
      let workload = costs.workload(load: load * Double(Self.virtualServerCount))
      let result = try server.serve(program, workload, seed: 1) { _ in true }
      return result.record.slowdown(99.9) <= Self.slowdownMost
    }.find()
  }

  // MARK: For real

  private func forReal(_ costs: Costs) throws -> BenchRow {
    var (ours, theirs): ([Double], [Double]) = ([], [])
    for repetition in 1...repetitions {
      let seed = UInt64(repetition)
      ours.append(try highestLoad(quantum: Self.quantum, costs, seed: seed))
      theirs.append(try highestLoad(quantum: 0, costs, seed: seed))
    }
    var row = BenchRow(
      "highest load with p95 slowdown ≤ 50, kv, PS 5 µs", ours: ours, unit: "of a core",
      peer: "FCFS", theirs: theirs, bar: .ratioAtLeast(1.5))
    row.note = costs.summary
    return row
  }

  private func highestLoad(quantum: Int64, _ costs: Costs, seed: UInt64) throws -> Double {
    try onProcessor(0) {
      try HighestLoad { load in
        progress("kv, \(quantum == 0 ? "FCFS" : "PS"), load \(load)")
        return try StreamServer(quantum: quantum, keyCount: costs.keyCount).run(
          costs.workload(load: load), seconds: seconds, seed: seed
        ).record.slowdown(95) <= Self.slowdownMost
      }.find()
    }
  }
}
