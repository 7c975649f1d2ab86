import ArgumentParser
import Foundation

extension BenchCommand {
  struct SchedulingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "scheduling",
      abstract:
        "Where and when: policies beside each other, and cores beside the kernel's threads.",
      discussion: """
        Requests come from an open loop on core 0, by their plan, whatever was answered; servers run on core 1. \
        What the load's thread did not see of the time, as it did not run, is listed apart, with the requests that it touches.
        """)

    @OptionGroup var options: BenchOptions

    @Option(help: "Measure one part only.")
    var part: SchedulingBench.Part?

    @Option(help: "How long each run takes, in seconds.")
    var seconds = 3.0

    func validate() throws {
      guard (0.1...600).contains(seconds) else {
        throw ValidationError("--seconds \(seconds): give 0.1 to 600")
      }
    }

    func run() throws {
      let bench = SchedulingBench(repetitions: options.repetitions, seconds: seconds)
      let parts = part.map { [$0] } ?? SchedulingBench.Part.allCases
      print(
        try BenchReport(rows: try PollingIdle.whileHeld { try bench.rows(parts) })
          .text(asJSON: options.json))
    }
  }
}
