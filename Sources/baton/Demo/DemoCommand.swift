import ArgumentParser
import CBaton
import Devices
import Foundation
import Runtime

/// `baton demo`: the whole way of a packet, seen and measured.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Serve a UDP echo with a verified coroutine data path, and measure it.",
    discussion: """
      Compiles and verifies Programs/udp_echo, runs it on a worker, and sends traffic of four \
      classes from a client in this process, over the in-memory device. Each packet suspends once: \
      its data path waits in the list of its class until the worker resumes it.

      With --afxdp (as root) the echo is served on a veth pair instead, to a client of the kernel's \
      sockets, and compared with a kernel socket that answers the same client over another pair. \
      Needs the tools ip and ethtool, and two cores.

      Examples:
        baton demo
        baton demo --language swift --engine interpreter
        sudo baton demo --afxdp
      """)

  @Option(help: "Which of the two programs to run: c or swift.")
  var language: Language = .c

  @Option(help: "What executes them: jit or interpreter.")
  var engine: EngineKind = .jit

  @Option(help: "How long each part measures, in seconds.")
  var seconds = 2.0

  @Flag(help: "Serve on AF_XDP, and compare with a kernel socket (root).")
  var afxdp = false

  @Option(help: "With --afxdp: how many rounds of 20,000 pings each server gets.")
  var rounds = 5

  @Flag(help: "With --afxdp: print the result as a JSON object.")
  var json = false

  enum Language: String, ExpressibleByArgument, CaseIterable { case c, swift }

  func validate() throws {
    guard (0.1...60).contains(seconds) else {
      throw ValidationError("--seconds takes 0.1 to 60")
    }
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds takes 1 to 1000") }
    guard afxdp || !json else { throw ValidationError("--json goes with --afxdp") }
  }

  var source: String { "\(Installation.root)/Programs/udp_echo.\(language.rawValue)" }

  func run() throws {
    if afxdp { return try runOnAFXDP() }
    print("compiling \(source)")
    let unit = try loadProgram(source, engine: engine, workerCount: 1)
    print(
      "verified; a suspended data path takes \(unit.frameByteCount) bytes; engine: \(engine.rawValue)\n"
    )
    var table = TextTable(["load", "answers/s"] + Latencies.columns.map(\.name))
    var last: (counters: WorkerCounters, waits: [String])?
    for part in Part.all {
      print("measuring: \(part.name)")
      let result = try measure(part, unit)
      table.add(result.row)
      last = (result.counters, result.waits)
    }
    print("\n\(table.text)\n")
    if let last {
      print("waits in the queues, so far: " + last.waits.joined(separator: ", "))
    }
  }

  private struct Part {
    var name: String
    var rate: Double?
    var window: UInt64 = 0

    static let all = [
      Part(name: "one at a time", window: 1),
      Part(name: "100 k/s, open loop", rate: 100_000),
      Part(name: "256 on their way", window: 256),
    ]
  }

  private struct Result {
    var row: [String]
    var counters: WorkerCounters
    var waits: [String]
  }

  private func measure(_ part: Part, _ unit: LoadedUnit) throws -> Result {
    let link = try MemoryLink()
    let runtime = try RealRuntime(
      unit: unit, workerCount: 1, cores: [0], idling: .spin, frameLimit: 4096, chunkCount: 4096
    ) { worker in
      DeviceQueue(try link.openQueue(worker, at: .near, poolID: 0))
    }
    var client = EchoClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)))
    runtime.start()
    let begin = Date()
    let duration = UInt64(seconds * 1e9)
    if let rate = part.rate {
      client.run(rate: rate, duration: duration)
    } else {
      client.run(window: part.window, duration: duration)
    }
    let elapsed = Date().timeIntervalSince(begin)
    runtime.shutDown()
    guard client.wrongCount == 0 else {
      throw Refused("\(client.wrongCount) answers were not what they have to be")
    }
    var all = Latencies()
    for latencies in client.latencies { all.add(latencies) }
    let row =
      [part.name, thousands(Double(client.receivedCount) / elapsed)]
      + Latencies.columns.map { microseconds(all.percentile($0.percentile)) }
    return Result(row: row, counters: runtime.counters, waits: waits(unit))
  }

  /// What the worker program counted in its map `waits`.
  private func waits(_ unit: LoadedUnit) -> [String] {
    guard let map = unit.map(named: "waits") else { return [] }
    var texts: [String] = []
    map.forEach { key, value in
      let count = value.word(at: 0)
      let total = value.word(at: 8)
      texts.append("class \(key[0]): \(microseconds(count == 0 ? 0 : total / count)) × \(count)")
    }
    return texts
  }
}

extension [UInt8] {
  /// Eight octets in host order.
  fileprivate func word(at offset: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(self[offset + $1]) << UInt64(8 * $1) }
  }
}

extension EngineKind: ExpressibleByArgument {}
