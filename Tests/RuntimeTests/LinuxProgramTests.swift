import Bytecode
import ObjectFile
import Runtime
import SamplePrograms
import Testing
import Verifier

/// Programs of Linux's kinds, run as its selftests run them: on 64 zero octets, in both engines.
@Suite struct LinuxProgramTests {
  struct Case: CustomStringConvertible, Sendable {
    var section: String
    var code: String
    var result: UInt32
    var description: String { "\(section): \(code)" }

    init(_ section: String, _ code: String, _ result: UInt32) {
      self.section = section
      self.code = code
      self.result = result
    }
  }

  private func unit(_ section: String, _ code: String) throws -> ProgramUnit {
    let instructions = try Assembler.assemble(code + "\nexit\n")
    return try ProgramUnit(
      image: ProgramImage(bare: instructions, section: section), interface: .linux)
  }

  private func results(of section: String, _ code: String) throws -> LinuxTest.Results {
    try LinuxTest(unit(section, code), program: 0).run()
  }

  /// Fields of a packet in the stack: where each lies, and what is in it.
  private static let fields = [
    Case("socket", "r0 = *(u32 *)(r1 + 0)", 50), Case("tc", "r0 = *(u32 *)(r1 + 0)", 64),
    Case("cgroup_skb/egress", "r0 = *(u32 *)(r1 + 0)\nr0 &= 3", 50 & 3),
    Case("lwt_in", "r0 = *(u32 *)(r1 + 16)", 0x400), Case("tc", "r0 = *(u32 *)(r1 + 40)", 1),
    Case("socket", "r0 = *(u32 *)(r1 + 4)", 0),
    Case("socket", "r2 = 5\n*(u32 *)(r1 + 52) = r2\nr0 = *(u16 *)(r1 + 52)", 5),
    Case("tc", "r2 = -2\n*(u32 *)(r1 + 8) = r2\nr0 = *(s32 *)(r1 + 8)\nr0 >>= 60", 15),
    Case("tc", "r2 = 300\n*(u32 *)(r1 + 72) = r2\nr0 = *(u8 *)(r1 + 72)", 300 & 255),
  ]

  /// How many octets there are, from where the program is: as many can be read, and one more can't.
  private static func reading(_ section: String, _ count: Int, _ result: UInt32) -> Case {
    let (data, end) = section == "xdp" ? (0, 4) : (76, 80)
    return Case(
      section,
      """
      r2 = *(u32 *)(r1 + \(data))
      r3 = *(u32 *)(r1 + \(end))
      r0 = 0
      r2 += \(count)
      if r2 > r3 goto end
      r0 = 1
      end:
      """, result)
  }

  private static let packets = [
    reading("tc", 64, 1), reading("tc", 65, 0), reading("lwt_out", 50, 1),
    reading("lwt_xmit", 51, 0), reading("xdp", 64, 1), reading("xdp", 65, 0),
    // Linux doesn't say here where the packet ends.
    reading("cgroup_skb/ingress", 1, 0),
  ]

  /// Legacy loads, from the data and from either header.
  private static func legacy(_ section: String, _ offset: Int, _ result: UInt32) -> [Case] {
    [
      Case(section, "r6 = r1\nr0 = *(u8 *)skb[\(offset)]\nr0 = 1", result),
      Case(section, "r6 = r1\nr7 = \(offset - 1)\nr0 = *(u8 *)skb[r7 + 1]\nr0 = 1", result),
    ]
  }

  private static let legacyLoads = [
    legacy("socket", 49, 1), legacy("socket", 50, 0), legacy("tc", 63, 1), legacy("tc", 64, 0),
    legacy("socket", -0x10_0000 + 49, 1), legacy("socket", -0x10_0000 + 50, 0),
    legacy("tc", -0x10_0000 + 50, 0), legacy("socket", -0x20_0000 + 63, 1),
    legacy("socket", -0x20_0000 + 64, 0), legacy("socket", -0x20_0001, 0), legacy("socket", -1, 0),
  ].flatMap { $0 }

  private static let others = [
    Case("xdp", "r0 = *(u32 *)(r1 + 12)", 1), Case("xdp", "r0 = *(s32 *)(r1 + 12)", 1),
    Case("xdp", "r1 = 1\nr2 = 0\ncall 23", 4), Case("syscall", "r0 = 7", 7),
    // A number of 32 bits, whatever the C function leaves above.
    Case("socket", "call 7\nr0 >>= 32", 0), Case("socket", "r0 = -1", .max),
    // A socket of no family, closed, that no queue was chosen for.
    Case("tc", socket + "r0 = *(u32 *)(r2 + 72)", 7),
    Case("tc", socket + "r0 = *(u32 *)(r2 + 4)", 0),
    Case("tc", socket + "r0 = *(u32 *)(r2 + 76)", .max),
  ]
  private static let socket = "r0 = 99\nr2 = *(u64 *)(r1 + 168)\nif r2 == 0 goto +1\n"

  @Test(arguments: fields + packets + legacyLoads + others)
  func theProgramReturns(_ one: Case) throws {
    let results = try results(of: one.section, one.code)
    #expect(results.interpreter == one.result)
    #expect(results.jit == one.result)
  }

  @Test(arguments: [
    ("tc", "r1 = 1\nr2 = 0\ncall 23", "Baton doesn't have bpf_redirect"),
    ("socket", "call 118", "Baton doesn't have bpf_jiffies64"),
    ("syscall", "r0 = *(u64 *)(r1 + 0)", "context field words: the context of a test run is null"),
    ("sk_lookup", "r0 = 1", "Linux runs it without a packet only"),
    ("kprobe", "r0 = 1", "Linux has no test run for programs of the role kprobe"),
    (
      "tc",
      "r1 = 8000000\nr2 = outer ll\nr3 = 0\nr4 = 0\ncall 181\nexit\nouter:\nr1 = 8000000\n"
        + "r2 = inner ll\nr3 = 0\nr4 = 0\ncall 181\nr0 = 0\nexit\ninner:\nr0 = 0",
      "it takes more than 134217728 instructions"
    ),
  ])
  func whatCannotBeRunSaysWhy(_ section: String, _ code: String, _ reason: String) throws {
    #expect(throws: LinuxTest.NotRun(reason: reason)) { try results(of: section, code) }
  }

  /// Paths that no program takes ask for nothing.
  @Test func onlyWhatMayBeCalledIsNeeded() throws {
    let results = try results(of: "socket", "r0 = 3\nif r0 == 3 goto +1\ncall 118")
    #expect(results == LinuxTest.Results(interpreter: 3, jit: 3))
  }
}
