import ObjectFile
import Verifier

/// Has programs verified, and measures how long that takes.
struct Judge {
  /// What holds for all programs, beside what objects say of each.
  let limits: VerifierLimits
  let progress: ProgressLine?
  /// Lists refused paths, which takes as long as two verdicts more.
  var listsPaths = false

  /// One program after another; `use` gets each verdict as soon as it is there.
  func judge(_ subjects: [Subject], _ use: (Judgement) throws -> Void) rethrows {
    let count = subjects.reduce(0) { $0 + $1.programs.count }
    var number = 0
    for subject in subjects {
      for program in subject.programs {
        number += 1
        progress?.show(
          "verifying \(number) of \(count): \(subject.name) \(subject.image.functions[program].name)"
        )
        let judgement = judge(program, of: subject)
        progress?.clear()
        try use(judgement)
      }
    }
  }

  /// One program.
  func judge(_ program: Int, of subject: Subject) -> Judgement {
    guard let unit = subject.unit else {
      return Judgement(subject: subject, program: program, verdict: nil, microseconds: 0)
    }
    let verifier = Verifier(unit, limits: limits(for: subject.expectations[program]?.flags ?? []))
    let clock = ContinuousClock()
    let begin = clock.now
    let verdict = verifier.verify(entry: program)
    let duration = clock.now - begin
    return Judgement(
      subject: subject, program: program, verdict: verdict,
      microseconds: duration / .microseconds(1),
      listing: listsPaths ? verifier.refusedPath(of: program) : nil)
  }

  func limits(for flags: ProgramFlags) -> VerifierLimits {
    var limits = limits
    limits.isAlignmentStrict = limits.isAlignmentStrict || flags.isAlignmentStrict
    limits.maySleep = limits.maySleep || flags.contains(.sleepable)
    return limits
  }
}
