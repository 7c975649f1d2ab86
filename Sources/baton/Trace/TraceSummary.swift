import Telemetry

/// What a recording came to.
struct TraceSummary {
  var counts: [TraceEvent.Kind: Int]
  /// Arrows from one worker to another.
  var crossingCount: Int
  var lost: UInt64
  var workerCount: Int

  var total: Int { counts.values.reduce(0, +) }

  func text(file: String) -> String {
    var table = TextTable(["event", "count"])
    for kind in TraceEvent.Kind.allCases { table.add([kind.name, "\(counts[kind] ?? 0)"]) }
    let loss = lost == 0 ? "none were lost" : "\(lost) more were lost"
    return """
      \(table.text)

      \(file): \(total) events of \(workerCount) workers; \(loss); \(crossingCount) waits ended on another worker
      """
  }

  func json(file: String) -> [String: Any] {
    let named = TraceEvent.Kind.allCases.map { ($0.name, counts[$0] ?? 0) }
    return [
      "file": file, "events": Dictionary(uniqueKeysWithValues: named), "total": total,
      "lost": lost, "workers": workerCount, "crossings": crossingCount,
    ]
  }
}
