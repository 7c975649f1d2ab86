import ArgumentParser
import CLinux
import Load
import Runtime

extension DemoCommand {
  /// `baton demo scaling`: how many cores, and who runs where.
  struct ScalingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "scaling",
      abstract: "Dynamic scaling: cores follow a load that rises and falls, by policy.",
      discussion: """
        Requests come to as many device queues as there are cores, each to any of them: few at first, many in the middle, few \
        at the end. Policies of Programs/scaling say on how many cores the queues' workers run, and on which. Shown are the \
        cores that each holds, what it leaves free, and how long requests stay. In virtual time; with --real on this \
        machine's processors but the first one, which has the load, where best-effort work has the cores that are idle.

        Examples:
          baton demo scaling
          baton demo scaling --cores 16 --shape steps
          baton demo scaling --real
          baton demo scaling --policies dedicated,compacting,my_policy.c --target 20
        """)

    @Option(
      help: ArgumentHelp(
        "Names in Programs/scaling, sources or objects, one after the other.", valueName: "LIST"))
    var policies = "dedicated,spreading,compacting,shenango"

    @Flag(help: "On this machine, and not in virtual time.")
    var real = false

    @Option(
      help: ArgumentHelp(
        "How many cores there are. Default: 8 virtual ones; with --real, all processors but the first.",
        valueName: "N"))
    var cores: Int?

    @Option(help: "How the load changes: day, as a wave; or steps.")
    var shape = LoadShape.day

    @Option(help: "The load at its peak, as a share of all cores.")
    var peak = 0.6

    @Option(
      help: ArgumentHelp("How long each request takes to serve.", valueName: "MICROSECONDS"))
    var service = 10.0

    @Option(help: "How long the load lasts. Default: 0.4 of virtual time; with --real, 4.")
    var seconds: Double?

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
      if let cores {
        guard (1...64).contains(cores) else {
          throw ValidationError("--cores \(cores): give 1 to 64")
        }
      }
      guard (0.01...2).contains(peak) else {
        throw ValidationError("--peak \(peak): give 0.01 to 2")
      }
      guard (0.001...60).contains(duration) else {
        throw ValidationError("--seconds \(duration): give 0.001 to 60")
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

    private var duration: Double { seconds ?? (real ? 4 : 0.4) }

    private var curve: RateCurve {
      let nanoseconds = UInt64(duration * 1e9)
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
      let scenario = try scenario()
      try ScalingDemo(scenario: scenario, programs: programs, options: options, stop: stop).run()
    }

    private func scenario() throws -> ScalingRun {
      let world: ScalingRun.World = real ? .real(processors: try processors()) : .virtual
      let coreCount = if case .real(let processors) = world { processors.count } else { cores ?? 8 }
      return ScalingRun(
        world: world, coreCount: coreCount,
        workerCount: real ? max(coreCount, Self.realWorkerCount) : coreCount,
        peak: peak, curve: curve, service: .fixed(UInt64(service * 1_000)),
        policy: PolicyConfiguration(target: UInt64(target * 1_000), dwell: UInt64(dwell * 1_000)),
        seed: options.seed)
    }

    /// So many at least, so that there is something to move or to share also where there are few processors.
    private static let realWorkerCount = 4

    /// Those that this process may use, but for the load's.
    private func processors() throws -> [Int] {
      let others = usableCores().filter { $0 != 0 }
      let wanted = cores ?? min(max(others.count, 1), 64)
      guard linux_thread_may_use_cpu(0) == 1, others.count >= wanted else {
        throw BadInput(
          "demo scaling --real needs \(wanted + 1) processors, the first for the load; there are \(others.count) besides that "
            + "one: without --real there are virtual ones")
      }
      return Array(others.prefix(wanted))
    }
  }
}
