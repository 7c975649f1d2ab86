import Runtime

/// A network stack that nobody asks anything: what it takes of a core, and how soon it answers the first packet.
struct IdleBench {
  let repetitions: Int

  private static let seconds = 1.0

  /// None, and a word why, where there is no AF_XDP to be had.
  func rows() throws -> [BenchRow] {
    guard hasMeans(for: "an idle network stack", EchoComparison.requireMeans) else { return [] }
    progress("an idle network stack, in turn with a thread that sleeps on a socket")
    var policy = PolicyOptions()
    policy.policy = "\(Installation.root)/Programs/scaling/compacting.c"
    let unit = try loadProgram(
      "\(Installation.root)/Programs/network.c", policy: policy, engine: .jit, workerCount: 1)
    let comparison = try EchoComparison(unit, .idle, signals: StopSignals())
    let uses = (0..<repetitions).map { _ in 100 * comparison.idleUse(seconds: Self.seconds) }
    let (servers, report) = try comparison.run(roundCount: repetitions)
    guard report.isClean else { throw Refused(report.verdict) }
    let (ours, theirs) = (servers[0], servers[1])
    return [
      BenchRow(
        "idle network stack under a scaling policy", median(uses), "% of a core", bar: .atMost(2)),
      BenchRow(
        "first packet after 2 ms without any, p50", ours: ours.medians.map { Double($0) / 1000 },
        unit: "µs", peer: "\(theirs.name), sleeping",
        theirs: theirs.medians.map { Double($0) / 1000 }, bar: .ratioAtMost(1.15)),
    ]
  }
}
