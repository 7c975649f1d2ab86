import Runtime
import Scheduling

/// What a run's policy has decided, for its end.
struct PolicyReport {
  let log: PolicyLog

  init?(_ runtime: RealRuntime) {
    guard let log = runtime.policyLog else { return nil }
    self.log = log
  }

  /// Whether the policy was fit to decide until the end.
  var isClean: Bool { log.fault == nil }

  var text: String {
    var text = "policy: \(log.decisionCount) decisions"
    if let fault = log.fault { text += ", until \(fault.reason)" }
    return text
  }

  var json: [String: Any] {
    var object: [String: Any] = [
      "decisionCount": log.decisionCount, "decisions": log.decisions.map(\.json),
    ]
    if let fault = log.fault { object["fault"] = "\(fault.reason)" }
    return object
  }
}

/// Tells at once, and once, that somebody else decides.
struct PolicyPrinter {
  private let log: PolicyLog?
  private var hasTold = false

  init(_ runtime: RealRuntime) { log = runtime.policyLog }

  mutating func show() {
    guard !hasTold, let fault = log?.fault else { return }
    hasTold = true
    note(
      "baton: the policy decides no more: \(fault.reason). Workers are on cores in turn, as without one."
    )
  }
}

extension LoggedDecision {
  /// Times in nanoseconds of the instance's clock.
  fileprivate var json: [String: Any] {
    var object: [String: Any] = ["time": time]
    switch decision {
    case .move(let worker, let from, let to):
      object["move"] = ["worker": worker, "from": from, "to": to]
      object["because"] = [
        "arrived": cause.arrived, "received": cause.received, "busy": cause.busyNanoseconds,
      ]
    case .grant(let core, let from, let to):
      object["grant"] = ["core": core, "from": from, "to": to]
    case .warm(let group, let count): object["warm"] = ["group": group, "count": count]
    }
    return object
  }
}
