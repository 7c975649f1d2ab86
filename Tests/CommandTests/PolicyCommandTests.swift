import Foundation
import Testing

/// `baton run` with a policy, on the memory device, where no packet comes.
@Suite struct PolicyCommandTests {
  private static func scaling(_ name: String, _ language: String = "c") -> String {
    "\(BatonProcess.root)/Programs/scaling/\(name).\(language)"
  }

  private func run(_ arguments: String...) throws -> Ending { try runAll(arguments) }

  private func runAll(_ arguments: [String]) throws -> Ending {
    let echo = try EchoObject()
    return try BatonProcess(
      ["run", echo.path, "--device", "memory", "--seconds", "0.3"] + arguments
    ).waitForEnd()
  }

  private func policy(_ ending: Ending) throws -> [String: Any] {
    let report = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    return try #require((report as? [String: Any])?["policy"] as? [String: Any])
  }

  /// Nobody has anything to do, so that one core does.
  @Test func workersAreCompacted() throws {
    let ending = try run(
      "--workers", "4", "--policy", Self.scaling("compacting"), "--target", "100", "--json")
    #expect(ending.status == 0, "\(ending.errors)")
    let policy = try policy(ending)
    #expect(policy["fault"] == nil)
    let decisions = try #require(policy["decisions"] as? [[String: Any]])
    #expect(decisions.count == policy["decisionCount"] as? Int)
    let moves = decisions.compactMap { $0["move"] as? [String: Int] }
    // Three of four cores are given up, with whoever was there.
    #expect(Set(moves.map { $0["worker"] }) == [1, 2, 3] && moves.allSatisfy { $0["to"] == 0 })
    #expect(decisions.filter { $0["because"] != nil }.count == moves.count)
  }

  /// The others of Programs/scaling decide without complaints.
  @Test(arguments: ["dedicated", "spreading", "shenango", "warm"], ["c", "swift"])
  func policiesAreFitToDecide(_ name: String, _ language: String) throws {
    let ending = try run(
      "--workers", "3", "--cores", "0", "--policy", Self.scaling(name, language))
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.contains("policy: "))
  }

  /// Best-effort groups need no cores and no policy; what they were lent is said at the end.
  @Test func whatWasLentIsSaid() throws {
    let groups = ["--workers", "2", "--group", "a:1", "--group", "b:1,cores=0-1,best-effort"]
    let report = try runAll(groups + ["--json"])
    #expect(report.status == 0, "\(report.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(report.output.utf8)) as? [String: Any]
    let lending = try #require(json?["lending"] as? [String: Any])
    let names = (lending["groups"] as? [[String: Any]])?.map { $0["name"] as? String }
    #expect(names == ["b"] && (lending["cores"] as? [Int])?.count == 2)
    #expect(json?["policy"] == nil)
    let text = try runAll(groups + ["--policy", Self.scaling("dedicated")])
    #expect(
      text.output.contains("b has worked for ") && text.output.contains("lent, of the time: "))
  }

  @Test func onlyOneLineSaysThatAPolicyIsUnfit() throws {
    let echo = try EchoObject()
    let path = try echo.compile(
      """
      SEC("policy") u64 greedy(struct policy_ctx *ctx) {
        bpf_group_want(0, ctx->core_count + 1);
        return 1000;
      }
      """)
    let ending = try withExtendedLifetime(echo) {
      try run("--workers", "2", "--policy", path)
    }
    #expect(ending.status == 1)
    let lines = ending.errors.split(separator: "\n").filter { $0.contains("decides no more") }
    #expect(lines.count == 1, "\(ending.errors)")
    #expect(lines.first?.contains("16 of its runs") == true, "\(ending.errors)")
  }

  @Test func timeSharesSayHowTheyWork() throws {
    let ending = try run("--cores", "0", "--spin", "--time-share", "500/1000")
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.errors.contains("time share 500/1000 by "), "\(ending.errors)")
  }

  @Test func whatMakesNoSenseIsNamed() throws {
    for (arguments, reason) in [
      (["--policy", "/nowhere.o"], "no such file"),
      (["--target=-1"], "--target -1"), (["--dwell=-1"], "--dwell -1"),
      (["--group", "a"], "--group a: give a name"), (["--group", "a:0"], "--group a:0"),
      (["--group", "a:1,cores=2-1"], "2 to 1 cores"),
      (["--group", "a:1,colour=red"], "“colour=red” is none of"),
      (["--group", "a:1,cores=0-1"], "0 to 1 cores"),
      (["--group", "a:1,cores=0-0,best-effort"], "“cores=0-0” is none of"),
      (["--group", "a:2"], "the groups have 2 workers, and there are 1"),
      (["--time-share", "1000/900"], "--time-share 1000/900"),
      (["--time-share", "x"], "--time-share x"), (["--sharing", "nice"], "goes with --time-share"),
      (["--time-share", "9/10", "--sharing", "rr"], "rr"),
    ] {
      let echo = try EchoObject()
      let policy = Self.scaling("dedicated")
      let all =
        ["run", echo.path, "--device", "memory", "--seconds", "0.1"]
        + (arguments[0] == "--policy" ? [] : ["--policy", policy]) + arguments
      let ending = try BatonProcess(all).waitForEnd()
      #expect(ending.status == 2, "\(arguments): \(ending.status) \(ending.errors)")
      #expect(ending.errors.contains(reason), "\(arguments): \(ending.errors)")
    }
  }
}
