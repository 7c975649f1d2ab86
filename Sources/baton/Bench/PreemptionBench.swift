import Devices
import Foundation
import Runtime
import World

/// What safe points cost where nobody asks for anything, and how soon a request is answered.
struct PreemptionBench {
  let repetitions: Int

  func rows() throws -> [BenchRow] {
    [
      try beside("rounds.c", "a loop of 1,024 rounds, with safe points", runs: 2_000, bar: 1.1),
      try shipped(),
      try requested(),
    ]
  }

  /// The same program with its safe points and without.
  private func beside(_ source: String, _ name: String, runs: Int, bar: Double) throws -> BenchRow {
    progress(name)
    let stoppable = try SuspendedCoroutines(source, count: 1)
    let plain = try SuspendedCoroutines(source, count: 1, hasSafePoints: false)
    var (ours, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<repetitions {
      ours.append(stoppable.cost(runs: runs))
      theirs.append(plain.cost(runs: runs))
    }
    return BenchRow(
      name, ours: ours, unit: "ns", peer: "without", theirs: theirs, bar: .ratioAtMost(bar))
  }

  /// A packet's way through the echo.
  private func shipped() throws -> BenchRow {
    progress("udp_echo with its safe points and without")
    let source = "\(Installation.root)/Programs/udp_echo.c"
    let stoppable = try loadProgram(source, engine: .jit, workerCount: 1)
    let plain = try loadProgram(source, engine: .jit, workerCount: 1, hasSafePoints: false)
    var (ours, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<2 * repetitions {
      ours.append(try PipelineBench.cost(stoppable))
      theirs.append(try PipelineBench.cost(plain))
    }
    return BenchRow(
      "CPU a packet of udp_echo, with safe points", ours: ours, unit: "ns", peer: "without",
      theirs: theirs, bar: .ratioAtMost(1.02))
  }

  private static let stepNanoseconds = 20

  /// The median of many requests from another core, from asking until the queue program has the handle.
  private func requested() throws -> BenchRow {
    progress("from a request on another core until the coroutine is suspended")
    let unit = try loadProgram(
      "\(Installation.root)/Benchmarks/Programs/requested.c", engine: .jit, workerCount: 2)
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = 2
    let link = try MemoryLink(configuration)
    let runtime = try RealRuntime(
      unit: unit, workerCount: 2, cores: [0, 1], idling: .spin, runLimit: 100_000_000,
      frameLimit: 16, chunkCount: 4096
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    var client = EchoClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 10)))
    client.sendBatch(of: 1)
    runtime.start()
    defer { runtime.shutDown() }
    let end = ContinuousClock.now + .seconds(Double(repetitions) / 2)
    while ContinuousClock.now < end { usleep(10_000) }
    runtime.stop()
    guard let counts = unit.map(named: "latencies")?.value(forKey: [0, 0, 0, 0]) else {
      throw Refused("the program keeps latencies")
    }
    return BenchRow(
      "request on another core → suspended, median", Double(try Self.median(of: counts)), "ns",
      bar: .atMost(1_500))
  }

  /// In nanoseconds, of counts by steps.
  private static func median(of octets: [UInt8]) throws -> Int {
    let counts = stride(from: 0, to: octets.count, by: 8).map { start in
      (0..<8).reduce(0) { $0 | Int(octets[start + $1]) << (8 * $1) }
    }
    let total = counts.reduce(0, +)
    guard total > 100 else { throw Refused("only \(total) requests were answered") }
    var sum = 0
    for (step, count) in counts.enumerated() {
      sum += count
      if 2 * sum >= total { return (step + 1) * stepNanoseconds }
    }
    return counts.count * stepNanoseconds
  }
}
