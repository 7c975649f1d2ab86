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
  var sharing = SharingChoice.auto
  var policy = PolicyConfiguration()
  /// How often `goesOn` is asked, in nanoseconds.
  var questionInterval: UInt64 = 100_000_000
  /// Asked now and then by the load's thread, with the nanoseconds since the load began: false ends the run. It has to be quick,
  /// as no request is sent meanwhile.
  var goesOn: (_ nanoseconds: UInt64, _ runtime: RealRuntime) -> Bool = { _, _ in true }
  /// Told of each answer, when the load began, and whether the answer lies in a gap.
  var onAnswer: (_ answer: Answer, _ begin: UInt64, _ isInGap: Bool) -> Void = { _, _, _ in }

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
      sharing: sharing, policy: policy
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    let far = try (0..<workloads.count).map {
      LoadSource(
        LoadClient(queue: DeviceQueue(try link.openQueue($0, at: .far, poolID: 100 + UInt32($0)))),
        workloads[$0], seed: seed &* 31 &+ UInt64($0))
    }
    runtime.start()
    defer { runtime.shutDown() }
    var result = try onProcessor(0) { drive(far, runtime) }
    result.coreCount = runtime.coreCount
    return result
  }

  private func drive(_ sources: [LoadSource], _ runtime: RealRuntime) -> LoadResult {
    let clock = WorldClock.monotonic
    let start = clock.now()
    let begin = start + Self.warmUp
    let end = begin + UInt64(seconds * 1e9)
    var result = LoadResult(during: begin..<end)
    for source in sources { source.begin(at: start, plannedFrom: begin) }
    var gaps = GapDetector(at: clock.now())
    // Those that are late get as long again.
    let last = end + UInt64(seconds * 1e9)
    var (open, nextQuestion) = (true, begin)
    while open {
      let now = clock.now()
      gaps.look(at: now)
      var waiting: UInt64 = 0
      for source in sources {
        source.send(until: min(now, end))
        source.collect(at: now, until: end) { answer in
          onAnswer(answer, begin, result.add(answer, gaps))
        }
        waiting += source.openCount
      }
      open = now < end || (waiting > 0 && now < last)
      if now >= nextQuestion {
        nextQuestion += questionInterval
        open = goesOn(now - begin, runtime) && open
      }
    }
    for source in sources { result.finish(source) }
    result.gaps = gaps
    return result
  }
}
