import ArgumentParser
import Foundation

/// `baton bench`: figures beside those of named peers.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure, beside a named peer in the same run.",
    discussion: """
      Repetitions of both sides are interleaved and their medians compared. Figures of a small or \
      busy machine vary; ratios vary less.

      Examples:
        baton bench slice
        baton bench slice --json
        baton bench coroutine
        baton bench network --part requests
        baton bench scheduling --part sharing
        baton bench contracts
      """,
    subcommands: [
      SliceCommand.self, CoroutineCommand.self, EngineCommand.self, VerifierBenchCommand.self,
      ContractsBenchCommand.self, NetworkCommand.self, SchedulingCommand.self,
    ])

  struct EngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "engine",
      abstract: "The JIT beside the kernel's (as root) and beside native code.")

    @OptionGroup var options: BenchOptions

    @Option(help: "Measure one part only.")
    var part: EngineBench.Part?

    func run() throws {
      let parts = part.map { [$0] } ?? EngineBench.Part.allCases
      try withTemporaryFolder { folder in
        let report = BenchReport(
          rows: try EngineBench(folder: folder, repetitions: options.repetitions).rows(parts))
        print(try report.text(asJSON: options.json))
      }
    }
  }

  struct CoroutineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "coroutine",
      abstract: "Suspending and resuming: directly, through lists, trees and rings, and very many.",
      discussion: "A million suspended coroutines and their packets take 4 GiB of memory.")

    @OptionGroup var options: BenchOptions

    @Option(help: "Measure one part only.")
    var part: CoroutineBench.Part?

    func run() throws {
      try withTemporaryFolder { folder in
        let bench = CoroutineBench(folder: folder, repetitions: options.repetitions)
        let parts = part.map { [$0] } ?? CoroutineBench.Part.allCases
        print(try BenchReport(rows: try bench.rows(parts)).text(asJSON: options.json))
      }
    }
  }

  struct SliceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "slice", abstract: "Suspension, UDP echo, and CPU a packet.",
      discussion: "As root, the echo is measured on AF_XDP over veth, too.")

    @OptionGroup var options: BenchOptions

    func run() throws {
      // Before anything makes a thread.
      let signals = StopSignals()
      try withTemporaryFolder { folder in
        let bench = SliceBench(folder: folder, repetitions: options.repetitions)
        let report = BenchReport(rows: try bench.rows(signals))
        print(try report.text(asJSON: options.json))
      }
    }
  }
}

/// What most benchmarks may be asked for.
struct BenchOptions: ParsableArguments {
  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  @Option(help: "Repetitions of each side.")
  var repetitions = 5

  func validate() throws {
    guard repetitions > 0 else { throw ValidationError("there must be one repetition at least") }
  }
}

/// Says on standard error what is being measured, as measuring takes its time.
func progress(_ text: String) { note(text) }
