import CBaton
import Devices
import Foundation
import Runtime
import World

/// The figures of the vertical slice.
struct SliceBench {
  let folder: URL
  let repetitions: Int

  func rows(_ signals: StopSignals) throws -> [BenchRow] {
    [try CoroutineBench(folder: folder, repetitions: repetitions).direct(bar: 4)]
      + (try echo(signals)) + (try pipeline())
  }

  /// The echo on AF_XDP beside a minimal one in C, and beside a socket of the kernel's.
  private func echo(_ signals: StopSignals) throws -> [BenchRow] {
    do {
      try EchoComparison.requireMeans()
    } catch {
      progress("without the echo on AF_XDP: \(error)")
      return []
    }
    progress("UDP echo over AF_XDP, in turn with C on AF_XDP and a kernel socket")
    let unit = try load(program: "\(Installation.root)/Programs/udp_echo.c")
    let comparison = try EchoComparison(unit, beside: try .afxdpEcho(in: folder), signals)
    let (servers, report) = try comparison.run(roundCount: repetitions)
    guard report.isClean else { throw Refused(report.verdict) }
    let (ours, kernel, native) = (servers[0], servers[1], servers[2])
    return [(native, 1.25), (kernel, 1.0)].map { peer, bar in
      BenchRow(
        "UDP echo over AF_XDP, p50", ours: ours.medians.map { Double($0) / 1000 }, unit: "µs",
        peer: "\(peer.name), spinning", theirs: peer.medians.map { Double($0) / 1000 }, bar: bar)
    }
  }

  private func load(program: String) throws -> LoadedUnit {
    try loadProgram(program, engine: .jit, workerCount: 1)
  }

  /// What a packet costs from the device's ring to the device's ring, one suspension included.
  private func pipeline() throws -> [BenchRow] {
    progress("the whole pipeline on the memory device")
    var rows: [BenchRow] = []
    for language in ["c", "swift"] {
      let unit = try load(program: "\(Installation.root)/Programs/udp_echo.\(language)")
      var costs: [Double] = []
      for _ in 0..<repetitions { costs.append(try Self.pipelineCost(unit)) }
      rows.append(BenchRow("CPU a packet, memory device (\(language))", median(costs), "ns"))
    }
    return rows
  }

  /// Client and worker take turns on this thread, and only the worker's are timed.
  static func pipelineCost(_ unit: LoadedUnit) throws -> Double {
    let link = try MemoryLink()
    let runtime = try SteppedRuntime(unit: unit, frameLimit: 1024, chunkCount: 4096) {
      DeviceQueue(try link.openQueue(0, at: .near, poolID: 0))
    }
    var client = EchoClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)))
    let clock = WorldClock.monotonic
    var nanoseconds: UInt64 = 0
    for _ in 0..<2000 {
      client.sendBatch(of: 64)
      let begin = clock.now()
      while runtime.step() {}
      nanoseconds += clock.now() - begin
      client.receiveAll()
    }
    runtime.shutDown()
    guard client.wrongCount == 0, client.receivedCount == client.sentCount else {
      throw Refused("\(client.wrongCount) answers were wrong")
    }
    return Double(nanoseconds) / Double(client.receivedCount)
  }
}
