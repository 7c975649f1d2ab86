import ArgumentParser
import Runtime

/// What commands that run programs offer to profilers.
struct ProfilingOptions: ParsableArguments {
  @Flag(help: "Name JITed functions for perf, in /tmp/perf-PID.map.")
  var perfMap = false

  /// Does what was asked for, before the unit runs.
  func note(_ unit: LoadedUnit) throws {
    guard perfMap else { return }
    do {
      try PerfMap.append(unit)
    } catch {
      throw BadInput("\(PerfMap.path): \(error)")
    }
  }
}
