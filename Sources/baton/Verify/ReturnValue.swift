import ObjectFile
import Runtime

/// What an accepted program returned of which its object says what it has to return.
struct ReturnValue {
  let judgement: Judgement
  let expected: ProgramExpectation.ReturnValue
  let outcome: Outcome

  enum Outcome {
    case returned(LinuxTest.Results)
    case notRun(String)
  }

  /// What the engines returned; nil when the program was not run.
  var results: LinuxTest.Results? {
    if case .returned(let results) = outcome { results } else { nil }
  }

  /// Why it was not run; nil when it was.
  var reason: String? {
    if case .notRun(let reason) = outcome { reason } else { nil }
  }

  /// Whether both engines returned what was expected.
  var isAgreed: Bool {
    guard let results else { return false }
    switch expected {
    case .anything: return true
    case .number(let number):
      let number = UInt32(bitPattern: number)
      return results.interpreter == number && results.jit == number
    }
  }
}

extension Judge {
  /// Runs the program if it was accepted, and a return value is expected of it; nil where it is not.
  func returnValue(
    of judgement: Judgement, mapEntries: [MapEntryOption]
  ) -> ReturnValue? {
    let subject = judgement.subject
    guard judgement.word == .accept, let unit = subject.unit,
      let expectation = subject.expectations[judgement.program], expectation.isTest,
      expectation.outcome == .success, let expected = expectation.returnValue
    else { return nil }
    func value(_ outcome: ReturnValue.Outcome) -> ReturnValue {
      ReturnValue(judgement: judgement, expected: expected, outcome: outcome)
    }
    do {
      let test = try LinuxTest(
        unit, program: judgement.program, limits: limits(for: expectation.flags),
        mapEntries: mapEntries.filter { $0.object == subject.stem }.map(\.entry))
      return value(.returned(try test.run()))
    } catch {
      return value(.notRun(error.reason))
    }
  }
}
