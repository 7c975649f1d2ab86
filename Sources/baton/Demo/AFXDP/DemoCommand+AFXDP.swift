import Foundation
import Runtime

extension DemoCommand {
  func runOnAFXDP() throws {
    try AFXDPDemo.requireMeans()
    // Before anything makes a thread.
    let signals = StopSignals()
    note("compiling \(source)")
    let unit = try loadProgram(source, engine: engine, workerCount: 1)
    let demo = try AFXDPDemo(unit, signals)
    for notice in demo.notices { note("baton: \(notice)") }
    note(
      "measuring \(rounds) rounds of \(AFXDPDemo.pingsPerRound) pings of each server, in turn")
    let (comparison, report) = try demo.run(roundCount: rounds)
    if json {
      try printJSON(object(comparison, report, demo.lostCounts))
    } else {
      print(text(comparison, report, demo.lostCounts))
    }
    if !report.isClean { throw Refused(report.verdict) }
  }

  private func text(
    _ comparison: Comparison, _ report: FinalReport, _ lost: (baton: Int, kernel: Int)
  ) -> String {
    var table = TextTable(RoundTrips.header)
    table.add(comparison.baton.row)
    table.add(comparison.kernel.row)
    let ratios = comparison.roundRatios
    return """
      \(table.text)

      ratio of the medians: \(decimal(comparison.ratio)) \
      (by rounds: \(decimal(ratios[0])) to \(decimal(ratios[ratios.count - 1]))); \
      lost: \(lost.baton) and \(lost.kernel)
      \(report.text)
      """
  }

  private func object(
    _ comparison: Comparison, _ report: FinalReport, _ lost: (baton: Int, kernel: Int)
  ) -> [String: Any] {
    [
      "unit": "ns", "engine": engine.rawValue, "language": language.rawValue,
      "pingsPerRound": AFXDPDemo.pingsPerRound, "rounds": rounds,
      "baton": comparison.baton.json, "kernel": comparison.kernel.json,
      "ratioOfMedians": comparison.ratio, "roundRatios": comparison.roundRatios,
      "lost": ["baton": lost.baton, "kernel": lost.kernel], "report": report.json,
    ]
  }

  private func decimal(_ value: Double) -> String { String(format: "%.2f", value) }
}
