import Foundation

/// Round trips of a UDP echo on AF_XDP, with a coroutine for each packet, beside the least that C does on AF_XDP, and beside
/// a socket of the kernel's that a thread spins on. The client spins on a socket of the kernel's, on the other core.
struct EchoBench {
  let folder: URL
  let repetitions: Int
  let bars: Bars

  /// How much of the peer's median round trip ours takes at most.
  struct Bars {
    var native: Double
    var kernel: Double
  }

  /// None, and a word why, where there is no AF_XDP to be had.
  func rows(_ signals: StopSignals) throws -> [BenchRow] {
    guard hasMeans(for: "the echo on AF_XDP", EchoComparison.requireMeans) else { return [] }
    progress("UDP echo over AF_XDP, in turn with C on AF_XDP and a kernel socket")
    let unit = try loadProgram(
      "\(Installation.root)/Programs/udp_echo.c", engine: .jit, workerCount: 1)
    let comparison = try EchoComparison(
      unit, beside: try .onAFXDP("afxdp_echo", in: folder), signals: signals)
    let (servers, report) = try comparison.run(roundCount: repetitions)
    guard report.isClean else { throw Refused(report.verdict) }
    let (ours, kernel, native) = (servers[0], servers[1], servers[2])
    return [(native, bars.native), (kernel, bars.kernel)].map { peer, bar in
      BenchRow(
        "UDP echo over AF_XDP, p50", ours: ours.medians.map { Double($0) / 1000 }, unit: "µs",
        peer: "\(peer.name), spinning", theirs: peer.medians.map { Double($0) / 1000 },
        bar: .ratioAtMost(bar))
    }
  }
}
