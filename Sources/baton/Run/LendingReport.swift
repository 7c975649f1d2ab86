import Foundation
import Runtime

/// What lending cores to best-effort groups has come to in a run, for its end.
struct LendingReport {
  let summary: LendingSummary
  /// How long the run was.
  let seconds: Double

  init?(_ summary: LendingSummary?, seconds: Double) {
    guard let summary else { return nil }
    self.summary = summary
    self.seconds = seconds
  }

  var text: String {
    let groups = summary.groups.map { group in
      "\(group.name) has worked for \(milliseconds(group.nanoseconds)) ms on cores of other groups, has given "
        + "them back \(group.givenBackCount) times, and gone to others \(group.changeCount) times"
    }
    let cores = summary.cores.enumerated().map { core, nanoseconds in
      "core \(core) \(String(format: "%.1f", Double(nanoseconds) / (seconds * 1e7))) %"
    }
    return (groups + ["lent, of the time: " + cores.joined(separator: ", ")])
      .joined(separator: "\n")
  }

  private func milliseconds(_ nanoseconds: UInt64) -> String {
    String(format: "%.1f", Double(nanoseconds) / 1e6)
  }

  /// Times in nanoseconds.
  var json: [String: Any] {
    [
      "groups": summary.groups.map { group -> [String: Any] in
        [
          "name": group.name, "lent": group.nanoseconds, "givenBack": group.givenBackCount,
          "changes": group.changeCount,
        ]
      },
      "cores": summary.cores,
    ]
  }
}
