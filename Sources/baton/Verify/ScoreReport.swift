import Foundation
import ObjectFile

/// A score in words: what is behind the figures first, the figures last.
struct ScoreReport {
  let score: Score

  var text: String {
    var parts = [
      list("unread", score.unread.map { "\($0.name): \($0.reason)" }),
      list("expectations that make no sense", score.riddles.map { "\($0.name): \($0.reason)" }),
      list(
        "wrong verdicts (* in the sections \(ScoredSections.names))",
        score.verdicts.missing.map(Self.line)),
      list("false accepts", score.refusals.missing.map { $0.judgement.fullName }),
      list("reasons that were not given", score.reasons.missing.map(Self.line)),
      list("wrong return values", score.returnValues.missing.map(Self.line)),
      list(
        "not run, although a return value is expected",
        score.notRun.map { "\($0.judgement.fullName): \($0.reason ?? "")" }),
      list(
        "lines on Linux's own way, to which nobody is held",
        score.traces.missing.map { "\($0.judgement.fullName): “\($0.pattern)”" }),
    ].filter { !$0.isEmpty }
    parts.append("figures:\n" + figures.map { "  \($0)" }.joined(separator: "\n"))
    return parts.joined(separator: "\n")
  }

  private func list(_ title: String, _ lines: [String]) -> String {
    guard !lines.isEmpty else { return "" }
    return "\(title):\n" + lines.map { "  \($0)" }.joined(separator: "\n")
  }

  private static func line(_ wrong: Score.Case) -> String {
    let judgement = wrong.judgement
    let expected = wrong.expectation.outcome == .success ? "accept" : "reject"
    let reason = judgement.reason.map { ": \($0)" } ?? ""
    return "\(wrong.isScoredSection ? "*" : " ") \(judgement.fullName): expected \(expected), "
      + "is \(judgement.word.rawValue)\(reason)"
  }

  private static func line(_ message: Score.Message) -> String {
    "\(message.judgement.fullName): “\(message.pattern)”, "
      + (message.judgement.reason.map { "is “\($0)”" } ?? "is accepted")
  }

  private static func line(_ value: ReturnValue) -> String {
    var line = "\(value.judgement.fullName): expected \(value.expected.text)"
    guard let results = value.results else { return line }
    line += ", interpreter \(Int32(bitPattern: results.interpreter))"
    return line + ", jit \(Int32(bitPattern: results.jit))"
  }

  private var figures: [String] {
    [
      "verdicts: \(Self.share(score.verdicts)) programs as expected, "
        + "\(score.silentCount) of which say nothing of it",
      "verdicts in the sections \(ScoredSections.names): \(Self.share(score.scoredSections))",
      "false accepts: \(score.refusals.missing.count) of \(score.refusals.total) "
        + "that have to be refused",
      "reasons: \(Self.share(score.reasons)) messages of programs that have to be refused",
      "return values: \(Self.share(score.returnValues)) in both engines; \(score.notRun.count) not run",
      "beside: \(Self.share(score.traces)) lines on Linux's own way, without a bar; "
        + "\(score.idleCount) programs of which nothing is expected here, "
        + "\(score.riddles.count) of which nobody can tell what, \(score.unread.count) objects unread",
    ]
  }

  private static func share<Missing>(_ figure: Score.Figure<Missing>) -> String {
    guard figure.total > 0 else { return "0 of 0" }
    let percent = 100 * Double(figure.count) / Double(figure.total)
    return "\(figure.count) of \(figure.total) (\(String(format: "%.1f", percent)) %)"
  }
}

extension ScoreReport {
  /// What a tool reads.
  var object: [String: Any] {
    [
      "verdicts": Self.object(score.verdicts, Self.object)
        .merging(["silent": score.silentCount]) { first, _ in first },
      "scoredSections": Self.object(score.scoredSections, Self.object),
      "falseAccepts": [
        "count": score.refusals.missing.count, "total": score.refusals.total,
        "programs": score.refusals.missing.map(Self.object),
      ],
      "reasons": Self.object(score.reasons, Self.object),
      "returnValues": Self.object(score.returnValues, Self.object)
        .merging(["notRun": score.notRun.map(Self.object)]) { first, _ in first },
      "traces": Self.object(score.traces, Self.object),
      "idle": score.idleCount,
      "riddles": score.riddles.map(Self.object),
      "unread": score.unread.map(Self.object),
    ]
  }

  private static func object<Missing>(
    _ figure: Score.Figure<Missing>, _ element: (Missing) -> [String: Any]
  ) -> [String: Any] {
    ["count": figure.count, "total": figure.total, "missing": figure.missing.map(element)]
  }

  private static func object(_ wrong: Score.Case) -> [String: Any] {
    var object = object(wrong.judgement)
    object["expected"] = wrong.expectation.outcome == .success ? "accept" : "reject"
    return object
  }

  private static func object(_ message: Score.Message) -> [String: Any] {
    var object = object(message.judgement)
    object["message"] = message.pattern.text
    return object
  }

  private static func object(_ value: ReturnValue) -> [String: Any] {
    var object = object(value.judgement)
    object["expected"] = value.expected.text
    object["interpreter"] = value.results.map { Int(Int32(bitPattern: $0.interpreter)) }
    object["jit"] = value.results.map { Int(Int32(bitPattern: $0.jit)) }
    object["reason"] = value.reason
    return object
  }

  private static func object(_ judgement: Judgement) -> [String: Any] {
    var object: [String: Any] = [
      "object": judgement.subject.path, "section": judgement.function.sectionName,
      "name": judgement.function.name, "verdict": judgement.word.rawValue,
    ]
    object["reason"] = judgement.reason
    return object
  }

  private static func object(_ exclusion: Score.Exclusion) -> [String: Any] {
    ["name": exclusion.name, "reason": exclusion.reason]
  }
}

extension ProgramExpectation.ReturnValue {
  /// As reports write it.
  fileprivate var text: String {
    switch self {
    case .number(let number): "\(number)"
    case .anything: "anything"
    }
  }
}
