import Monitors
import Runtime

/// What monitors have found in checked mode.
struct ViolationReport {
  private let violations: [Violation]
  private let unit: LoadedUnit

  /// Nil without checked mode.
  init?(_ unit: LoadedUnit) {
    guard unit.isChecked else { return nil }
    violations = unit.violations
    self.unit = unit
  }

  /// Each clause once, with how often it was broken.
  private var findings: [(violation: Violation, count: Int)] {
    var findings: [(violation: Violation, count: Int)] = []
    for violation in violations {
      if let known = findings.firstIndex(where: {
        $0.violation.clause == violation.clause && $0.violation.slot == violation.slot
      }) {
        findings[known].count += 1
      } else {
        findings.append((violation, 1))
      }
    }
    return findings
  }

  var text: String {
    if violations.isEmpty { return "no contract was violated" }
    return findings.map { violation, count in
      report(violation) + (count > 1 ? "\n  \(count) times" : "")
    }.joined(separator: "\n")
  }

  func show() { print(text) }

  var json: [[String: Any]] {
    findings.map { violation, count in
      [
        "clause": violation.clause.description, "moment": violation.moment.rawValue,
        "text": violation.text, "blame": violation.blame.rawValue, "instruction": violation.slot,
        "count": count, "report": report(violation),
      ]
    }
  }

  private func report(_ violation: Violation) -> String {
    violation.report(for: unit.verified.unit.image, unit.verified.unit.interface)
  }
}
