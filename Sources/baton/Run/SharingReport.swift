import Glibc
import Runtime

/// By what means a run's threads have their share of the cores' time.
struct SharingReport {
  private let share: String
  private let summary: SharingSummary

  /// Waits until the threads have found out.
  init(_ share: String, of runtime: RealRuntime) {
    self.share = share
    summary = Self.summary(of: runtime)
  }

  private static func summary(of runtime: RealRuntime) -> SharingSummary {
    while true {
      if let summary = runtime.sharing { return summary }
      usleep(100)
    }
  }

  /// What root would add is said once, and other reasons all.
  var text: String {
    let forRoot = summary.refusals.first(where: \.needsCapability)
    let reasons =
      (forRoot.map { ["root, or CAP_SYS_NICE, would add \($0.means.systemName)"] } ?? [])
      + summary.refusals.filter { !$0.needsCapability }.map(\.reason)
    return (["time share \(share) by \(summary.means.text)"] + reasons).joined(separator: "; ")
  }

  var json: [String: Any] {
    [
      "share": share, "means": summary.means.name,
      "refused": summary.refusals.map { ["means": $0.means.name, "reason": $0.reason] },
    ]
  }
}
