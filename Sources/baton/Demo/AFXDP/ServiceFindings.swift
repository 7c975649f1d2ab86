import Foundation

/// What rounds of one load came to, of a service of Baton's and of the system's own server.
struct ServiceFindings {
  let load: ServiceLoad
  let ours: [ServiceComparison.Round]
  let theirs: [ServiceComparison.Round]

  /// Medians over the rounds, beside each other.
  static func text(_ findings: [ServiceFindings]) -> String {
    var table = TextTable(["", "Baton on AF_XDP", "kernel's stack", "ratio"])
    for one in findings { one.add(to: &table) }
    return table.text
  }

  private func add(to table: inout TextTable) {
    table.add([load.name, load.service, load.serverTool, ""])
    row("  requests/s", { $0.figures.rate }, thousands, &table)
    row("  p50", { $0.figures.median }, duration, &table)
    row("  p99", { $0.figures.p99 }, duration, &table)
    row("  the client's use of its core", { $0.clientUse }, percent, &table)
    row("  the server's use of its core", { $0.serverUse }, percent, &table)
  }

  private func row(
    _ name: String, _ value: (ServiceComparison.Round) -> Double, _ text: (Double) -> String,
    _ table: inout TextTable
  ) {
    let (left, right) = (median(ours.map(value)), median(theirs.map(value)))
    table.add([name, text(left), text(right), String(format: "%.2f", left / right)])
  }

  private func percent(_ share: Double) -> String { String(format: "%.0f %%", share * 100) }

  /// Times in nanoseconds.
  var json: [String: Any] {
    [
      "load": load.name, "service": load.service, "server": load.serverTool,
      "baton": ours.map(\.json), "kernel": theirs.map(\.json),
    ]
  }
}

extension ServiceComparison.Round {
  fileprivate var json: [String: Double] {
    [
      "requestsPerSecond": figures.rate, "p50": figures.median, "p99": figures.p99,
      "clientUse": clientUse, "serverUse": serverUse,
    ]
  }
}
