import ArgumentParser
import Load
import Runtime

extension DemoCommand {
  /// `baton demo scaling`: how many cores, and who runs where.
  struct ScalingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "scaling",
      abstract: "Dynamic scaling: cores follow a load that rises and falls, by policy.",
      discussion: """
        Requests come to as many device queues as there are cores, each to any of them, in virtual \
        time: few at first, many in the middle, few at the end. Policies of Programs/scaling say on how many cores the \
        queues' workers run, and on which. Shown are the cores that each holds, what it leaves free, and how long \
        requests stay.

        Examples:
          baton demo scaling
          baton demo scaling --cores 16 --shape steps
          baton demo scaling --policies dedicated,compacting,my_policy.c --target 20
        """)

    @Option(
      help: ArgumentHelp(
        "Names in Programs/scaling, sources or objects, one after the other.", valueName: "LIST"))
    var policies = "dedicated,spreading,compacting,shenango"

    @Option(help: ArgumentHelp("How many virtual cores there are.", valueName: "N"))
    var cores = 8

    @Option(help: "How the load changes: day, as a wave; or steps.")
    var shape = LoadShape.day

    @Option(help: "The load at its peak, as a share of all cores.")
    var peak = 0.6

    @Option(
      help: ArgumentHelp("How long each request takes to serve.", valueName: "MICROSECONDS"))
    var service = 10.0

    @Option(help: "How long the load lasts, in virtual time.")
    var seconds = 0.4

    @Option(
      help: ArgumentHelp(
        "How long a packet may wait, as policies are told; 0 for no wish.",
        valueName: "MICROSECONDS"))
    var target = 0.0

    @Option(
      help: ArgumentHelp(
        "How long a worker stays on a core whatever policies want.", valueName: "MICROSECONDS"))
    var dwell = 50.0

    @OptionGroup var options: DemoOptions

    enum LoadShape: String, CaseIterable, ExpressibleByArgument { case day, steps }

    func validate() throws {
      _ = try parts(of: policies, "--policies")
      guard (1...64).contains(cores) else {
        throw ValidationError("--cores \(cores): give 1 to 64")
      }
      guard (0.01...2).contains(peak) else {
        throw ValidationError("--peak \(peak): give 0.01 to 2")
      }
      guard (0.001...60).contains(seconds) else {
        throw ValidationError("--seconds \(seconds): give 0.001 to 60")
      }
      guard (0.1...1_000).contains(service) else {
        throw ValidationError("--service \(service): give 0.1 to 1,000 microseconds")
      }
      guard (0...1e9).contains(dwell) else {
        throw ValidationError("--dwell \(dwell): give 0 or more microseconds")
      }
      guard (0...1e9).contains(target) else {
        throw ValidationError("--target \(target): give 0 or more microseconds")
      }
    }

    private var curve: RateCurve {
      let nanoseconds = UInt64(seconds * 1e9)
      return switch shape {
      case .day: .day(least: 0.05, nanoseconds: nanoseconds)
      case .steps: .steps([0.1, 0.6, 0.25, 1, 0.4, 0.05], nanoseconds: nanoseconds)
      }
    }

    func run() throws {
      // Before anything makes a thread.
      let stop = StopRequest()
      let dataPath = try DemoProgram("dfcfs", in: "scheduling")
      let programs = try DemoProgram.all(
        try parts(of: policies, "--policies"), in: "scaling", linkedTo: dataPath)
      let scenario = ScalingRun(
        coreCount: cores, peak: peak, curve: curve,
        service: .fixed(UInt64(service * 1_000)),
        policy: PolicyConfiguration(target: UInt64(target * 1_000), dwell: UInt64(dwell * 1_000)),
        seed: options.seed)
      try ScalingDemo(scenario: scenario, programs: programs, options: options, stop: stop).run()
    }
  }
}
