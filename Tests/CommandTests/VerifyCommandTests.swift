import Foundation
import Testing

/// `baton verify`: what it prints, for people and for tools, and how it ends.
@Suite struct VerifyCommandTests {
  /// Reads the packet without having looked how long it is, and one that does nothing.
  private static let programs = """
    __program("xdp") int hasty(struct xdp_md *ctx) { return *(u8 *)(long)ctx->data; }
    __program("?xdp/late") int idle(struct xdp_md *ctx) { return 2; }
    """
  private static let reason = "invalid access to packet"

  /// The tags of Linux's selftests, with macros of our own.
  private static let annotated = """
    #define EXPECT(text) __attribute__((btf_decl_tag("comment:test_" text)))
    EXPECT("expect_success")
    __program("xdp") int right(struct xdp_md *ctx) { return 2; }
    EXPECT("expect_failure") EXPECT("expect_msg=0=3: R1=pkt(r=0)")
    EXPECT("expect_msg=1=access to {{p[a-z]+}}, off=") EXPECT("expect_msg=2=is not said")
    __program("xdp") int refused(struct xdp_md *ctx) { return *(u8 *)(long)ctx->data; }
    EXPECT("expect_success")
    __program("xdp") int wrongly_refused(struct xdp_md *ctx) { return *(u8 *)(long)ctx->data; }
    EXPECT("expect_failure") EXPECT("expect_msg=3=never said")
    __program("xdp") int wrongly_accepted(struct xdp_md *ctx) { return 2; }
    EXPECT("expect_failure_unpriv")
    __program("xdp") int unprivileged(struct xdp_md *ctx) { return 2; }
    __program("lwt_in") int silent(void *ctx) { return 0; }
    EXPECT("retval=many")
    __program("xdp") int puzzling(struct xdp_md *ctx) { return 2; }
    """

  private func json(_ arguments: [String]) throws -> (status: Int32, object: [String: Any]) {
    let ending = try BatonProcess(["verify", "--json"] + arguments).waitForEnd()
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    return (ending.status, try #require(object as? [String: Any], "\(ending)"))
  }

  private func objects(_ value: Any?) throws -> [[String: Any]] {
    try #require(value as? [[String: Any]])
  }

  @Test func jsonHasOneObjectAProgram() throws {
    let echo = try EchoObject()
    let object = try echo.compile(Self.programs)
    let (status, report) = try json([object])
    #expect(status == 1)
    let programs = try objects(report["programs"])
    #expect(programs.count == 2)
    let hasty = programs[0]
    #expect(hasty["section"] as? String == "xdp" && hasty["name"] as? String == "hasty")
    #expect(hasty["verdict"] as? String == "reject")
    let reason = try #require(hasty["reason"] as? String)
    #expect(reason.hasPrefix(Self.reason))
    #expect((hasty["log"] as? String)?.hasSuffix("\(reason)\n") == true)
    // The load of the pointer, then the one through it.
    #expect(hasty["instruction"] as? Int == 1 && hasty["function"] as? String == "hasty")
    #expect(hasty["instructionsProcessed"] as? Int == 2)
    #expect((hasty["microseconds"] as? Int).map { $0 >= 0 } == true)
    #expect(hasty["states"] is Int && hasty["object"] == nil)
    let idle = programs[1]
    #expect(idle["section"] as? String == "xdp/late" && idle["verdict"] as? String == "accept")
    #expect(idle["reason"] == nil && idle["instruction"] == nil)
    #expect((idle["log"] as? String)?.contains("processed 2 insns") == true)
  }

  @Test func severalObjectsAreToldApart() throws {
    let echo = try EchoObject()
    let other = try echo.compile(Self.programs)
    let (status, report) = try json([echo.path, other])
    #expect(status == 1)
    let paths = try objects(report["programs"]).map { $0["object"] as? String }
    #expect(Set(paths) == [echo.path, other])
    let text = try baton("verify", echo.path, other)
    #expect(text.output.contains("\(other):\nxdp hasty: refused: "), "\(text.output)")
    let one = try json([echo.path, other, "--program", "idle"])
    #expect(one.status == 0)
    #expect(try objects(one.object["programs"]).map { $0["name"] as? String } == ["idle"])
  }

  @Test func theReportIsShortUnlessMoreIsAskedFor() throws {
    let echo = try EchoObject()
    let object = try echo.compile(
      """
      __program("xdp") int early(struct xdp_md *ctx) {
        u8 *data = (u8 *)(long)ctx->data;
        return data + 1 > (u8 *)(long)ctx->data_end ? *data : 2;
      }
      """)
    let short = try baton("verify", object)
    #expect(short.status == 1)
    #expect(short.output.contains("xdp early: refused: \(Self.reason)"))
    #expect(short.output.contains("  at insn ") && short.output.contains("other.c:4"))
    #expect(short.output.contains("  hint: ") && !short.output.contains("  path:"))
    #expect(!short.output.contains("  log:") && !short.output.contains("\u{1b}"))
    let long = try baton("verify", object, "--explain", "--log")
    #expect(long.output.contains("  path:\n    insn "))
    #expect(long.output.contains("  state: R1=pkt(r=0,off=0)"), "\(long.output)")
    #expect(long.output.contains("  log:\n    0: R1=ctx()"), "\(long.output)")
    #expect(long.output.contains("    4: r3 += 0x1                          ; R3=pkt(r=0,off=1)"))
    #expect(long.output.contains("    6: w0 = *(u8 *)(r1 + 0x0)\n    \(Self.reason)"))
    let json = try json([object, "--log"]).object
    let log = try objects(json["programs"]).first?["log"] as? String
    #expect(log?.hasPrefix("0: R1=ctx()") == true, "\(log ?? "")")
  }

  /// The limit is for a program with the global functions that it comes to, which are verified by themselves.
  @Test func programsAreTooLargeTogetherWithTheirGlobalFunctions() throws {
    let echo = try EchoObject()
    let object = try echo.compile(
      """
      #define ROUNDS for (int i = 0; i < 50; i++) __asm__ volatile("" : "+r"(i));
      __attribute__((noinline)) int other(int n) { ROUNDS return n; }
      __program("tc") int both(void *ctx) { ROUNDS return other(1); }
      """)
    func program(_ limit: Int) throws -> [String: Any] {
      try objects(json([object, "--instruction-limit", "\(limit)"]).object["programs"])[0]
    }
    let needed = try #require(try program(10_000)["instructionsProcessed"] as? Int)
    #expect(needed > 200)
    #expect(try program(needed)["verdict"] as? String == "accept")
    let reason = try program(needed - 1)["reason"] as? String
    #expect(reason == "BPF program is too large. Processed \(needed) insn")
  }

  @Test func unknownRolesAreUnsupported() throws {
    let echo = try EchoObject()
    let object = try echo.compile(#"__program("no_such_role") int odd(void *ctx) { return 0; }"#)
    let (status, report) = try json([object])
    #expect(status == 1)
    #expect(try objects(report["programs"])[0]["verdict"] as? String == "unsupported")
    #expect(try baton("verify", object).output.contains("no_such_role odd: unsupported: "))
  }

  @Test(arguments: [[], ["--json"], ["--expectations"], ["--expectations", "--json"]])
  func badInputEndsWithTwo(_ options: [String]) throws {
    let echo = try EchoObject()
    let missing = echo.folder.path("missing.o")
    let cut = try echo.folder.write(echo.octets.dropLast(100), to: "cut.o")
    for path in [missing, cut] {
      let ending = try BatonProcess(["verify", path] + options).waitForEnd()
      #expect(ending.status == 2 && ending.errors.hasPrefix("baton: "), "\(ending)")
      #expect(!options.isEmpty || ending.output.isEmpty)
    }
    let nobody = try BatonProcess(["verify", echo.path, "--program", "nobody"] + options)
    #expect(nobody.waitForEnd().status == 2)
  }

  @Test func verdictsAreScored() throws {
    let echo = try EchoObject()
    let object = try echo.compile(Self.annotated)
    let (status, report) = try json(["--expectations", object])
    #expect(status == 1)
    func figure(_ name: String) throws -> [String: Any] {
      try #require(report[name] as? [String: Any], "\(name)")
    }
    let verdicts = try figure("verdicts")
    #expect(verdicts["count"] as? Int == 3 && verdicts["total"] as? Int == 5)
    #expect(verdicts["silent"] as? Int == 1)
    let missing = try objects(verdicts["missing"]).map { $0["name"] as? String }
    #expect(missing == ["wrongly_refused", "wrongly_accepted"])
    let scored = try figure("scoredSections")
    #expect(scored["count"] as? Int == 2 && scored["total"] as? Int == 4)
    let accepts = try figure("falseAccepts")
    #expect(accepts["count"] as? Int == 1 && accepts["total"] as? Int == 2)
    #expect(
      try objects(accepts["programs"]).map { $0["name"] as? String } == ["wrongly_accepted"])
    let reasons = try figure("reasons")
    #expect(reasons["count"] as? Int == 1 && reasons["total"] as? Int == 3)
    #expect(
      try objects(reasons["missing"]).map { $0["message"] as? String }
        == ["is not said", "never said"])
    let traces = try figure("traces")
    #expect(traces["count"] as? Int == 0 && traces["total"] as? Int == 1)
    #expect(report["idle"] as? Int == 1)
    #expect(try objects(report["riddles"]).count == 1)
  }

  @Test func theScoreNamesWhatIsBehindEachFigure() throws {
    let echo = try EchoObject()
    let object = try echo.compile(Self.annotated)
    let text = try baton("verify", "--expectations", object)
    #expect(text.status == 1)
    for line in [
      "wrong verdicts", "  * other.o: xdp wrongly_accepted: expected reject, is accept",
      "false accepts:\n  other.o: xdp wrongly_accepted", "“never said”, is accepted",
      "“comment:test_retval=many”: “many” is no number", "verdicts: 3 of 5 (60.0 %)",
    ] {
      #expect(text.output.contains(line), "\(line) is missing: \(text.output)")
    }
    let right = try baton("verify", "--expectations", object, "--program", "right")
    #expect(right.status == 0, "\(right)")
  }

  @Test func whatExpectsNothingCannotBeScored() throws {
    let echo = try EchoObject()
    let ending = try baton("verify", "--expectations", echo.path)
    #expect(ending.status == 2)
    #expect(ending.errors.contains("nothing is expected of any program"))
  }
}
