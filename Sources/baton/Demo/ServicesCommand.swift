import ArgumentParser
import Foundation
import Runtime

extension DemoCommand {
  /// `baton demo`, or `baton demo services`: the whole way of a packet, seen and measured.
  struct ServicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "services",
      abstract: "Serve UDP and TCP with verified coroutine data paths, and measure it.",
      discussion: """
        Compiles and verifies Programs/udp_echo and Programs/network_queued, runs them on a worker, and \
        loads them over the in-memory device with clients in this process: datagrams of four classes, \
        and connections of a TCP of their own. Each packet suspends once: its data path waits in a \
        queue until the worker resumes it.

        With --afxdp (as root) the same is done on a veth pair, for clients of the kernel's sockets: \
        the UDP echo beside a kernel socket, and, where they are installed, redis-benchmark and wrk on \
        Baton's services beside redis-server and nginx on the kernel's stack. Needs the tools ip and \
        ethtool, and two cores. Whatever is set up is removed, also when it is interrupted.

        Examples:
          baton demo services
          baton demo services --language swift --engine interpreter
          sudo baton demo services --afxdp
        """)

    @Option(help: "Which of the programs to run: c or swift.")
    var language: Language = .c

    @Option(help: "What executes them: jit or interpreter.")
    var engine: EngineKind = .jit

    @Option(help: "How long each part measures, in seconds.")
    var seconds = 2.0

    @Flag(help: "Serve on AF_XDP, and compare with the kernel's stack (root).")
    var afxdp = false

    @Option(
      help: "With --afxdp: how many rounds each server gets, of 20,000 pings or some seconds.")
    var rounds = 3

    @Flag(help: "With --afxdp: print the result as a JSON object.")
    var json = false

    enum Language: String, ExpressibleByArgument, CaseIterable { case c, swift }

    func validate() throws {
      guard (0.1...60).contains(seconds) else {
        throw ValidationError("--seconds takes 0.1 to 60")
      }
      guard (1...1000).contains(rounds) else { throw ValidationError("--rounds takes 1 to 1000") }
      guard afxdp || !json else { throw ValidationError("--json goes with --afxdp") }
    }

    /// The path of one of Programs, in the language that was asked for.
    func source(_ name: String) -> String {
      "\(Installation.root)/Programs/\(name).\(language.rawValue)"
    }

    func run() throws {
      if afxdp { return try runOnAFXDP() }
      try MemoryDemo(language: language, engine: engine, seconds: seconds).run()
      print(
        "next: baton demo dispatch (who is served next), baton demo scaling (on how many cores)")
    }
  }
}

extension EngineKind: ExpressibleByArgument {}
