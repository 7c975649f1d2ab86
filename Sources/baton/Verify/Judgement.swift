import ObjectFile
import Verifier

/// What the verifier found about one program, and how long that took.
struct Judgement {
  let subject: Subject
  /// Its function.
  let program: Int
  /// Nil where nothing of the object can be verified.
  let verdict: Verdict?
  let microseconds: Double
  /// How the path went for which the program is refused, where somebody wants to read it.
  var listing: PathListing?

  /// A verdict in a word, for tools.
  enum Word: String {
    case accept, reject, unsupported
  }

  var word: Word {
    switch verdict?.outcome {
    case .accepted?: .accept
    case .rejected?: .reject
    case .unsupported?, nil: .unsupported
    }
  }

  var function: ProgramImage.Function { subject.image.functions[program] }

  /// Why it isn't accepted; nil when it is.
  var reason: String? { verdict == nil ? subject.problem : verdict?.rejection?.reason }

  var log: VerifierLog {
    let log = verdict?.log ?? VerifierLog(lines: [subject.problem].compactMap { $0 })
    return VerifierLog(lines: (listing?.text ?? []) + log.lines)
  }
}

extension Judgement {
  /// What a person reads.
  func text(isExplained: Bool, withLog: Bool, _ palette: Palette) -> String {
    let name = "\(verdict?.role ?? function.sectionName) \(function.name)"
    var text = "\(name): "
    switch word {
    case .accept:
      text += palette.good("accepted")
      text +=
        " (\(verdict?.processedCount ?? 0) instructions processed, \(verdict?.stateCount ?? 0) states"
      text += verdict?.longestStretch.map { ", at most \($0) without a safe point)" } ?? ")"
    case .reject: text += palette.bad("refused") + ": \(report(isExplained: isExplained))"
    case .unsupported:
      text += palette.doubtful("unsupported") + ": \(report(isExplained: isExplained))"
    }
    guard withLog else { return text }
    return ([text, "  log:"] + log.lines.map { "    \($0)" }).joined(separator: "\n")
  }

  private func report(isExplained: Bool) -> String {
    guard let rejection = verdict?.rejection else { return reason ?? "" }
    return isExplained
      ? rejection.report(for: subject.image, listing: listing)
      : rejection.summary(for: subject.image)
  }

  /// What a tool reads: the same names in every version.
  func object(withPath: Bool) -> [String: Any] {
    var object: [String: Any] = [
      "section": function.sectionName, "name": function.name, "verdict": word.rawValue,
      "log": log.text, "instructionsProcessed": verdict?.processedCount ?? 0,
      "states": verdict?.stateCount ?? 0, "microseconds": Int(microseconds.rounded()),
    ]
    object["reason"] = reason
    object["longestStretch"] = verdict?.longestStretch
    if withPath { object["object"] = subject.path }
    if let slot = verdict?.rejection?.slot,
      let index = subject.image.functionIndex(containing: slot)
    {
      object["instruction"] = slot - subject.image.functions[index].start
      object["function"] = subject.image.functions[index].name
    }
    return object
  }
}
