import CoroutineFuzzing

/// One search of `baton fuzz coroutines`.
struct CoroutineFuzzRun {
  private var fuzzer: CoroutineFuzzer
  private let duration: Duration?
  private let programLimit: Int
  private let replayOptions: String
  private let start = ContinuousClock.now
  private let progress = ProgressLine()
  /// Of the search itself: making a finding short takes runs, too.
  private var statistics = Examiner.Statistics()

  init(
    _ fuzzer: CoroutineFuzzer, duration: Duration?, programLimit: Int, replayOptions: String
  ) {
    self.fuzzer = fuzzer
    self.duration = duration
    self.programLimit = programLimit
    self.replayOptions = replayOptions
  }

  /// The first finding, as short as it can be made; nil when there is none in time.
  mutating func findOne() throws -> CoroutineFuzzer.Finding? {
    defer { progress?.end() }
    while fuzzer.programCount < programLimit {
      if let duration, start.duration(to: .now) > duration { break }
      let finding = try fuzzer.step()
      statistics = fuzzer.statistics
      progress?.show(counts)
      guard let finding else { continue }
      progress?.show("seed \(finding.seed): making the program shorter")
      return try fuzzer.minimised(finding)
    }
    return nil
  }

  private var counts: String {
    "seed \(fuzzer.seed): \(fuzzer.programCount) programs, \(statistics.refused) refused, "
      + "\(statistics.runs) runs of \(statistics.coroutines) coroutines: \(statistics.suspensions) "
      + "suspensions, \(statistics.preemptions) from outside, \(statistics.moves) moved, "
      + "\(statistics.destroyed) destroyed, \(statistics.thrown) threw, "
      + "\(statistics.windows) went on before they were left"
  }

  func text(_ finding: CoroutineFuzzer.Finding?) throws -> String {
    guard let finding else { return "\(counts)\nno finding" }
    return """
      \(counts)
      finding: \(finding.fault)
      under: \(finding.circumstances)
      \(try fuzzer.listing(finding))
      again: \(replay(finding))
      """
  }

  /// What runs the program again; in the virtual world, what it did, too.
  private func replay(_ finding: CoroutineFuzzer.Finding) -> String {
    "baton fuzz coroutines --programs 1 --seed \(finding.seed)\(replayOptions)"
  }

  func object(_ finding: CoroutineFuzzer.Finding?) throws -> [String: Any] {
    var object: [String: Any] = [
      "seed": fuzzer.seed, "programs": fuzzer.programCount, "accepted": statistics.accepted,
      "refused": statistics.refused, "refusals": statistics.refusals, "runs": statistics.runs,
      "coroutines": statistics.coroutines, "suspensions": statistics.suspensions,
      "preemptions": statistics.preemptions, "moved": statistics.moves,
      "destroyed": statistics.destroyed, "thrown": statistics.thrown,
      "cancelled": statistics.cancelled, "guests": statistics.guests,
      "windows": statistics.windows, "wrongRefused": statistics.wrongRefused,
      "wrongSeen": statistics.wrongSeen,
    ]
    if let finding {
      object["finding"] = [
        "kind": finding.fault.kind.rawValue, "text": finding.fault.text, "seed": finding.seed,
        "circumstances": "\(finding.circumstances)", "program": try fuzzer.listing(finding),
        "replay": replay(finding),
      ]
    }
    return object
  }
}
