import ObjectFile

/// How Baton's verdicts compare with what objects expect of their programs. Five figures, which are never
/// added up: verdicts, verdicts in the scored sections, false accepts, reasons, return values.
struct Score {
  /// What may be compared: a program and what its object expects of it.
  struct Case {
    let judgement: Judgement
    let expectation: ProgramExpectation

    var isAgreed: Bool {
      judgement.word == (expectation.outcome == .success ? .accept : .reject)
    }
    var isScoredSection: Bool { ScoredSections.contains(judgement.function.sectionName) }
  }

  /// How many of how many, and those that are missing.
  struct Figure<Missing> {
    var count = 0
    var total = 0
    var missing: [Missing] = []

    mutating func add(_ isCounted: Bool, _ element: @autoclosure () -> Missing) {
      total += 1
      if isCounted { count += 1 } else { missing.append(element()) }
    }
  }

  /// A message that a program's log has to have.
  struct Message {
    let judgement: Judgement
    let pattern: MessagePattern
  }

  /// Something that takes no part, and why.
  struct Exclusion {
    let name: String
    let reason: String
  }

  /// Over all programs of which something is expected.
  private(set) var verdicts = Figure<Case>()
  /// Over those in the scored sections.
  private(set) var scoredSections = Figure<Case>()
  /// How many of the expectations follow from silence.
  private(set) var silentCount = 0
  /// Programs that have to be refused; missing are those that Baton accepts.
  private(set) var refusals = Figure<Case>()
  /// Messages on what is wrong, of programs that have to be refused.
  private(set) var reasons = Figure<Message>()
  /// Messages on the verifier's own way, of all programs; nobody is held to them.
  private(set) var traces = Figure<Message>()
  /// Over accepted programs that were run, of which a return value is expected.
  private(set) var returnValues = Figure<ReturnValue>()
  /// Such programs that can't be run.
  private(set) var notRun: [ReturnValue] = []
  /// Objects that can't be read.
  var unread: [Exclusion] = []
  /// Programs of which nobody can tell what is expected.
  private(set) var riddles: [Exclusion] = []
  /// Programs of which nothing is expected here: for other machines, without privileges, helpers of others.
  private(set) var idleCount = 0

  mutating func add(_ judgement: Judgement) {
    if let riddle = judgement.subject.riddles[judgement.program] {
      riddles.append(Exclusion(name: judgement.fullName, reason: riddle))
      return
    }
    guard let expectation = judgement.subject.expectations[judgement.program], expectation.isTest
    else {
      idleCount += 1
      return
    }
    let new = Case(judgement: judgement, expectation: expectation)
    verdicts.add(new.isAgreed, new)
    if new.isScoredSection { scoredSections.add(new.isAgreed, new) }
    if !expectation.isStated { silentCount += 1 }
    if expectation.outcome == .failure { refusals.add(judgement.word != .accept, new) }
    addMessages(of: new)
  }

  mutating func add(_ value: ReturnValue) {
    if value.results == nil {
      notRun.append(value)
    } else {
      returnValues.add(value.isAgreed, value)
    }
  }

  private mutating func addMessages(of new: Case) {
    var search = LogSearch(new.judgement.log.text)
    for pattern in new.expectation.messages {
      let isFound = search.find(pattern)
      let message = Message(judgement: new.judgement, pattern: pattern)
      // What Baton says is a reason, whatever it looks like.
      let isReason = isFound || !TraceLines.contains(pattern)
      if isReason, new.expectation.outcome == .failure {
        reasons.add(isFound, message)
      } else {
        traces.add(isFound, message)
      }
    }
  }
}

extension Judgement {
  /// Object, section and name, for lists over several objects.
  var fullName: String { "\(subject.name): \(function.sectionName) \(function.name)" }
}
