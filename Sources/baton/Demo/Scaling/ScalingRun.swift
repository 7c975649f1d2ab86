import Load
import Runtime

/// A load that changes with time, on cores that a policy has workers run on.
struct ScalingRun {
  /// Where the cores are.
  enum World {
    case virtual
    /// On these processors of this machine, with best-effort work that the cores are lent to.
    case real(processors: [Int])
  }

  let world: World
  let coreCount: Int
  /// Each has a device queue.
  let workerCount: Int
  /// Of the load, as a share of all cores.
  let peak: Double
  let curve: RateCurve
  let service: ServiceTime
  let policy: PolicyConfiguration
  let seed: UInt64

  static let windowCount: UInt64 = 80

  var windowLength: UInt64 { max(curve.duration / Self.windowCount, 1) }

  /// At the peak.
  var workload: Workload {
    Workload(load: peak * Double(coreCount), classes: [TrafficClass(service: service)])
  }

  var isVirtual: Bool { if case .virtual = world { true } else { false } }

  /// How many cores the load would keep busy, in the mean of a window.
  func offeredCores(from begin: UInt64, to end: UInt64) -> Double {
    peak * Double(coreCount) * curve.meanShare(from: begin, to: end)
  }

  /// What comes of it under a policy. `goesOn` is asked now and then how far that is, 0 to 1.
  func result(
    of program: DemoProgram, goesOn: @escaping (Double) -> Bool
  ) throws -> ScalingResult {
    switch world {
    case .virtual: try virtualResult(of: program, goesOn: goesOn)
    case .real(let processors): try realResult(of: program, on: processors, goesOn: goesOn)
    }
  }

  /// Refuses a program without a policy.
  func requirePolicy(_ log: PolicyLog?, of program: DemoProgram) throws -> PolicyLog {
    guard let log else {
      throw BadInput("\(program.path): there is no program in a section “policy”")
    }
    return log
  }
}
