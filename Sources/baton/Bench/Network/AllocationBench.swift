import Foundation
import Glibc

/// How often memory is asked for while a host answers requests: by a process of its own, in which a library counts.
struct AllocationBench {
  let folder: URL
  /// The host's program.
  let program: String

  private static let (connectionCount, roundCount) = (64, 1000)

  func rows() throws -> [BenchRow] {
    if let count = Self.counter { return [try row(count)] }
    progress("allocations while requests are answered")
    let library = try NativePeer(
      source: "allocations.c", in: folder, options: ["-shared", "-fPIC"])
    let value = try runSelf(with: library)
    return [Self.row(value)]
  }

  private static func row(_ value: Double) -> BenchRow {
    BenchRow("allocations a request, memory device", value, "", bar: .atMost(0))
  }

  /// Counts in this process.
  private func row(_ count: @convention(c) () -> UInt64) throws -> BenchRow {
    let load = RequestLoad.echo(byteCount: 64, connectionCount: Self.connectionCount)
    let host = try SteppedHost(program: program, load)
    _ = try host.measure(rounds: Self.roundCount)
    var allocations: UInt64 = 0
    let answersBefore = host.client.answerCount
    _ = try host.measure(rounds: Self.roundCount) { turn in
      let before = count()
      turn()
      allocations += count() - before
    }
    guard count() > 0 else { throw Refused("the library counts nothing") }
    return Self.row(Double(allocations) / Double(host.client.answerCount - answersBefore))
  }

  /// The library's function, where it is loaded.
  private static var counter: (@convention(c) () -> UInt64)? {
    guard let symbol = unsafe dlsym(nil, "allocation_count") else { return nil }
    // Sound: nothing but Benchmarks/Native/allocations.c has a function of that name.
    return unsafe unsafeBitCast(symbol, to: (@convention(c) () -> UInt64).self)
  }

  private func runSelf(with library: NativePeer) throws -> Double {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "bench", "network", "--part", "allocations", "--program", program, "--json",
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["LD_PRELOAD": library.path]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    guard let rows = object?["rows"] as? [[String: Any]],
      let value = rows.first?["value"] as? Double
    else { throw Refused("allocations could not be counted") }
    return value
  }
}
