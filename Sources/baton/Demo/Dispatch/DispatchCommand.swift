import ArgumentParser

extension DemoCommand {
  /// `baton demo dispatch`: who is served next.
  struct DispatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "dispatch",
      abstract: "A dataplane's dispatch: short requests behind rare long ones, by policy.",
      discussion: """
        Requests arrive as a Poisson process, an open loop: 99.5 % take 10 µs to serve, the others 1 ms. First come, \
        first served has short ones wait behind long ones; processor sharing gives each 5 µs in turn. Shown are \
        percentiles of how long short requests stay, and of the slowdown of all (stay over service), at rising loads.

        It runs for real on the memory device: the load on core 0, one serving core, 1. With --cores N it runs in \
        virtual time on N serving cores, and one that receives for programs that have a variable “receivers”.

        Examples:
          baton demo dispatch
          baton demo dispatch --cores 16
          baton demo dispatch --policies fcfs,ps,my_policy.c --loads 0.5,0.7
          baton demo dispatch --cores 4 --policies jbsq,reserved --steering first
        """)

    @Option(
      help: ArgumentHelp(
        "Names in Programs/scheduling, sources or objects, one after the other.", valueName: "LIST")
    )
    var policies = "fcfs,ps"

    @Option(
      help: ArgumentHelp("Offered loads, as shares of the serving cores.", valueName: "LIST"))
    var loads = "0.1,0.3,0.5,0.6,0.7,0.8,0.9"

    @Option(help: ArgumentHelp("Serve on so many virtual cores, in virtual time.", valueName: "N"))
    var cores: Int?

    @Option(help: "For real: how long each load lasts.")
    var seconds = 1.5

    @Option(help: "In virtual time: how many requests each load has.")
    var requests = 40_000

    @Option(
      help: """
        In virtual time: which core's queue requests come to: first, one more than serve; anywhere; or auto, the first for \
        programs with a variable “receivers”.
        """)
    var steering = DispatchServer.Steering.auto

    @OptionGroup var options: DemoOptions

    func validate() throws {
      _ = try (parts(of: policies, "--policies"), offeredLoads())
      guard (0.05...60).contains(seconds) else {
        throw ValidationError("--seconds \(seconds): give 0.05 to 60")
      }
      guard (100...10_000_000).contains(requests) else {
        throw ValidationError("--requests \(requests): give 100 to 10,000,000")
      }
      if let cores, !(1...DispatchServer.coreCountMax).contains(cores) {
        throw ValidationError("--cores \(cores): give 1 to \(DispatchServer.coreCountMax)")
      }
    }

    private func offeredLoads() throws(ValidationError) -> [Double] {
      var loads: [Double] = []
      for part in try parts(of: self.loads, "--loads") {
        guard let load = Double(part), (0.01...2).contains(load) else {
          throw ValidationError("--loads \(self.loads): give shares from 0.01 to 2")
        }
        loads.append(load)
      }
      return loads
    }

    func run() throws {
      let server =
        cores.map { DispatchServer.virtual(coreCount: $0, requestCount: requests, steering) }
        ?? .real(seconds: seconds)
      try server.requireMeans()
      // Before anything makes a thread.
      let stop = StopRequest()
      let programs = try DemoProgram.all(
        try parts(of: policies, "--policies"), in: "scheduling")
      try DispatchDemo(
        server: server, programs: programs, loads: try offeredLoads(), options: options, stop: stop
      ).run()
    }
  }
}

extension DispatchServer.Steering: ExpressibleByArgument {}
