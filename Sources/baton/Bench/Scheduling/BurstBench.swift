import Devices
import Load
import Runtime
import World

/// Packets that come together after a while without any, into a core that is kept warm, and into one that sleeps.
struct BurstBench {
  let repetitions: Int

  private static let (burstCount, packetCount) = (500, 32)
  /// In nanoseconds: between bursts, and what a packet takes.
  private static let (pause, service): (UInt64, UInt64) = (3_000_000, 1_000)
  private static let chunkCount = 4096

  func rows() throws -> [BenchRow] {
    var (warm, parked, woken): ([Double], [Double], [Double]) = ([], [], [])
    for repetition in 1...repetitions {
      progress("bursts into warm and sleeping cores, \(repetition) of \(repetitions)")
      warm.append(try firstDelay(isWarm: true))
      parked.append(try firstDelay(isWarm: false))
      woken.append(
        try onProcessor(0) {
          WakeUps(processor: 1).measure(count: Self.burstCount, pause: Self.pause)
        })
    }
    var sleeping = BenchRow(
      "first packet of a burst into a core that sleeps, p90", ours: parked, unit: "µs",
      peer: "the kernel wakes a thread", theirs: woken, bar: .aboveAtMost(10))
    sleeping.note = "\(Self.packetCount) packets each \(Self.pause / 1_000_000) ms"
    return [
      BenchRow(
        "first packet of a burst into a warm core, p90", median(warm), "µs", bar: .atMost(10)),
      sleeping,
    ]
  }

  /// The p90 of how long the first packet of a burst waits, in microseconds. A policy keeps the core warm, or no core.
  private func firstDelay(isWarm: Bool) throws -> Double {
    var policy = PolicyOptions()
    policy.policy = "\(Installation.root)/Programs/scaling/warm.c"
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/fcfs.c", policy: policy,
      variables: ["warm_cores": isWarm ? 1 : 0], engine: .jit, workerCount: 1)
    var configuration = MemoryLink.Configuration()
    configuration.shape.chunkCount = Self.chunkCount
    let link = try MemoryLink(configuration)
    let runtime = try RealRuntime(
      unit: unit, workerCount: 1, cores: [1], idling: .park, frameLimit: Self.chunkCount,
      chunkCount: 2 * Self.chunkCount
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: 0)) }
    runtime.start()
    defer { runtime.shutDown() }
    return try onProcessor(0) {
      drive(LoadClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1))))
    }
  }

  private func drive(_ client: consuming LoadClient) -> Double {
    let clock = WorldClock.monotonic
    var waits = Latencies()
    var gaps = GapDetector(at: clock.now())
    for burst in 0..<Self.burstCount {
      let due = clock.now() + Self.pause
      while clock.now() < due { gaps.look(at: clock.now()) }
      let first = UInt32(burst * Self.packetCount)
      for number in 0..<UInt32(Self.packetCount) {
        client.send(
          Request(
            sequence: first + number, classNumber: 0, arrival: clock.now(), service: Self.service))
      }
      while client.answeredCount < client.sentCount {
        let now = clock.now()
        gaps.look(at: now)
        client.collect(at: now) { answer in
          guard answer.request.sequence == first,
            gaps.lost(since: answer.request.arrival) == 0
          else { return }
          waits.record(answer.waitNanoseconds)
        }
      }
    }
    return Double(waits.percentile(90)) / 1000
  }
}
