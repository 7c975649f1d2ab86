import Devices
import Foundation
import Load
import Runtime

/// `baton demo` on the memory device: verified programs run on a worker, and clients in this process, which check every octet
/// of each answer, on another core. Each packet suspends once.
struct MemoryDemo {
  let language: DemoCommand.ServicesCommand.Language
  let engine: EngineKind
  /// Of each part.
  let seconds: Double

  private static let columns = [
    ("load", 34), ("answers/s", 10), ("p50", 9), ("p99", 9), ("p99.9", 9), ("suspensions", 12),
    ("mean wait", 10),
  ]
  /// How often a row changes, in nanoseconds.
  private static let interval: UInt64 = 100_000_000

  /// What was measured of one load so far.
  private struct Figures {
    var name: String
    var answers: UInt64
    var latencies: Latencies
    var seconds: Double

    var row: [String] {
      [name, thousands(Double(answers) / seconds)]
        + [50, 99, 99.9].map { microseconds(latencies.percentile($0)) }
    }
  }

  func run() throws {
    let echo = try load("udp_echo")
    let host = try load("network_queued")
    print("")
    let table = LiveTable(Self.columns)
    var suspensions: UInt64 = 0
    for pace: Pace in [.window(1), .rate(100_000), .window(256)] {
      suspensions += try measure(datagrams: pace, echo, table)
    }
    for load in [
      RequestLoad.echo(byteCount: 64, connectionCount: 1),
      .echo(byteCount: 64, connectionCount: 64), .get(connectionCount: 64),
    ] {
      suspensions += try measure(requests: load, host, table)
    }
    print(
      "\n\(suspensions) suspensions; every answer was right, all coroutines are gone, all packets are back"
    )
  }

  private func load(_ name: String) throws -> LoadedUnit {
    let source = "\(Installation.root)/Programs/\(name).\(language.rawValue)"
    let unit = try loadProgram(source, engine: engine, workerCount: 1)
    print(
      "Programs/\(name).\(language.rawValue): verified; a suspended data path takes "
        + "\(unit.frameByteCount) bytes; engine: \(engine.rawValue)")
    return unit
  }

  // MARK: Loads

  /// When datagrams are sent: as answers come, or so many a second.
  private enum Pace {
    case window(UInt64)
    case rate(Double)

    var name: String {
      switch self {
      case .window(1): "UDP echo, one at a time"
      case .window(let count): "UDP echo, \(count) on their way"
      case .rate(let rate): "UDP echo, \(Int(rate / 1000)) k/s, open loop"
      }
    }
  }

  /// A UDP echo of four classes.
  private func measure(
    datagrams pace: Pace, _ unit: LoadedUnit, _ table: LiveTable
  ) throws -> UInt64 {
    let link = try MemoryLink()
    let runtime = try runtime(unit, link, network: nil)
    var client = EchoClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)))
    runtime.start()
    let time = WorldTime()
    var figures: Figures
    repeat {
      switch pace {
      case .window(let window): client.run(window: window, duration: Self.interval)
      case .rate(let rate): client.run(rate: rate, duration: Self.interval)
      }
      figures = Figures(
        name: pace.name, answers: client.receivedCount, latencies: client.allLatencies,
        seconds: time.seconds)
      table.show(figures.row)
    } while time.seconds < seconds
    guard client.wrongCount == 0 else {
      throw Refused("\(client.wrongCount) answers were not what they have to be")
    }
    return try end(runtime, figures, table)
  }

  /// A service over TCP, each of whose connections has a request on the way.
  private func measure(
    requests load: RequestLoad, _ unit: LoadedUnit, _ table: LiveTable
  ) throws -> UInt64 {
    let link = try MemoryLink()
    let runtime = try runtime(unit, link, network: .serving([load]))
    let client = ClientHost(load, queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)))
    runtime.start()
    try client.open()
    client.forgetLatencies()
    let (time, before) = (WorldTime(), client.answerCount)
    var figures: Figures
    repeat {
      client.run(duration: Self.interval)
      figures = Figures(
        name: "TCP, \(load.name), \(load.connectionsName)", answers: client.answerCount - before,
        latencies: client.latencies, seconds: time.seconds)
      table.show(figures.row)
    } while time.seconds < seconds
    try client.expectCorrectness()
    client.close()
    return try end(runtime, figures, table)
  }

  private func runtime(
    _ unit: LoadedUnit, _ link: MemoryLink, network: NetworkConfiguration?
  ) throws -> RealRuntime {
    try RealRuntime(
      unit: unit, workerCount: 1, cores: [0], idling: .spin, frameLimit: 4096, chunkCount: 4096,
      network: network
    ) { worker in DeviceQueue(try link.openQueue(worker, at: .near, poolID: 0)) }
  }

  /// The final row; how many suspensions there were.
  private func end(
    _ runtime: RealRuntime, _ figures: Figures, _ table: LiveTable
  ) throws -> UInt64 {
    runtime.stop()
    let queues = runtime.queueStatistics
    runtime.shutDown()
    let suspensions = queues.reduce(0) { $0 + $1.handedOver }
    let waited = queues.reduce(0) { $0 + Double($1.waitNanoseconds) }
    let wait = duration(waited / Double(max(queues.reduce(0) { $0 + $1.wentOn }, 1)))
    table.finish(figures.row + [thousands(Double(suspensions)), wait])
    let held = runtime.withQueue(of: 0) { $0.chunkCounts.held }
    guard runtime.frameCount == 0, held == 0 else {
      throw Refused("\(runtime.frameCount) coroutines and \(held) packets are left")
    }
    return suspensions
  }
}
