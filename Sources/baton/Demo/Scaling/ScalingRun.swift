import Load
import Runtime
import Simulator

/// A load that changes with time, on virtual cores that a policy has workers run on.
struct ScalingRun {
  /// As many workers, too, each with a device queue.
  let coreCount: Int
  /// Of the load, as a share of all cores.
  let peak: Double
  let curve: RateCurve
  let service: ServiceTime
  let policy: PolicyConfiguration
  let seed: UInt64

  static let windowCount: UInt64 = 80

  var windowLength: UInt64 { max(curve.duration / Self.windowCount, 1) }

  private var workload: Workload {
    Workload(load: peak * Double(coreCount), classes: [TrafficClass(service: service)])
  }

  /// How many cores the load would keep busy, in the mean of a window.
  func offeredCores(from begin: UInt64, to end: UInt64) -> Double {
    peak * Double(coreCount) * curve.meanShare(from: begin, to: end)
  }

  /// What comes of it under a policy. `goesOn` is asked now and then how far that is, 0 to 1.
  func result(
    of program: DemoProgram, goesOn: @escaping (Double) -> Bool
  ) throws -> ScalingResult {
    let unit = try program.load(
      try program.verified(), engine: .interpreter, workerCount: coreCount + 1)
    var configuration = SimulationConfiguration(coreCount: coreCount)
    configuration.steering = .anywhere
    configuration.policy = policy
    configuration.policyHasOwnCore = true
    configuration.seed = seed
    let simulation = try Simulation(unit: unit, configuration)
    guard simulation.runtime.policyLog != nil else {
      throw BadInput("\(program.path): there is no program in a section “policy”")
    }
    let record = ScalingRecord(simulation, coreCount: coreCount, windowLength: windowLength)
    let lookout = Lookout(every: windowLength, until: curve.duration) { now in
      record.look(at: now)
      if !goesOn(Double(now) / Double(curve.duration)) { record.isStopped = true }
      return !record.isStopped
    }
    let requests = VaryingRequests(peak: workload, curve, seed: seed)
    simulation.run(requests.lazy.prefix { _ in !record.isStopped }, lookout: lookout) {
      record.add($0)
    }
    return record.result(of: program.name)
  }
}

/// What is seen of a run while it goes on.
private final class ScalingRecord {
  private let simulation: Simulation
  private let coreCount: Int
  private let windowLength: UInt64
  /// How long the requests of each window stayed, in nanoseconds.
  private var stays: [[UInt64]] = []
  private var latencies = Latencies()
  private var looks: [Look]
  var isStopped = false

  /// What had been by a moment.
  private struct Look {
    var time: UInt64 = 0
    /// Cores times nanoseconds.
    var held: UInt64 = 0
    var busy: UInt64 = 0
  }

  init(_ simulation: Simulation, coreCount: Int, windowLength: UInt64) {
    self.simulation = simulation
    self.coreCount = coreCount
    self.windowLength = windowLength
    looks = [Look()]
  }

  func look(at now: UInt64) {
    let runtime = simulation.runtime
    looks.append(
      Look(
        time: now, held: runtime.policyLog?.coreUse.heldNanoseconds(until: now) ?? 0,
        busy: (0..<coreCount).reduce(0) { $0 + runtime.turnNanoseconds(ofCore: $1) }))
  }

  func add(_ answer: Answer) {
    latencies.record(answer.sojournNanoseconds)
    let window = Int(answer.request.arrival / windowLength)
    while stays.count <= window { stays.append([]) }
    stays[window].append(answer.sojournNanoseconds)
  }

  func result(of policy: String) -> ScalingResult {
    let windows = zip(looks, looks.dropFirst()).enumerated().map { index, looks in
      let (before, after) = looks
      let length = Double(after.time - before.time)
      return ScalingResult.Window(
        begin: before.time, end: after.time, heldCores: Double(after.held - before.held) / length,
        busyCores: Double(after.busy - before.busy) / length,
        p99: index < stays.count ? percentile99(of: stays[index]) : nil)
    }
    let runtime = simulation.runtime
    let end = Double(max(looks[looks.count - 1].time, 1))
    return ScalingResult(
      policy: policy, coreCount: coreCount, windows: windows, latencies: latencies,
      moveCount: runtime.policyLog?.coreUse.moveCount ?? 0,
      policyShare: min(Double(runtime.turnNanoseconds(ofCore: coreCount)) / end, 1),
      lostCount: simulation.refusedCount + simulation.sentCount - simulation.answeredCount,
      fault: runtime.policyLog?.fault.map { "\($0.reason)" })
  }

  /// Nil where there are none.
  private func percentile99(of stays: [UInt64]) -> UInt64? {
    stays.isEmpty ? nil : stays.sorted()[min(stays.count * 99 / 100, stays.count - 1)]
  }
}
