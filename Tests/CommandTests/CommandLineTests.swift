import Foundation
import Testing

/// What users see: exit statuses and messages. No root is needed.
@Suite struct CommandLineTests {
  @Test(arguments: [
    [], ["build"], ["demo"], ["demo", "services"], ["demo", "dispatch"], ["demo", "scaling"],
    ["replace"], ["run"], ["top"], ["trace"], ["verify"],
  ])
  func everyCommandHasHelpWithExamples(_ command: [String]) throws {
    let ending = try BatonProcess(command + ["--help"]).waitForEnd()
    #expect(ending.status == 0)
    let examples = try #require(ending.output.range(of: "Examples:"))
    let name = (["baton"] + command).joined(separator: " ")
    #expect(ending.output[examples.upperBound...].contains("  \(name)"), "\(ending.output)")
  }

  @Test func objectsThatCannotBeUsedAreNamedInOneLine() throws {
    let echo = try EchoObject()
    let idle = "__program(\"worker\") int idle(struct worker_ctx *ctx) { return 0; }"
    // The 6th octet is the byte order, the 19th and 20th are the machine (ELF, "ELF Header").
    let cases = [
      (try echo.folder.write(Array("hello, world\n".utf8), to: "text.o"), "not an ELF file"),
      (try echo.folder.write([], to: "empty.o"), "cut off"),
      (try echo.folder.write(echo.octets.prefix(30), to: "head.o"), "cut off"),
      (try echo.folder.write(echo.octets.dropLast(100), to: "cut.o"), "cut off"),
      (echo.folder.path("missing.o"), "no such file"),
      ("/proc/self/exe", "not a BPF object"),
      (try echo.compile(idle), "no program in a section “datapath”"),
    ]
    for (path, reason) in cases {
      expectBadInput(try baton("run", path, "--device", "memory"), "\(path): ", reason)
    }
    let bigEndian = try echo.copy([5: 2])
    expectBadInput(try baton("run", bigEndian, "--device", "memory"), "big-endian", bigEndian)
    let otherMachine = try echo.copy([18: 62])
    expectBadInput(try baton("run", otherMachine, "--device", "memory"), "machine 62", otherMachine)
  }

  @Test func devicesThatCannotBeOpenedAreNamedInOneLine() throws {
    let echo = try EchoObject()
    for device in [
      "disk", "afxdp", "afxdp:", "afxdp:lo:x", "afxdp:lo:-1", "afxdp:lo:0:1:0", "afxdp:lo:",
      "memory:0", "tap", "tap:", "tap:a:b", "tap:a b", "tap:a/b", "tap:a%d",
      "tap:longer-than-names-are",
    ] {
      expectBadInput(
        try baton("run", echo.path, "--device=\(device)"), "--device \(device): ",
        "memory, afxdp:INTERFACE[:QUEUE…], tap:NAME or pcap:FILE")
    }
    expectBadInput(
      try baton("run", echo.path, "--device", "afxdp:lo:0:1", "--workers", "3"),
      "--workers 3: 2 queues of lo are named")
    expectBadInput(try baton("run", echo.path, "--device", "tap:lo"), "lo: not a name for a TAP")
    expectBadInput(try baton("run", echo.path), "--device is missing")
    expectBadInput(
      try baton("run", echo.path, "--device", "afxdp:no-such-if"),
      "no-such-if: there is no such interface")
    expectBadInput(
      try baton("run", echo.path, "--device", "memory", "--workers", "0"), "--workers 0")
    expectBadInput(
      try baton("run", echo.path, "--device", "memory", "--seconds=-1"), "--seconds -1")
  }

  @Test func coresThatDoNotExistAreNamedInOneLine() throws {
    let echo = try EchoObject()
    func run(_ cores: String) throws -> Ending {
      try baton("run", echo.path, "--device", "memory", "--cores", cores)
    }
    expectBadInput(try run("1023"), "core 1023", "usable are 0")
    expectBadInput(try run("99999999"), "core 99999999")
    expectBadInput(try run("0,"), "“” is no core number")
    expectBadInput(try run("one"), "“one” is no core number")
    expectBadInput(try run("0,0"), "core 0 is there twice")
  }

  @Test func withoutRootTheMessageSaysWhatRootWouldAdd() throws {
    let echo = try EchoObject()
    let nobody =
      geteuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    expectBadInput(
      try baton("run", echo.path, "--device", "afxdp:lo", behind: nobody), "run as root", "CAP_BPF")
    expectBadInput(try baton("demo", "--afxdp", behind: nobody), "root is needed")
    expectBadInput(
      try baton("verify", "--against-kernel", echo.path, behind: nobody),
      "--against-kernel needs root, which would add what the running kernel says")
  }

  @Test func wrongUsageIsBadInput() throws {
    for arguments in [
      ["run"], ["run", "--no-such-option"], ["no-such-command"], ["demo", "--json"],
      ["verify", "some.o", "--expectations", "--against-kernel"],
    ] {
      let ending = try BatonProcess(arguments).waitForEnd()
      #expect(ending.status == 2, "\(arguments): \(ending.errors)")
      #expect(ending.errors.contains("Usage: baton"))
    }
  }

  private func expectBadInput(
    _ ending: Ending, _ words: String..., location: SourceLocation = #_sourceLocation
  ) {
    #expect(ending.status == 2 && !ending.isSignal, "\(ending)", sourceLocation: location)
    #expect(ending.output.isEmpty, sourceLocation: location)
    #expect(ending.message.hasPrefix("baton: "), "\(ending.message)", sourceLocation: location)
    #expect(!ending.message.contains("\n"), "\(ending.message)", sourceLocation: location)
    for word in words {
      #expect(ending.message.contains(word), "\(ending.message)", sourceLocation: location)
    }
  }
}
