import Foundation

/// What it costs to hand a coroutine from one core to another, beside a bare cache line.
struct HandOverBench {
  let folder: URL
  let repetitions: Int

  private static let milliseconds: UInt32 = 200

  func rows() throws -> [BenchRow] {
    progress("hand-over from core to core, beside a cache line")
    let peer = try NativePeer(source: "ping.cpp", in: folder, options: ["-pthread"])
    var (bare, run, batched, lines): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for _ in 0..<repetitions {
      bare.append(try cost(.atOnce))
      lines.append(try peer.figure(["500000"]))
      run.append(try cost(.resumed))
      batched.append(try cost(.inBatches))
    }
    return [
      BenchRow(
        "hand-over until the handle is received", ours: bare, unit: "ns",
        peer: "cache line, spin to spin", theirs: lines, bar: .ratioAtMost(1.2)),
      BenchRow(
        "hand-over until it runs, with suspension", ours: run, unit: "ns",
        peer: "cache line, spin to spin", theirs: lines, bar: nil),
      BenchRow(
        "hand-over in batches of \(HandedOverCoroutines.batchCount)", median(batched), "ns",
        bar: .atMost(25)),
    ]
  }

  /// Both workers spin as long as the coroutines live, so these end before the peer runs.
  private func cost(_ mode: HandedOverCoroutines.Mode) throws -> Double {
    try HandedOverCoroutines(mode).cost(milliseconds: Self.milliseconds)
  }
}
