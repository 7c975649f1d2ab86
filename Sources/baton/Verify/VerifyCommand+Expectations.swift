import ArgumentParser

extension VerifyCommand {
  /// Compares all verdicts, and what accepted programs return, with what the objects expect. One that can't be
  /// read doesn't hide the others.
  func score(_ judge: Judge) throws {
    var score = Score()
    var subjects: [Subject] = []
    for path in objects {
      do {
        subjects += try Subject.all(in: path, options, program: program)
      } catch let error as BadInput {
        score.unread.append(Score.Exclusion(name: path, reason: error.description))
      }
    }
    judge.judge(subjects) { judgement in
      score.add(judgement)
      judge.returnValue(of: judgement, mapEntries: mapEntry).map { score.add($0) }
    }
    let report = ScoreReport(score: score)
    if json { try printJSON(report.object) } else { print(report.text) }
    guard score.unread.isEmpty else {
      throw BadInput("\(score.unread.count) of \(objects.count) objects can't be read")
    }
    guard score.verdicts.total > 0 else {
      throw BadInput("\(objects.joined(separator: ", ")): nothing is expected of any program")
    }
    if !score.verdicts.missing.isEmpty || !score.returnValues.missing.isEmpty { throw ExitCode(1) }
  }
}
