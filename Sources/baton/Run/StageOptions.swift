import ArgumentParser
import Devices
import Runtime
import World

/// What lies between the devices of a run and its workers.
struct StageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Lose, duplicate, corrupt, reorder, delay and slow down packets of every device by chance: a list of \
      \(FaultPlan.syntax).
      """, valueName: "FAULTS"))
  var faults: String?

  @Option(
    help: ArgumentHelp(
      "Write what comes in and what is sent, as workers see it, to this capture file.",
      valueName: "FILE"))
  var capture: String?

  @Flag(help: "Show what comes in and what is sent, as workers see it, on standard error.")
  var tracePackets = false

  var areNone: Bool { faults == nil && capture == nil && !tracePackets }

  /// Reads the plan, and creates the capture file.
  func make() throws(BadInput) -> Stages {
    var stages = Stages()
    do {
      if let faults { stages.plan = try FaultPlan(parsing: faults) }
      if let capture {
        stages.writer = try PcapWriter(path: capture, epoch: WorldClock.monotonicEpoch)
      }
    } catch let error as FaultSyntaxError {
      throw BadInput("--faults: \(error)")
    } catch {
      throw BadInput("--capture: \(error)")
    }
    if tracePackets {
      stages.tracer = Tracer(summary: { summary(ofFrame: $0) }, say: { note("packet: \($0)") })
    }
    return stages
  }
}
