import Verifier
import VerifierFuzzing

/// One search of `baton fuzz verifier`.
struct FuzzRun {
  private var fuzzer: VerifierFuzzer
  private let duration: Duration?
  private let programLimit: Int
  private let start = ContinuousClock.now
  private let progress = ProgressLine()
  /// Of the search itself: making a finding short takes programs, too.
  private var statistics = Examiner.Statistics()

  init(_ fuzzer: VerifierFuzzer, duration: Duration?, programLimit: Int) {
    self.fuzzer = fuzzer
    self.duration = duration
    self.programLimit = programLimit
  }

  /// The first finding, as short as it can be made; nil when there is none in time.
  mutating func findOne() -> VerifierFuzzer.Finding? {
    defer { progress?.end() }
    while fuzzer.programCount < programLimit {
      if let duration, start.duration(to: .now) > duration { break }
      if let finding = fuzzer.step() {
        statistics = fuzzer.statistics
        progress?.show("seed \(fuzzer.seed): making the program shorter")
        return fuzzer.minimised(finding)
      }
      guard fuzzer.programCount % 256 == 0 else { continue }
      statistics = fuzzer.statistics
      progress?.show(counts)
    }
    statistics = fuzzer.statistics
    return nil
  }

  private var counts: String {
    let share = statistics.accepted * 100 / max(1, fuzzer.programCount)
    return "seed \(fuzzer.seed): \(fuzzer.programCount) programs, \(share) % accepted, "
      + "\(statistics.runs) runs of \(statistics.instructions) instructions"
  }

  func text(_ finding: VerifierFuzzer.Finding?, _ file: String?) -> String {
    guard let finding, let file else { return "\(counts)\nno finding" }
    return "\(counts)\nfinding: \(finding.fault)\nwritten to \(file)"
  }

  func object(_ finding: VerifierFuzzer.Finding?, file: String?) -> [String: Any] {
    var object: [String: Any] = [
      "seed": fuzzer.seed, "programs": fuzzer.programCount, "accepted": statistics.accepted,
      "refused": statistics.refused, "refusals": statistics.refusals,
      "comparedInPart": statistics.comparedInPart,
      "runs": statistics.runs, "instructions": statistics.instructions,
      "reachedPerCent": statistics.reached * 100 / max(1, statistics.written),
    ]
    if let finding, let file {
      object["finding"] = [
        "kind": finding.fault.kind.rawValue, "slot": finding.fault.slot,
        "text": finding.fault.text, "file": file,
      ]
    }
    return object
  }
}
