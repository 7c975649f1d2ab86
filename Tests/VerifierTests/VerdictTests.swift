import ObjectFile
import SampleUnits
import Testing
import Verifier

/// What a verdict tells beside yes and no.
@Suite struct VerdictTests {
  private func verdicts(_ programs: [(section: String, source: String)]) throws -> [Verdict] {
    var sample = Sample()
    for (index, program) in programs.enumerated() {
      sample.add("program\(index)", program.section, program.source)
    }
    let unit = try ProgramUnit(image: sample.image(), interface: .baton)
    return Verifier(unit).verify()
  }

  @Test func whatCannotBeJudgedIsNotAccepted() throws {
    var sample = Sample()
    sample.add("odd", "no_such_role", "r0 = 0\nexit")
    let unit = try ProgramUnit(image: sample.image(), interface: .baton)
    let verdict = try #require(Verifier(unit).verify().first)
    guard case .unsupported(let rejection) = verdict.outcome else {
      Issue.record("it is \(verdict.outcome)")
      return
    }
    #expect(rejection.reason.contains("no_such_role"))
    #expect(verdict.rejection == rejection)
    #expect(throws: VerifiedUnit.Refusal.self) { try VerifiedUnit.verifying(unit) }
  }

  @Test func refusalsSayHowFarTheVerifierCame() throws {
    let source = "r1 = 1\nr2 = 2\nr0 = r5\nexit"
    let refused = try #require(try verdicts([("worker", source)]).first)
    #expect(refused.rejection?.reason == "R5 !read_ok")
    #expect(refused.processedCount == 3)
  }

  @Test func logsEndWithTheHeadline() throws {
    let both = try verdicts([("worker", "r0 = 0\nexit"), ("worker", "exit")])
    #expect(both[0].log.lines.last?.hasPrefix("processed 2 insns") == true)
    #expect(both[1].log.lines == ["R0 !read_ok"])
    var rejection = try #require(both[1].rejection)
    rejection.notes = ["first", "second"]
    #expect(rejection.log.text == "first\nsecond\nR0 !read_ok\n")
  }

  @Test func theSummaryLeavesOutWhatIsLong() throws {
    var sample = Sample()
    sample.add("long", "worker", "r0 = r5\nexit")
    let image = try sample.image()
    let unit = try ProgramUnit(image: image, interface: .baton)
    var rejection = try #require(Verifier(unit).verify().first?.rejection)
    rejection.contract = "f: (_) -> _"
    rejection.hint = "first\nsecond"
    let headline = "R5 !read_ok\n  at insn 0 of long"
    #expect(rejection.summary(for: image) == "\(headline)\n  hint: first")
    #expect(
      rejection.report(for: image)
        == "\(headline)\n  contract: f: (_) -> _\n  hint: first\nsecond")
  }
}
