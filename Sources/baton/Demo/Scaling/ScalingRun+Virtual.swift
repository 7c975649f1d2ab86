import Load
import Runtime
import Simulator

extension ScalingRun {
  func virtualResult(
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
    let log = try requirePolicy(simulation.runtime.policyLog, of: program)
    let record = ScalingRecord(self)
    let lookout = Lookout(every: windowLength, until: curve.duration) { now in
      record.add(look(at: simulation.runtime, now, log))
      if !goesOn(Double(now) / Double(curve.duration)) { record.isStopped = true }
      return !record.isStopped
    }
    let requests = VaryingRequests(peak: workload, curve, seed: seed)
    simulation.run(requests.lazy.prefix { _ in !record.isStopped }, lookout: lookout) {
      record.add($0)
    }
    return record.result(
      of: program.name, log,
      lostCount: simulation.refusedCount + simulation.sentCount - simulation.answeredCount)
  }

  private func look(
    at runtime: VirtualRuntime, _ now: UInt64, _ log: PolicyLog
  ) -> ScalingRecord.Look {
    ScalingRecord.Look(
      time: now, held: log.coreUse.heldNanoseconds(until: now),
      busy: (0..<coreCount).reduce(0) { $0 + runtime.turnNanoseconds(ofCore: $1) },
      policy: runtime.turnNanoseconds(ofCore: coreCount))
  }
}
