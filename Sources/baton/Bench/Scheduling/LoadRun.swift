import Devices
import Load
import Runtime
import Scheduling
import World

/// An open loop of requests against an instance in the real world: each queue of a memory device has a workload of its own,
/// and one worker.
struct LoadRun {
  let unit: LoadedUnit
  /// The processors of the instance's cores, to which workers belong in turn. The load has processor 0.
  let servers: [Int]
  /// Of each worker.
  let workloads: [Workload]
  let seconds: Double
  let seed: UInt64
  var idling = RealRuntime.Idling.park
  var timeShare: TimeShare?

  private static let chunkCount = 16_384
  /// The load's thread begins when the server is there, in nanoseconds.
  private static let warmUp: UInt64 = 20_000_000

  func result() throws -> LoadResult {
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = workloads.count
    configuration.wireCapacity = Self.chunkCount
    configuration.shape.chunkCount = Self.chunkCount
    let link = try MemoryLink(configuration)
    let runtime = try RealRuntime(
      unit: unit, workerCount: workloads.count, cores: servers, idling: idling,
      frameLimit: Self.chunkCount, chunkCount: 2 * Self.chunkCount, timeShare: timeShare
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    let far = try (0..<workloads.count).map {
      LoadSource(
        LoadClient(queue: DeviceQueue(try link.openQueue($0, at: .far, poolID: 100 + UInt32($0)))),
        workloads[$0], seed: seed &* 31 &+ UInt64($0))
    }
    runtime.start()
    defer { runtime.shutDown() }
    var result = try onProcessor(0) { drive(far) }
    result.coreCount = runtime.coreCount
    return result
  }

  private func drive(_ sources: [LoadSource]) -> LoadResult {
    var result = LoadResult()
    let clock = WorldClock.monotonic
    let begin = clock.now() + Self.warmUp
    let end = begin + UInt64(seconds * 1e9)
    for source in sources { source.begin(at: begin) }
    var gaps = GapDetector(at: clock.now())
    // Those that are late get as long again.
    let last = end + UInt64(seconds * 1e9)
    var open = true
    while open {
      let now = clock.now()
      gaps.look(at: now)
      var waiting: UInt64 = 0
      for source in sources {
        source.send(until: min(now, end))
        source.collect(at: now) { answer in result.add(answer, gaps) }
        waiting += source.openCount
      }
      open = now < end || (waiting > 0 && now < last)
    }
    for source in sources { result.finish(source) }
    result.gaps = gaps
    return result
  }
}

/// The requests of one queue, in the order in which they arrive.
final class LoadSource {
  private var client: LoadClient
  private let workload: Workload
  private let seed: UInt64
  private var generator: RequestGenerator
  private var upcoming: Request?

  init(_ client: consuming LoadClient, _ workload: Workload, seed: UInt64) {
    self.client = client
    self.workload = workload
    self.seed = seed
    generator = RequestGenerator(workload, seed: seed)
  }

  func begin(at time: UInt64) {
    generator = RequestGenerator(workload, seed: seed, begin: time)
    upcoming = generator.next()
  }

  /// Sends what has arrived by then.
  func send(until now: UInt64) {
    while let request = upcoming, request.arrival <= now {
      client.send(request)
      upcoming = generator.next()
    }
  }

  func collect(at now: UInt64, _ body: (Answer) -> Void) { client.collect(at: now, body) }

  var openCount: UInt64 { client.sentCount - client.answeredCount }
  var refusedCount: UInt64 { client.refusedCount }
}

/// When a thread that never sleeps did not run: somebody else had its processor, or the machine's host.
struct GapDetector {
  private var last: UInt64
  private(set) var gaps: [Range<UInt64>] = []

  private static let least: UInt64 = 20_000

  init(at now: UInt64) {
    last = now
    gaps.reserveCapacity(1 << 16)
  }

  mutating func look(at now: UInt64) {
    if now - last > Self.least { gaps.append(last..<now) }
    last = now
  }

  /// How much of the time from `begin` on, until now, lies in gaps.
  func lost(since begin: UInt64) -> UInt64 {
    var sum: UInt64 = 0
    for gap in gaps.reversed() {
      guard gap.upperBound > begin else { break }
      sum += gap.upperBound - max(gap.lowerBound, begin)
    }
    return sum
  }
}

/// What has become of a load's requests.
struct LoadResult {
  private(set) var record = LoadRecord()
  /// Requests of whose time a tenth or more lies where the load's thread did not run.
  private(set) var inGaps = LoadRecord()
  private(set) var refusedCount: UInt64 = 0
  private(set) var openCount: UInt64 = 0
  var gaps = GapDetector(at: 0)
  /// How many cores, each of them a thread, the server had.
  var coreCount = 0
  private var firstBegun = UInt64.max
  private var lastEnded: UInt64 = 0
  private var servedCount = 0

  mutating func add(_ answer: Answer, _ gaps: GapDetector) {
    firstBegun = min(firstBegun, answer.begun)
    lastEnded = max(lastEnded, answer.ended)
    servedCount += 1
    let lost = gaps.lost(since: answer.request.arrival)
    let isLost = 10 * lost > answer.received - answer.request.arrival
    if isLost { inGaps.add(answer) } else { record.add(answer) }
  }

  mutating func finish(_ source: LoadSource) {
    refusedCount += source.refusedCount
    openCount += source.openCount
  }

  /// How long the server has had for each request, from the first to the last: where it was never idle, what one takes.
  var nanosecondsPerRequest: Double {
    servedCount == 0 ? .nan : Double(lastEnded - firstBegun) / Double(servedCount)
  }

  var summary: String {
    var text = "\(record.count) answered, \(inGaps.count) in \(gaps.gaps.count) gaps"
    if refusedCount + openCount > 0 { text += ", \(refusedCount + openCount) lost" }
    return text
  }
}
