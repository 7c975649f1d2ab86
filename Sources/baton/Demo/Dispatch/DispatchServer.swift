import Load
import Runtime
import Simulator
import World

/// Where policies serve: on this machine, or on virtual cores.
enum DispatchServer {
  /// One serving core, for so many seconds of load each time.
  case real(seconds: Double)
  case virtual(coreCount: Int, requestCount: Int, Steering)

  /// Which device queue requests come to, of one for each core.
  enum Steering: String, CaseIterable {
    /// To the first one's where the program has a variable “receivers”, else to any.
    case auto
    /// To that of one core more than serve, which hands them out.
    case first
    /// To that of any serving core.
    case anywhere
  }

  /// Policies tell 64 workers apart, of which one may receive.
  static let coreCountMax = 63

  /// The load's processor and the serving one.
  private static let processors: [UInt32] = [0, 1]

  var isVirtual: Bool { if case .virtual = self { true } else { false } }

  var servingCoreCount: Int {
    switch self {
    case .real: 1
    case .virtual(let coreCount, _, _): coreCount
    }
  }

  func requireMeans() throws(BadInput) {
    guard !isVirtual else { return }
    do {
      for processor in Self.processors { try requireCore(processor) }
    } catch {
      throw BadInput("demo dispatch needs two cores, \(error); --cores N serves on virtual ones")
    }
  }

  /// What a reader has to know of the figures.
  var assumptions: String {
    let timing = CoreTiming()
    return switch self {
    case .real:
      """
      For real, on the memory device: the load's thread on core 0, one serving core, machine code. Requests of whose time \
      a tenth or more lies where the load's thread did not run, as the machine's host had the core, are counted apart. What the \
      host takes of the serving core is not told apart.
      """
    case .virtual(_, _, let steering):
      """
      In virtual time, on \(servingCoreCount) virtual serving core\(servingCoreCount == 1 ? "" : "s"). Assumed: an instruction \
      takes \(duration(Double(timing.picosecondsPerStep) / 1000)); requests take their service time; wake-ups, cache misses and \
      the device take nothing. \(steering.assumption)
      """
    }
  }

  // MARK: Runs

  /// Has the program serve the workload; what became of the requests. `goesOn` is asked now and then how far that is, 0 to 1.
  func serve(
    _ program: DemoProgram, _ workload: Workload, seed: UInt64, goesOn: @escaping (Double) -> Bool
  ) throws -> LoadResult {
    switch self {
    case .real(let seconds):
      let unit = try program.load(try program.verified(), engine: .jit, workerCount: 1)
      return try LoadRun(
        unit: unit, servers: [Int(Self.processors[1])], workloads: [QueueLoad(workload)],
        seconds: seconds,
        seed: seed, goesOn: { now, _ in goesOn(Double(now) / 1e9 / seconds) }
      ).result()
    case .virtual(let coreCount, let requestCount, let steering):
      return try simulate(
        program, workload, coreCount: coreCount, requestCount: requestCount, steering, seed: seed,
        goesOn)
    }
  }

  /// How often a virtual run is asked whether it goes on, in requests.
  private static let questionInterval: UInt32 = 512

  private func simulate(
    _ program: DemoProgram, _ workload: Workload, coreCount: Int, requestCount: Int,
    _ steering: Steering, seed: UInt64, _ goesOn: (Double) -> Bool
  ) throws -> LoadResult {
    let knowsReceivers = program.has("receivers")
    let receives = steering == .first || (steering == .auto && knowsReceivers)
    var configuration = SimulationConfiguration(coreCount: coreCount + (receives ? 1 : 0))
    configuration.steering = receives ? .toFirst : .anywhere
    configuration.seed = seed
    let unit = try program.load(
      try program.verified(receives && knowsReceivers ? ["receivers": 1] : [:]),
      engine: .interpreter,
      workerCount: configuration.workerCount)
    let simulation = try Simulation(unit: unit, configuration)
    var result = LoadResult()
    withoutActuallyEscaping(goesOn) { goesOn in
      let requests = RequestGenerator(workload, seed: seed).prefix(requestCount).lazy.prefix {
        $0.sequence % Self.questionInterval != 0
          || goesOn(Double($0.sequence) / Double(requestCount))
      }
      let noGaps = GapDetector(at: 0)
      simulation.run(requests) { result.add($0, noGaps) }
    }
    result.finish(simulation)
    return result
  }
}

extension DispatchServer.Steering {
  fileprivate var assumption: String {
    switch self {
    case .auto:
      "Policies with a variable “receivers” have one core more, which receives and hands out."
    case .first: "All requests come to one core more, which hands them out."
    case .anywhere: "Each request comes to any of the cores."
    }
  }
}
