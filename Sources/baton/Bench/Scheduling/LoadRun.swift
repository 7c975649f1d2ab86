import CLinux
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
  let workloads: [QueueLoad]
  let seconds: Double
  let seed: UInt64
  var idling = RealRuntime.Idling.park
  var timeShare: TimeShare?
  var groups: [CoreGroup] = []

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
      frameLimit: Self.chunkCount, chunkCount: 2 * Self.chunkCount, timeShare: timeShare,
      policy: PolicyConfiguration(groups: groups)
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    let far = try (0..<workloads.count).map {
      LoadSource(
        LoadClient(queue: DeviceQueue(try link.openQueue($0, at: .far, poolID: 100 + UInt32($0)))),
        workloads[$0], seed: seed &* 31 &+ UInt64($0))
    }
    runtime.start()
    defer { runtime.shutDown() }
    var result = onProcessor(0) { drive(far) }
    result.coreCount = runtime.coreCount
    return result
  }

  /// What a thread there makes, which this one waits for.
  private func onProcessor<Result>(_ processor: UInt32, _ body: @escaping () -> Result) -> Result {
    var result: Result?
    let thread = WorkerThread {
      _ = linux_thread_pin(processor)
      result = body()
    }
    thread.join()
    guard let result else { preconditionFailure("the thread has ended") }
    return result
  }

  private func drive(_ sources: [LoadSource]) -> LoadResult {
    let clock = WorldClock.monotonic
    let start = clock.now()
    let begin = start + Self.warmUp
    let end = begin + UInt64(seconds * 1e9)
    var result = LoadResult(during: begin..<end)
    for source in sources { source.begin(at: start, plannedFrom: begin) }
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
        source.collect(at: now, until: end) { answer in result.add(answer, gaps) }
        waiting += source.openCount
      }
      open = now < end || (waiting > 0 && now < last)
    }
    for source in sources { result.finish(source) }
    result.gaps = gaps
    return result
  }
}

/// What is asked of a worker: requests that arrive by a plan, and such that always wait.
struct QueueLoad {
  /// Nil for none.
  var planned: Workload?
  var backlogs: [Backlog] = []

  init(_ planned: Workload?, backlogs: [Backlog] = []) {
    self.planned = planned
    self.backlogs = backlogs
  }
}

/// A class of which there are always as many requests with the server: for each answer it gets another one.
struct Backlog {
  var classNumber: Int
  /// What each takes, in nanoseconds.
  var service: UInt64
  var count: Int
}

/// The requests of one queue, in the order in which they arrive.
final class LoadSource {
  private var client: LoadClient
  private let load: QueueLoad
  private let seed: UInt64
  private var generator: RequestGenerator?
  private var upcoming: Request?

  init(_ client: consuming LoadClient, _ load: QueueLoad, seed: UInt64) {
    self.client = client
    self.load = load
    self.seed = seed
  }

  /// Sends what is always to wait, and plans the rest.
  func begin(at now: UInt64, plannedFrom begin: UInt64) {
    for backlog in load.backlogs {
      for _ in 0..<backlog.count { send(backlog, at: now) }
    }
    generator = load.planned.map { RequestGenerator($0, seed: seed, begin: begin) }
    upcoming = generator?.next()
  }

  private func send(_ backlog: Backlog, at time: UInt64) {
    client.send(
      Request(
        sequence: 0, classNumber: backlog.classNumber, arrival: time, service: backlog.service))
  }

  /// Sends what has arrived by then.
  func send(until now: UInt64) {
    while let request = upcoming, request.arrival <= now {
      client.send(request)
      upcoming = generator?.next()
    }
  }

  /// Takes answers in, and keeps backlogs as long as they are until `end`.
  func collect(at now: UInt64, until end: UInt64, _ body: (Answer) -> Void) {
    var answered = InlineArray<4, Int>(repeating: 0)
    client.collect(at: now) { answer in
      if answered.indices.contains(answer.request.classNumber) {
        answered[answer.request.classNumber] += 1
      }
      body(answer)
    }
    guard now < end else { return }
    for backlog in load.backlogs {
      for _ in 0..<answered[backlog.classNumber] { send(backlog, at: now) }
    }
  }

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
  private let period: Range<UInt64>
  /// What requests take that were served while requests came, by class, in nanoseconds.
  private(set) var served = InlineArray<4, UInt64>(repeating: 0)

  /// Of requests that come in that time.
  init(during period: Range<UInt64>) { self.period = period }

  mutating func add(_ answer: Answer, _ gaps: GapDetector) {
    if period.contains(answer.ended), served.indices.contains(answer.request.classNumber) {
      served[answer.request.classNumber] += answer.request.service
    }
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

  var summary: String { summary(record.count, inGaps.count) }

  func summary(ofClass number: Int) -> String {
    summary(record.sojourns[number].count, inGaps.sojourns[number].count)
  }

  private func summary(_ count: UInt64, _ inGapsCount: UInt64) -> String {
    var text = "\(count) answered, \(inGapsCount) in \(gaps.gaps.count) gaps"
    if refusedCount + openCount > 0 { text += ", \(refusedCount + openCount) lost" }
    return text
  }
}
