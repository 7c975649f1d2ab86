import ObjectFile
import Testing

/// What objects say of their own programs, in the tags of Linux's selftests; the macros are our own.
@Suite(.enabled(if: Clang.path != nil, "clang is not on PATH"))
struct ExpectationTests {
  private static let macros = """
    #define TEXT(x) #x
    #define NUMBER(x) TEXT(x)
    #define TAG(text) __attribute__((btf_decl_tag("comment:test_" text)))
    #define MESSAGE(text) TAG("expect_msg=" NUMBER(__COUNTER__) "=" text)
    #define PROGRAM(name) SEC("socket") int name(void *context) { return 0; }

    """

  private func reader(_ source: String) throws -> ExpectationReader {
    ExpectationReader(try Clang.image(source: Self.macros + source).types)
  }

  private func expectation(_ tags: String) throws -> ProgramExpectation {
    try #require(try reader("\(tags) PROGRAM(one)").expectation(of: "one"))
  }

  @Test func outcomesAndMessagesAreRead() throws {
    let one = try expectation(
      """
      TAG("expect_failure") MESSAGE("first") MESSAGE("R{{[0-9]+}} bad {{.*}}") MESSAGE("first")
      TAG("log_level=2") TAG("btf_path=some.o") TAG("description=a test")
      """)
    #expect(one.outcome == .failure)
    #expect(one.isStated)
    #expect(one.isTest)
    #expect(one.messages.map(\.text) == ["first", "R{{[0-9]+}} bad {{.*}}", "first"])
    #expect(
      one.messages[1].parts == [
        .text("R"), .expression("[0-9]+"), .text(" bad "), .expression(".*"),
      ])
    #expect(one.logLevel == 2)
    #expect(one.typesPath == "some.o")
  }

  @Test func silenceAmongAnnotatedProgramsMeansSuccess() throws {
    let reader = try reader(
      """
      TAG("expect_failure") PROGRAM(one)
      TAG("prog_flags=BPF_F_SLEEPABLE") PROGRAM(two)
      PROGRAM(three)
      """)
    for name in ["two", "three"] {
      let silent = try #require(try reader.expectation(of: name))
      #expect(silent.outcome == .success)
      #expect(!silent.isStated)
      #expect(silent.isTest)
    }
    #expect(try reader.expectation(of: "nobody") == nil)
    let unannotated = try self.reader("PROGRAM(one)")
    #expect(try unannotated.expectation(of: "one") == nil)
  }

  @Test(arguments: [
    #"TAG("expect_failure_unpriv")"#, #"TAG("expect_success_unpriv")"#,
    #"TAG("retval_unpriv=1")"#, #"TAG("expect_msg_unpriv=0=text")"#,
    #"TAG("expect_xlated_unpriv=0=text")"#, #"TAG("auxiliary_unpriv")"#,
  ])
  func whatIsExpectedWithoutPrivilegesIsNoTest(_ tag: String) throws {
    let one = try expectation(tag)
    #expect(!one.isPrivileged)
    #expect(!one.isTest)
    // Any word on the other way of loading makes it one, but for programs that are only there for others.
    let both = try expectation(tag + #"TAG("expect_success")"#)
    #expect(both.isPrivileged)
    #expect(both.isTest == !tag.contains("auxiliary"))
    #expect(both.messages.isEmpty)
  }

  @Test func returnValuesAreNumbersOrWords() throws {
    let cases: [(String, ProgramExpectation.ReturnValue)] = [
      ("7", .number(7)), ("-1", .number(-1)), ("0x10", .number(16)),
      ("0xffffffff", .number(-1)), ("INT_MIN", .number(.min)), ("TEST_DATA_LEN", .number(64)),
      ("POINTER_VALUE", .anything),
    ]
    for (text, value) in cases {
      #expect(try expectation("TAG(\"retval=\(text)\")").returnValue == value)
    }
    let bad = try reader(#"TAG("retval=many") PROGRAM(one)"#)
    #expect {
      try bad.expectation(of: "one")
    } throws: {
      "\($0)" == "“comment:test_retval=many”: “many” is no number"
    }
  }

  @Test func flagsAreSetAndCleared() throws {
    let one = try expectation(
      """
      TAG("prog_flags=BPF_F_STRICT_ALIGNMENT") TAG("prog_flags=0x10")
      TAG("prog_flags=!BPF_F_TEST_REG_INVARIANTS")
      """)
    #expect(one.flags == [.strictAlignment, .sleepable, .randomUpperHalves])
    #expect(one.flags.isAlignmentStrict)
    #expect(try expectation(#"TAG("prog_flags=8")"#).flags == [.ofTests, .frequentStates])
    let any = ProgramFlags([.strictAlignment, .anyAlignment])
    #expect(!any.isAlignmentStrict)
  }

  @Test func programsForOtherMachinesAreNoTests() throws {
    #expect(try expectation(#"TAG("expect_success") TAG("arch=S390")"#).isTest == false)
    let every = ["X86_64", "ARM64", "RISCV64"].map { "TAG(\"arch=\($0)\")" }.joined()
    #expect(try expectation(every).isTest)
  }

  @Test func machineCodeBelongsToTheMachineNamedLast() throws {
    let elsewhere = try expectation(
      #"TAG("expect_success_unpriv") TAG("arch=S390") TAG("jited=0=text")"#)
    #expect(!elsewhere.isPrivileged)
    let bad = try reader(#"TAG("jited=0=text") PROGRAM(one)"#)
    #expect(throws: ExpectationError.self) { try bad.expectation(of: "one") }
  }

  @Test func programsForOthersAreNoTests() throws {
    let one = try expectation(#"TAG("auxiliary")"#)
    #expect(one.isAuxiliary && one.isPrivileged && !one.isTest)
  }

  @Test func openExpressionsAreRefused() throws {
    let bad = try reader(#"MESSAGE("R{{[0-9]+ bad") PROGRAM(one)"#)
    #expect(throws: ExpectationError.self) { try bad.expectation(of: "one") }
    #expect(MessagePattern("a }} b")?.parts == [.text("a }} b")])
    #expect(MessagePattern("{{a}}{{b}}")?.parts == [.expression("a"), .expression("b")])
  }
}
