import Load
import Runtime
import Scheduling
import World

extension ScalingRun {
  /// Always there to be done while cores are idle: in pieces that are longer than anybody should wait.
  private static let batch = Backlog(classNumber: 1, service: 1_000_000, count: 16)

  func realResult(
    of program: DemoProgram, on processors: [Int], goesOn: @escaping (Double) -> Bool
  ) throws -> ScalingResult {
    let unit = try program.load(
      try program.verified(), engine: .jit, workerCount: workerCount + 1)
    let record = ScalingRecord(self)
    var policyLog: PolicyLog?
    var first = ScalingRecord.Look()
    var run = LoadRun(
      unit: unit, servers: processors, workloads: queues,
      seconds: Double(curve.duration) / 1e9, seed: seed)
    run.policy = policy
    run.policy.groups = [
      CoreGroup("serving", workers: 0..<workerCount),
      CoreGroup("batch", workers: workerCount..<workerCount + 1, isBestEffort: true),
    ]
    run.questionInterval = windowLength
    run.goesOn = { now, runtime in
      guard let log = runtime.policyLog else { return false }
      // Those that are late are waited for; nothing of that is the load's.
      guard now < curve.duration + windowLength else { return true }
      let look = look(at: runtime, now, log)
      // What was before the load began is nobody's.
      if policyLog == nil { first = look } else { record.add(look.since(first)) }
      policyLog = log
      return goesOn(min(Double(now) / Double(curve.duration), 1))
    }
    run.onAnswer = { answer, begin, isInGap in
      if answer.request.classNumber == 0 { record.add(answer, begin: begin, isInGap: isInGap) }
    }
    let result = try run.result()
    return record.result(
      of: program.name, try requirePolicy(policyLog, of: program),
      lostCount: result.refusedCount + result.openCount)
  }

  /// The load's part of each worker, and what is always to be done.
  private var queues: [QueueLoad] {
    var part = workload
    part.ratePerSecond /= Double(workerCount)
    return Array(repeating: QueueLoad(peak: part, curve), count: workerCount)
      + [QueueLoad(nil, backlogs: [Self.batch])]
  }

  private func look(
    at runtime: RealRuntime, _ now: UInt64, _ log: PolicyLog
  ) -> ScalingRecord.Look {
    func busy(_ workers: Range<Int>) -> UInt64 {
      workers.reduce(0) { $0 + runtime.counters(ofWorker: $1).busyNanoseconds }
    }
    return ScalingRecord.Look(
      time: now, held: log.coreUse.heldNanoseconds(until: WorldClock.monotonic.now()),
      busy: busy(0..<workerCount), lent: busy(workerCount..<workerCount + 1))
  }
}

extension ScalingRecord.Look {
  /// What has come since another look.
  fileprivate func since(_ first: Self) -> Self {
    Self(
      time: time - first.time, held: held - first.held, busy: busy - first.busy,
      lent: lent - first.lent)
  }
}
