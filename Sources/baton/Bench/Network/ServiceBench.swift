import Foundation

/// Services on AF_XDP beside the system's own servers on the kernel's stack: requests a second, how long they take, and
/// which side has no more to give.
struct ServiceBench {
  let folder: URL
  let program: String
  let repetitions: Int
  let signals: StopSignals

  private static let seconds = 2.0

  func rows(_ load: ServiceLoad) throws -> [BenchRow] {
    guard hasMeans(for: load.name, EchoComparison.requireMeans),
      hasMeans(for: load.name, load.requireMeans)
    else { return [] }
    progress("\(load.name): \(load.service) beside \(load.serverTool) on the kernel's stack")
    let comparison = try ServiceComparison(program: program, folder: folder, signals)
    let (ours, theirs) = try comparison.run(
      load, roundCount: repetitions, seconds: Self.seconds)
    let report = comparison.shutDown()
    guard report.isClean else { throw Refused(report.verdict) }
    return rows(load, ours, theirs)
  }

  private func rows(
    _ load: ServiceLoad, _ ours: [ServiceComparison.Round], _ theirs: [ServiceComparison.Round]
  ) -> [BenchRow] {
    let peer = "\(load.serverTool), kernel's stack"
    func row(
      _ name: String, _ unit: String, _ bar: BenchRow.Bar?,
      _ value: (ServiceComparison.Round) -> Double
    ) -> BenchRow {
      BenchRow(
        "\(load.name): \(name)", ours: ours.map(value), unit: unit, peer: peer,
        theirs: theirs.map(value), bar: bar)
    }
    var rate = row("requests", "k/s", .ratioAtLeast(load == .redis ? 1.3 : 1.2)) {
      $0.figures.rate / 1000
    }
    rate.note =
      "client and server take \(Self.use(ours)) of a core each; with \(load.serverTool) \(Self.use(theirs))"
    let p99 = row("p99", "µs", load == .redis ? .ratioAtMost(0.7) : nil) { $0.figures.p99 / 1000 }
    return [rate, row("p50", "µs", nil) { $0.figures.median / 1000 }, p99]
  }

  /// Medians, and who of the two has no more to give.
  private static func use(_ rounds: [ServiceComparison.Round]) -> String {
    let client = median(rounds.map(\.clientUse))
    let server = median(rounds.map(\.serverUse))
    let saturated =
      client > 0.9
      ? (server > 0.9 ? "both saturate" : "the client saturates")
      : server > 0.9 ? "the server saturates" : "neither saturates"
    return String(format: "%.0f %% and %.0f %%", client * 100, server * 100) + " (\(saturated))"
  }
}
