import Foundation
import Runtime

extension DemoCommand {
  func runOnAFXDP() throws {
    try requireMeans()
    // Before anything makes a thread.
    let signals = StopSignals()
    let source = source("udp_echo")
    note("compiling \(source)")
    let unit = try loadProgram(source, engine: engine, workerCount: 1)
    let comparison = try EchoComparison(unit, signals)
    for notice in comparison.notices { note("baton: \(notice)") }
    note(
      "measuring \(rounds) rounds of \(EchoComparison.pingsPerRound) pings of each server, in turn")
    let (servers, report) = try comparison.run(roundCount: rounds)
    if json {
      try printJSON(object(servers[0], servers[1], report))
    } else {
      print(text(servers[0], servers[1], report))
    }
    if !report.isClean { throw Refused(report.verdict) }
  }

  private func requireMeans() throws(BadInput) {
    do {
      try EchoComparison.requireMeans()
    } catch {
      throw BadInput("demo --afxdp: \(error); baton demo without --afxdp needs none of it")
    }
  }

  private func text(_ baton: RoundTrips, _ kernel: RoundTrips, _ report: FinalReport) -> String {
    var table = TextTable(RoundTrips.header)
    table.add(baton.row)
    table.add(kernel.row)
    let ratios = baton.roundRatios(to: kernel)
    return """
      \(table.text)

      ratio of the medians: \(decimal(baton.ratio(to: kernel))) \
      (by rounds: \(decimal(ratios[0])) to \(decimal(ratios[ratios.count - 1]))); \
      lost: \(baton.lostCount) and \(kernel.lostCount)
      \(report.text)
      """
  }

  private func object(
    _ baton: RoundTrips, _ kernel: RoundTrips, _ report: FinalReport
  ) -> [String: Any] {
    [
      "unit": "ns", "engine": engine.rawValue, "language": language.rawValue,
      "pingsPerRound": EchoComparison.pingsPerRound, "rounds": rounds,
      "baton": baton.json, "kernel": kernel.json,
      "ratioOfMedians": baton.ratio(to: kernel), "roundRatios": baton.roundRatios(to: kernel),
      "lost": ["baton": baton.lostCount, "kernel": kernel.lostCount], "report": report.json,
    ]
  }

  private func decimal(_ value: Double) -> String { String(format: "%.2f", value) }
}
