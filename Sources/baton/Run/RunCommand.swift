import ArgumentParser
import Control
import Devices
import Foundation
import Runtime

/// `baton run`: serves devices with a program until it is told to stop.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Verify a program and run it on network devices.",
    discussion: """
      A device is one of:
        afxdp:INTERFACE[:QUEUE…]  a network interface: its packets go to the
                                  program, and no more to the kernel
        tap:NAME                  a TAP interface, with the kernel at its other
                                  end; it is made if it isn't there
        pcap:FILE[,OPTION…]       the packets of a capture file: pace=speed or
                                  pace=recorded, repeat, and out=FILE, where
                                  what is sent goes
        memory                    for trying out: nobody is at its other end
      Each worker has one queue: of every device as many as --workers says, from QUEUE (or 0) on, or those that are \
      named. A .c or .swift file is compiled first.

      SIGINT (Ctrl-C) and SIGTERM end it in good order: hosts answer what has arrived and close \
      their connections, within five seconds; suspended coroutines are destroyed, their \
      packets released, and everything is counted. A run over capture files alone ends by itself.

      Between devices and workers there may be faults (--faults), which one seed decides, and copies of all packets for \
      a capture file (--capture) or for you (--trace-packets).

      With --pcap FILE an XDP program runs over every packet of a capture file instead, and what \
      it passes or sends is written to --out FILE.

      Exit status: 0 after a good end, 1 when the program was refused or broke a clause of a contract under \
      --checked, 2 on bad input.

      Examples:
        baton run udp_echo.o --device afxdp:eth0
        baton run Programs/udp_echo.c --device afxdp:veth0:0 --cores 0 --spin
        baton run udp_echo.o --device afxdp:eth0:0:2:5 --cores 0,1,2
        baton run udp_echo.o --device tap:echo0 --workers 2
        baton run udp_echo.o --device tap:echo0 --faults loss=1%,delay=2ms±1ms
        baton run udp_echo.o --device pcap:in.pcap,out=out.pcap --trace-packets
        baton run udp_echo.o --device afxdp:eth0 --capture all.pcap
        baton run udp_echo.o --device memory --seconds 1 --json
        baton run filter.o --pcap in.pcap --out out.pcap --maps
        baton run udp_echo.o --engine interpreter --checked --device memory --seconds 5
        baton run Programs/network.c --device afxdp:veth0 --address 10.0.0.2/24 --service kv:6379
        baton run udp_echo.o --device afxdp:eth0 --workers 4 --cores 0,1 --policy Programs/scaling/compacting.c
        baton run udp_echo.o --device afxdp:eth0 --cores 1 --spin --time-share 900/1000
        baton run udp_echo.o --device afxdp:eth0 --cores 1 --spin --time-share 900/1000 --sharing deadline
        baton run udp_echo.o --replace bpf_packet_transmit=my_transmit.o --device afxdp:eth0
      """)

  @Argument(help: "A BPF object, or a .c or .swift file to build one from.")
  var program: String

  @Option(help: "\(DeviceSpec.syntax); may be given several times.")
  var device: [String] = []

  @Option(
    help: """
      The cores that workers run on, in turn or as a policy decides, such as 0,1: several on one core take turns there. \
      Without it, each worker has a thread of its own, wherever the system puts that.
      """)
  var cores: String?

  @Option(help: "How many queues of each device are used, each by a worker of its own.")
  var workers = 1

  @Option(help: "What executes the program: jit or interpreter.")
  var engine: EngineKind = .jit

  @Flag(
    help: """
      Never sleep: the lowest latency, and a whole core for each worker. Without it, a worker sleeps at once when \
      its worker programs return less than 0, until a packet, a sleeper, a ring or bpf_worker_wake wakes it; and \
      for up to a millisecond at a time after 200 turns without work where they return 0.
      """)
  var spin = false

  @Flag(
    help:
      "Have queues of network interfaces polled by their workers instead of by interrupts; best with --spin."
  )
  var busyPoll = false

  @Flag(help: "Print the summary as a JSON object.")
  var json = false

  @Option(help: "Run an XDP program over this capture file.")
  var pcap: String?

  @Option(help: "With --pcap: write what is passed or sent to this capture file.")
  var out: String?

  @Option(name: .customLong("program"), help: "With --pcap: the program of this name.")
  var programName: String?

  @Flag(help: "With --pcap: show what the maps hold at the end.")
  var maps = false

  @Option(help: "Stop after this time.")
  var seconds: Double?

  @Option(
    help:
      "The path of the control socket, for baton map, top and trace (default: one that it finds by itself)."
  )
  var control: String?

  @Flag(
    help:
      "Check mode: have the interpreter watch programs, and what they call, by monitors made from the contracts."
  )
  var checked = false

  @Option(
    help: ArgumentHelp(
      "End a program that runs for longer than this at its next safe point; 0 for none.",
      valueName: "MILLISECONDS"))
  var runLimit = 1000.0

  @Option(
    help: ArgumentHelp(
      "End a coroutine that nobody resumes for longer than this where it waits; 0 for none.",
      valueName: "MILLISECONDS"))
  var waitLimit = 0.0

  @Option(
    help: ArgumentHelp(
      """
      Have workers get on elsewhere whose core does not go on for longer than this, as a turn of another one does not end \
      or the system does not let it run; 0 for never.
      """, valueName: "MILLISECONDS"))
  var stallLimit = 50.0

  @Flag(help: "Measure how long each program takes, which costs about 50 ns a run.")
  var times = false

  @OptionGroup var host: HostOptions

  @OptionGroup
  var options: ObjectOptions

  @OptionGroup var replacements: ReplacementOptions

  @OptionGroup var stages: StageOptions

  @OptionGroup var policy: PolicyOptions

  @OptionGroup var profiling: ProfilingOptions

  func validate() throws {
    guard pcap == nil || device.isEmpty else {
      throw ValidationError("--pcap and --device exclude each other")
    }
    guard pcap == nil || stages.areNone else {
      throw ValidationError("--faults, --capture and --trace-packets go with --device")
    }
    guard !checked || engine == .interpreter else {
      throw ValidationError("--checked needs --engine interpreter")
    }
    guard pcap != nil || (out == nil && programName == nil && !maps) else {
      throw ValidationError("--out, --program and --maps go with --pcap")
    }
    guard policy.timeShare != nil || policy.sharing == .auto else {
      throw ValidationError("--sharing goes with --time-share")
    }
  }

  func run() throws {
    if let pcap { return try runOnCapture(pcap) }
    guard !device.isEmpty else {
      throw BadInput("--device is missing; give \(DeviceSpec.syntax)")
    }
    guard (1...64).contains(workers) else { throw BadInput("--workers \(workers): give 1 to 64") }
    let uses = try device.map { text -> OpenDevices.Use in
      let spec = try DeviceSpec(parsing: text)
      return (spec, try spec.queues(workerCount: workers))
    }
    let cores = try self.cores.map { try parseCores($0) } ?? []
    if let seconds, !(0...1e9).contains(seconds) {
      throw BadInput("--seconds \(seconds): give 0 or more")
    }
    let limits = try RunLimits(run: runLimit, wait: waitLimit, stall: stallLimit)
    // Before anything makes a thread.
    let signals = StopSignals()
    let unit = try loadProgram(
      program, options, replacements, policy: policy, engine: engine,
      workerCount: uses.reduce(0) { $0 + $1.queues.count },
      measuresTime: times, isChecked: checked)
    try profiling.note(unit)
    let (runtime, devices) = try open(uses, unit, cores, limits)
    for notice in devices.notices { note("baton: \(notice)") }
    note("baton: serving \(places(devices)); engine: \(engine.rawValue); stop with Ctrl-C")
    let control = openControl(unit, runtime)
    defer { control?.stop() }
    runtime.start()
    let sharing = policy.timeShare.map { SharingReport($0, of: runtime) }
    if let sharing { note("baton: \(sharing.text)") }
    let begin = WorldTime()
    let end = wait(for: signals, runtime, devices, unit)
    if !runtime.drainNetwork(seconds: Self.drainSeconds) {
      note("baton: connections were still open after \(Self.drainSeconds) s, and are cut")
    }
    let elapsed = begin.seconds
    let policyReport = PolicyReport(runtime)
    let report = FinalReport(shuttingDown: runtime, devices.places, hasTimes: times)
    let units = runtime.controller.units
    for complaint in devices.complaints { note("baton: \(complaint)") }
    let lending = LendingReport(runtime.lending, seconds: elapsed)
    try print(report, policyReport, lending, sharing, end, elapsed, units)
    if let badInput = devices.badInput { throw badInput }
    if !report.isClean || policyReport?.isClean == false
      || units.contains(where: { !$0.violations.isEmpty })
    {
      throw ExitCode(1)
    }
  }

  /// How long connections may take to be closed in order.
  private static let drainSeconds = 5.0

  /// Without a control socket the instance runs all the same.
  private func openControl(_ unit: LoadedUnit, _ runtime: RealRuntime) -> ControlServer? {
    do {
      return try ControlServer(
        path: try self.control ?? ControlPath.make(), unit, runtime.observer,
        replacementService(runtime.controller))
    } catch {
      note("baton: without a control socket: \(error)")
      return nil
    }
  }

  private func open(
    _ uses: [OpenDevices.Use], _ unit: LoadedUnit, _ cores: [Int], _ limits: RunLimits
  ) throws -> (RealRuntime, OpenDevices) {
    do {
      let devices = try OpenDevices(uses, try stages.make(), configuration)
      let runtime = try RealRuntime(
        unit: unit, workerCount: devices.places.count, cores: cores,
        idling: spin ? .spin : .park,
        runLimit: limits.run, waitLimit: limits.wait, stallLimit: limits.stall, frameLimit: 4096,
        chunkCount: 4096, timeShare: try policy.share(),
        sharing: policy.sharing.choice, network: try host.configuration(devices.link),
        policy: try policy.configuration()
      ) { worker in try devices.openQueue(worker) }
      return (runtime, devices)
    } catch let error as DeviceError {
      throw BadInput("\(error)")
    } catch let error as SharingRefusal {
      throw BadInput("--sharing \(error)")
    } catch let error as PolicyProblem {
      throw BadInput("--group: \(error)")
    } catch let error as NetworkConfiguration.Problem {
      throw BadInput("--service: \(error)")
    } catch let error as LoadError {
      throw BadInput("\(program): \(error)")
    }
  }

  private var configuration: AFXDPQueue.Configuration {
    var configuration = AFXDPQueue.Configuration()
    if busyPoll { configuration.busyPoll = AFXDPQueue.BusyPoll() }
    return configuration
  }

  private func places(_ devices: OpenDevices) -> String {
    devices.places.map { "\($0.device), queue \($0.queue)" }.joined(separator: "; ")
  }

  /// Why it ended: a signal's name, `time`, or `end of capture`.
  private func wait(
    for signals: StopSignals, _ runtime: RealRuntime, _ devices: OpenDevices, _ unit: LoadedUnit
  ) -> String {
    let begin = WorldTime()
    var progress = Progress()
    var trace = TracePrinter(unit)
    var starvation = StarvationPrinter()
    let overruns = OverrunPrinter(runtime.controller, limit: runLimit)
    var decisions = PolicyPrinter(runtime)
    func showNews() {
      trace.show()
      overruns.show()
      for stall in runtime.takeStalls() { note("baton: \(stall)") }
    }
    defer {
      decisions.show()
      showNews()
    }
    while true {
      let left = seconds.map { $0 - begin.seconds } ?? .infinity
      guard left > 0 else { return "time" }
      guard !devices.areAtEnd else { return "end of capture" }
      // What stages copy is bounded, and workers have better things to do than to write it.
      let event = signals.wait(seconds: min(left, 0.05))
      devices.drain()
      starvation.show(runtime)
      showNews()
      decisions.show()
      if case .stop(let signal) = event { return signal.rawValue }
      progress.show(runtime, at: begin.seconds)
    }
  }

  private func print(
    _ report: FinalReport, _ policy: PolicyReport?, _ lending: LendingReport?,
    _ sharing: SharingReport?, _ end: String, _ elapsed: Double, _ units: [LoadedUnit]
  ) throws {
    let violations = units.compactMap(ViolationReport.init)
    guard json else {
      Swift.print(report.text)
      if let policy { Swift.print(policy.text) }
      if let lending { Swift.print(lending.text) }
      for report in violations { report.show() }
      Swift.print("stopped by \(end) after \(String(format: "%.1f", elapsed)) s")
      return
    }
    var object = report.json
    if let policy { object["policy"] = policy.json }
    if let lending { object["lending"] = lending.json }
    if let sharing { object["timeShare"] = sharing.json }
    object["program"] = program
    object["engine"] = engine.rawValue
    object["seconds"] = elapsed
    object["stoppedBy"] = end
    if !violations.isEmpty { object["violations"] = violations.flatMap(\.json) }
    try printJSON(object)
  }
}
