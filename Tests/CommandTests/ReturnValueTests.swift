import Foundation
import Testing

/// What accepted programs return, beside what their object expects: `baton verify --expectations`.
@Suite struct ReturnValueTests {
  /// Programs with the tags of Linux's selftests, by macros of our own. What is wrong says so.
  private static let source = """
    #define EXPECT(text) __attribute__((btf_decl_tag("comment:test_" text)))
    #define RETURNS(value, section) EXPECT("retval=" value) SEC(section)
    #define OUTLINE __attribute__((noinline))
    struct __sk_buff { u32 len; };
    BATON_MAP(counts, ARRAY, u32, u64, 1);
    BATON_MAP(filled, HASH, u32, u64, 4);
    u64 total = 40;

    static OUTLINE u64 plus_total(u64 number) { return number + total; }
    OUTLINE int twice(int number) { return number * 2; }
    static long count_one(u32 index, void *sum) {
      *(u64 *)sum += index;
      return 0;
    }

    RETURNS("42", "socket") int fresh_maps(struct __sk_buff *ctx) {
      u32 key = 0;
      u64 *count = bpf_map_lookup_elem(&counts, &key);
      if (!count) return 0;
      *count += 1;
      total += 1;
      return plus_total(*count);
    }
    RETURNS("-6", "tc") int subprograms(struct __sk_buff *ctx) { return twice(-3); }
    RETURNS("TEST_DATA_LEN", "tc") int length(struct __sk_buff *ctx) { return ctx->len; }
    RETURNS("POINTER_VALUE", "socket") int pointer(struct __sk_buff *ctx) { return (long)ctx; }
    RETURNS("45", "lwt_in") int loop(struct __sk_buff *ctx) {
      u64 sum = 0;
      bpf_loop(10, count_one, &sum, 0);
      return sum;
    }

    RETURNS("5", "socket") int last(struct __sk_buff *ctx) { return 5; }
    struct {
      int(*type)[BPF_MAP_TYPE_PROG_ARRAY];
      int(*max_entries)[2];
      int(*key_size)[4];
      int (*values[])(struct __sk_buff *);
    } programs SEC(".maps") = {.values = {[1] = &last}};
    RETURNS("5", "socket") int tail_call(struct __sk_buff *ctx) {
      bpf_tail_call((void *)ctx, &programs, 1);
      return 6;
    }

    RETURNS("7", "xdp") int wrong(struct xdp_md *ctx) { return 8; }
    RETURNS("9", "socket") int given(struct __sk_buff *ctx) {
      u32 key = 3;
      u64 *value = bpf_map_lookup_elem(&filled, &key);
      return value ? *value : 0;
    }
    RETURNS("0", "socket") int without_helper(struct __sk_buff *ctx) {
      return ((u64(*)(void))118)() == 0;
    }
    RETURNS("0", "tracepoint") int elsewhere(void *ctx) { return 0; }
    EXPECT("expect_failure") RETURNS("3", "socket") int refused(struct __sk_buff *ctx) {
      return *(int *)((char *)ctx + 4000);
    }
    """

  private func score(
    _ options: String...
  ) throws -> (status: Int32, values: [String: Any], text: String) {
    let echo = try EchoObject()
    let object = try echo.compile(Self.source)
    let arguments = ["verify", "--expectations", object] + options
    let json = try BatonProcess(arguments + ["--json"]).waitForEnd()
    let report = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    let values = (report as? [String: Any])?["returnValues"] as? [String: Any]
    let text = try BatonProcess(arguments).waitForEnd()
    #expect(text.status == json.status)
    return (json.status, try #require(values, "\(json)"), text.output)
  }

  private func names(_ list: Any?) throws -> [String] {
    try #require(list as? [[String: Any]]).compactMap { $0["name"] as? String }
  }

  @Test func wrongOnesAreFoundInBothEngines() throws {
    let (status, values, text) = try score()
    #expect(status == 1)
    #expect(values["count"] as? Int == 7 && values["total"] as? Int == 9, "\(values)")
    #expect(try names(values["missing"]) == ["given", "wrong"])
    let wrong = try #require((values["missing"] as? [[String: Any]])?.last)
    #expect(wrong["expected"] as? String == "7")
    #expect(wrong["interpreter"] as? Int == 8 && wrong["jit"] as? Int == 8)
    #expect(try names(values["notRun"]) == ["without_helper", "elsewhere"])
    for line in [
      "wrong return values:\n  other.o: socket given: expected 9, interpreter 0, jit 0\n"
        + "  other.o: xdp wrong: expected 7, interpreter 8, jit 8\n",
      "not run, although a return value is expected:\n"
        + "  other.o: socket without_helper: Baton doesn't have bpf_jiffies64\n"
        + "  other.o: tracepoint elsewhere: Linux has no test run for programs of the role tracepoint",
      "return values: 7 of 9 (77.8 %) in both engines; 2 not run",
    ] {
      #expect(text.contains(line), "\(line) is missing: \(text)")
    }
  }

  @Test func mapsAreFilledAsIsSaid() throws {
    let (_, values, _) = try score(
      "--map-entry", "other:filled:03000000=0900000000000000", "--map-entry",
      "another:filled:03000000=0800000000000000")
    #expect(values["count"] as? Int == 8)
    #expect(try names(values["missing"]) == ["wrong"])
  }

  @Test func entriesThatDoNotFitAreNamed() throws {
    let (_, values, text) = try score("--map-entry", "other:filled:0300=09")
    #expect(try names(values["notRun"]).contains("given"))
    #expect(
      text.contains("map “filled” has keys of 4 and values of 8 octets, not of 2 and 1"), "\(text)")
  }

  @Test func oneProgramThatReturnsWhatItHasToIsRight() throws {
    #expect(try score("--program", "fresh_maps").status == 0)
    #expect(try score("--program", "wrong").status == 1)
  }

  @Test(arguments: [
    "filled:00=00", "other:filled:0x", "other:filled:0g=00", "other:filled:00=00=00",
  ])
  func entriesThatMakeNoSenseAreRefused(_ entry: String) throws {
    let echo = try EchoObject()
    let ending = try baton("verify", "--expectations", echo.path, "--map-entry", entry)
    #expect(ending.status == 2, "\(ending)")
    #expect(ending.errors.contains("OBJECT:MAP:KEY=VALUE"), "\(ending)")
  }
}
