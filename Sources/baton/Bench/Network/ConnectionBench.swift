import CLinux
import Devices
import Foundation
import Glibc
import Runtime
import World

/// What connections take of memory that are established and idle, and how long it takes to accept them.
struct ConnectionBench {
  /// The host's program.
  let program: String
  let repetitions: Int

  private static let connectionCount = 100_000
  private static let batchCount = 64

  func rows() throws -> [BenchRow] {
    progress("\(Self.connectionCount) connections on the memory device")
    var (rates, sizes): ([Double], [Double]) = ([], [])
    for _ in 0..<repetitions {
      let (rate, size) = try measure()
      rates.append(rate)
      sizes.append(size)
    }
    return [
      BenchRow(
        "memory of an idle connection, of \(Self.connectionCount)", median(sizes), "bytes",
        bar: .atMost(2048)),
      BenchRow("connections accepted", median(rates), "k/s", bar: .atLeast(200)),
    ]
  }

  /// Thousands a second of the server's time, and resident bytes for each of them: all that the server has taken, from
  /// before it was there.
  private func measure() throws -> (rate: Double, byteCount: Double) {
    let unit = try loadProgram(program, engine: .jit, workerCount: 1)
    // What was freed before is not to be used again unseen.
    linux_memory_trim()
    let before = try Self.residentByteCount()
    let load = RequestLoad.echo(byteCount: 1, connectionCount: Self.connectionCount)
    let link = try MemoryLink()
    let runtime = try SteppedRuntime(
      unit: unit, frameLimit: 1024, chunkCount: 4096, network: .serving([load])
    ) { DeviceQueue(try link.openQueue(0, at: .near, poolID: 0)) }
    defer { runtime.shutDown() }
    var client = HandshakeClient(
      queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)), serverPort: load.port)
    var nanoseconds: UInt64 = 0
    func serve() {
      let begin = WorldClock.monotonic.now()
      runtime.runUntilIdle()
      nanoseconds += WorldClock.monotonic.now() - begin
    }
    while client.begunCount < Self.connectionCount {
      try client.begin(min(Self.batchCount, Self.connectionCount - client.begunCount))
      serve()
      try client.answerAll()
      serve()
    }
    let after = try Self.residentByteCount()
    guard client.provenCount == Self.connectionCount,
      runtime.connectionCount == Self.connectionCount
    else { throw Refused("only \(runtime.connectionCount) connections were accepted") }
    let count = Double(Self.connectionCount)
    return (count * 1e6 / Double(nanoseconds), Double(after - before) / count)
  }

  private static func residentByteCount() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    guard let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw BadInput("/proc/self/statm can't be read: \(text)")
    }
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }
}
