import Foundation
import Runtime

extension DemoCommand.ServicesCommand {
  func runOnAFXDP() throws {
    try requireMeans()
    // Before anything makes a thread.
    let signals = StopSignals()
    let (servers, report) = try compareEchoes(signals)
    if !json { print(text(servers[0], servers[1], report)) }
    if !report.isClean { throw Refused(report.verdict) }
    let services = try withTemporaryFolder { try compareServices($0, signals) }
    if json { try printJSON(object(servers[0], servers[1], report, services)) }
  }

  private func requireMeans() throws(BadInput) {
    do {
      try EchoComparison.requireMeans()
    } catch {
      throw BadInput("demo --afxdp: \(error); baton demo without --afxdp needs none of it")
    }
  }

  // MARK: Datagrams

  private func compareEchoes(_ signals: StopSignals) throws -> ([RoundTrips], FinalReport) {
    let source = source("udp_echo")
    note("compiling \(source)")
    let unit = try loadProgram(source, engine: engine, workerCount: 1)
    let comparison = try EchoComparison(unit, signals: signals)
    for notice in comparison.notices { note("baton: \(notice)") }
    note(
      "measuring \(rounds) rounds of \(EchoManner.busy.pingsPerRound) pings of each server, in turn"
    )
    return try comparison.run(roundCount: rounds)
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
      lost: \(baton.lostCount) and \(kernel.lostCount); \(report.verdict)
      """
  }

  // MARK: Services

  /// What clients of the system's found; empty where none are installed.
  private func compareServices(
    _ folder: URL, _ signals: StopSignals
  ) throws -> [ServiceFindings] {
    let loads = ServiceLoad.allCases.filter { hasMeans(for: $0.name, $0.requireMeans) }
    let comparison = try ServiceComparison(
      program: source("network_queued"), engine: engine, folder: folder, signals)
    if !json { print("") }
    for (command, answer) in try comparison.greetings() where !json {
      print("$ \(command)\n\(answer)")
    }
    var findings: [ServiceFindings] = []
    for load in loads {
      note("measuring \(rounds) rounds of \(load.name), of each server, in turn")
      let (ours, theirs) = try comparison.run(load, roundCount: rounds, seconds: seconds)
      findings.append(ServiceFindings(load: load, ours: ours, theirs: theirs))
    }
    let report = comparison.shutDown()
    guard report.isClean else { throw Refused(report.verdict) }
    if !json, !findings.isEmpty { print("\n\(ServiceFindings.text(findings))") }
    if !json { print("\n\(report.verdict)") }
    return findings
  }

  // MARK: JSON

  private func object(
    _ baton: RoundTrips, _ kernel: RoundTrips, _ report: FinalReport,
    _ services: [ServiceFindings]
  ) -> [String: Any] {
    [
      "unit": "ns", "engine": engine.rawValue, "language": language.rawValue,
      "pingsPerRound": EchoManner.busy.pingsPerRound, "rounds": rounds,
      "baton": baton.json, "kernel": kernel.json,
      "ratioOfMedians": baton.ratio(to: kernel), "roundRatios": baton.roundRatios(to: kernel),
      "lost": ["baton": baton.lostCount, "kernel": kernel.lostCount], "report": report.json,
      "services": services.map(\.json),
    ]
  }

  private func decimal(_ value: Double) -> String { String(format: "%.2f", value) }
}
