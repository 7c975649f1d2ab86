import Devices
import Glibc
import Load
import Runtime
import World

/// What preemption takes of the throughput: as many long requests, one after the other or in turns.
struct PreemptionCost {
  let repetitions: Int

  private static let requestCount = 200
  private static let service: UInt64 = 500_000

  /// Who ends a turn.
  private enum Kind: String {
    /// The worker's own quantum.
    case own = "ps"
    /// A dispatcher on another core.
    case asked

    /// The processors of its workers, of which the last one serves.
    var cores: [Int] { self == .own ? [1] : [0, 1] }
  }

  func rows() throws -> [BenchRow] {
    try [
      lost(.own, quantum: 5_000, "a quantum of 5 µs", atMost: 3),
      lost(.own, quantum: 2_000, "a quantum of 2 µs", atMost: 8),
      lost(.asked, quantum: 5_000, "requests of another core each 5 µs", atMost: 8),
      lost(.asked, quantum: 2_000, "requests of another core each 2 µs", atMost: 20),
    ]
  }

  /// In per cent of the time that it takes without preemption.
  private func lost(
    _ kind: Kind, quantum: Int64, _ name: String, atMost most: Double
  ) throws -> BenchRow {
    progress("throughput lost to \(name)")
    var losses: [Double] = []
    var count: UInt64 = 0
    for _ in 0..<repetitions {
      // Nobody's turn ends within a minute.
      let (plain, _) = try time(kind, quantum: 60_000_000_000)
      let (preempted, preemptionCount) = try time(kind, quantum: quantum)
      losses.append(100 * (1 - plain / preempted))
      count = preemptionCount
    }
    var row = BenchRow("throughput lost to \(name)", median(losses), "%", bar: .atMost(most))
    row.note = "\(count) preemptions in \(Self.requestCount) requests of \(Self.service / 1000) µs"
    return row
  }

  /// How long all requests take, in nanoseconds, and how often one was preempted.
  private func time(_ kind: Kind, quantum: Int64) throws -> (time: Double, preemptionCount: UInt64)
  {
    let cores = kind.cores
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/\(kind.rawValue).c",
      variables: ["quantum": quantum],
      engine: .jit, workerCount: cores.count)
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = cores.count
    configuration.wireCapacity = 1024
    configuration.shape.chunkCount = 1024
    let link = try MemoryLink(configuration)
    let runtime = try RealRuntime(
      unit: unit, workerCount: cores.count, cores: cores, idling: .spin, frameLimit: 1024,
      chunkCount: 2048
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    var client = LoadClient(
      queue: DeviceQueue(try link.openQueue(cores.count - 1, at: .far, poolID: 100)))
    let now = WorldClock.monotonic.now()
    for number in 0..<Self.requestCount {
      client.send(
        Request(
          sequence: UInt32(number), classNumber: 0, arrival: now, service: Self.service))
    }
    runtime.start()
    defer { runtime.shutDown() }
    var (first, last): (UInt64, UInt64) = (.max, 0)
    while client.answeredCount < client.sentCount {
      usleep(5_000)
      client.collect(at: WorldClock.monotonic.now()) { answer in
        first = min(first, answer.begun)
        last = max(last, answer.ended)
      }
    }
    return (Double(last - first), runtime.counters.preempted)
  }
}
