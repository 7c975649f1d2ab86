import Devices
import Load
import Runtime
import World

/// `kv` for real on one worker, and its clients on the thread that has it: short and long requests over TCP, of an open loop.
final class StreamServer {
  private let runtime: RealRuntime
  private let client: ClientHost
  private let clock = WorldClock.monotonic
  private var sequence: UInt32 = 0

  private static let (connectionCount, value) = (512, "value")
  private static let loads = [
    RequestLoad.get(value: value, connectionCount: connectionCount),
    .none(connectionCount: connectionCount),
  ]
  /// How many keys are set in one request, which fits into a segment.
  private static let keysOfRequest = 28
  /// The place of the first request of those that set keys.
  private static var settingClass: Int { loads.count }

  /// - Parameters:
  ///   - quantum: how long a turn is, in nanoseconds; 0 for no end of it.
  ///   - keyCount: how many keys the store has.
  init(quantum: Int64, keyCount: Int) throws {
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/streams.c", variables: ["quantum": quantum],
      engine: .jit, workerCount: 1)
    let link = try MemoryLink()
    runtime = try RealRuntime(
      unit: unit, workerCount: 1, cores: [1], idling: .spin, frameLimit: 4096, chunkCount: 4096,
      network: .serving([Self.loads[0]])
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: 0)) }
    let setting = stride(from: 0, to: keyCount, by: Self.keysOfRequest).map {
      RequestLoad.set($0..<min($0 + Self.keysOfRequest, keyCount), to: Self.value)
    }
    client = ClientHost(
      openLoop: Self.loads + setting, connectionCount: Self.connectionCount,
      queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)))
    runtime.start()
    try client.open()
    for number in setting.indices { ask(Self.settingClass + number) }
  }

  deinit {
    client.close()
    runtime.shutDown()
  }

  /// One request, which is waited for.
  private func ask(_ classNumber: Int) {
    let request = Request(
      sequence: 0, classNumber: classNumber, arrival: clock.now(), service: 0)
    precondition(client.ask(request), "no connection has a request on the way")
    while client.askedCount > 0 { client.poll() }
    client.takeAnswers { _ in }
  }

  /// What a request of a class takes of the server, in nanoseconds: the median of many that are alone.
  func cost(ofClass number: Int, count: Int) -> Double {
    median(
      (0..<count).map { _ in
        let before = runtime.counters.busyNanoseconds
        ask(number)
        // What its acknowledgement takes is a part of it.
        client.run(duration: 5_000)
        return Double(runtime.counters.busyNanoseconds - before)
      })
  }

  /// An open loop for so many seconds.
  func run(_ workload: Workload, seconds: Double, seed: UInt64) throws -> LoadResult {
    var result = LoadResult()
    let begin = clock.now()
    let end = begin + UInt64(seconds * 1e9)
    var generator = RequestGenerator(workload, seed: seed, begin: begin)
    var upcoming = generator.next()
    var gaps = GapDetector(at: begin)
    var now = begin
    // Requests that found no connection free are late, by their arrival.
    while now < end || (client.askedCount > 0 && now < end + (end - begin)) {
      gaps.look(at: now)
      while let request = upcoming, request.arrival <= min(now, end), client.ask(request) {
        upcoming = generator.next()
      }
      client.poll()
      client.takeAnswers { result.add($0, gaps) }
      now = clock.now()
    }
    try client.expectCorrectness()
    result.gaps = gaps
    return result
  }
}
