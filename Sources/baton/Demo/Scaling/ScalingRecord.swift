import Load
import Runtime

/// What is seen of a run while it goes on.
final class ScalingRecord {
  private let run: ScalingRun
  /// How long the requests of each window stayed, in nanoseconds.
  private var stays: [[UInt64]] = []
  private var latencies = Latencies()
  private var looks = [Look()]
  private(set) var inGapsCount = 0
  var isStopped = false

  /// What had been by a moment, in nanoseconds since the load began, and cores times nanoseconds.
  struct Look {
    var time: UInt64 = 0
    var held: UInt64 = 0
    var busy: UInt64 = 0
    var lent: UInt64 = 0
    /// What the policy took of a core of its own.
    var policy: UInt64 = 0
  }

  init(_ run: ScalingRun) { self.run = run }

  /// - Parameter look: later than those before.
  func add(_ look: Look) { looks.append(look) }

  /// - Parameter begin: when the load began.
  func add(_ answer: Answer, begin: UInt64 = 0, isInGap: Bool = false) {
    guard answer.request.arrival >= begin else { return }
    guard !isInGap else { return inGapsCount += 1 }
    latencies.record(answer.sojournNanoseconds)
    let window = Int((answer.request.arrival - begin) / run.windowLength)
    while stays.count <= window { stays.append([]) }
    stays[window].append(answer.sojournNanoseconds)
  }

  func result(of policy: String, _ log: PolicyLog, lostCount: UInt64) -> ScalingResult {
    let windows = zip(looks, looks.dropFirst()).enumerated().map { index, looks in
      let (before, after) = looks
      let length = Double(after.time - before.time)
      return ScalingResult.Window(
        begin: before.time, end: after.time, heldCores: Double(after.held - before.held) / length,
        busyCores: Double(after.busy - before.busy) / length,
        lentCores: Double(after.lent - before.lent) / length,
        p99: index < stays.count ? percentile99(of: stays[index]) : nil)
    }
    let last = looks[looks.count - 1]
    return ScalingResult(
      policy: policy, coreCount: run.coreCount, isVirtual: run.isVirtual, windows: windows,
      latencies: latencies, inGapsCount: inGapsCount, moveCount: log.coreUse.moveCount,
      policyShare: min(Double(last.policy) / Double(max(last.time, 1)), 1),
      lostCount: lostCount, fault: log.fault.map { "\($0.reason)" })
  }

  /// Nil where there are none.
  private func percentile99(of stays: [UInt64]) -> UInt64? {
    stays.isEmpty ? nil : stays.sorted()[min(stays.count * 99 / 100, stays.count - 1)]
  }
}
