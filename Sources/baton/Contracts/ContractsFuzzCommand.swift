import ArgumentParser
import ContractTesting
import Contracts

/// `baton contracts fuzz`.
struct ContractsFuzzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Look for contracts that allow too much, or too little.",
    discussion: """
      Makes programs along the contracts' own grammar: correct ones, and such that break one clause. Each is \
      verified, and run without that in checked mode. One that is accepted and trips a monitor is a hole; one that \
      keeps all contracts, trips none and is refused, is judged too strictly.

      Exit status: 0 when neither was found, 1 when something was, 2 on bad input.

      Examples:
        baton contracts fuzz --seconds 60
        baton contracts fuzz --seed 7 --seconds 5 --json
      """)

  @Option(help: "For how long.")
  var seconds = 10.0

  @Option(help: "What the programs are made from; the same seed makes the same ones.")
  var seed: UInt64?

  @Flag(help: "Print one JSON object.")
  var json = false

  private static let batchCount = 60

  func run() throws {
    guard seconds > 0, seconds < 1e6 else { throw BadInput("--seconds takes more than 0") }
    var generator = SystemRandomNumberGenerator()
    let seed = seed ?? generator.next() >> 32
    var fuzzer = ContractFuzzer(.baton, seed: seed)
    var report = ContractFuzzReport()
    let line = ProgressLine()
    let begin = WorldTime()
    repeat {
      let programs = fuzzer.batch(Self.batchCount)
      let source =
        fuzzer.prologue(header: Interface.batonHeader)
        + programs.map(\.source).joined(separator: "\n")
      try Trial(try compiledPrograms(source), .baton).examine(programs, into: &report)
      line?.show("\(report.programCount) programs")
    } while begin.seconds < seconds
    line?.end()
    try show(report, seed)
    if !report.holes.isEmpty || !report.overStrict.isEmpty { throw ExitCode(1) }
  }

  private func show(_ report: ContractFuzzReport, _ seed: UInt64) throws {
    if json {
      return try printJSON([
        "seed": seed, "programs": report.programCount, "accepted": report.acceptedCount,
        "tripped": report.trippedCount, "holes": report.holes, "overStrict": report.overStrict,
      ])
    }
    for text in report.holes { print("accepted, and breaks a clause:\n\(text)\n") }
    for text in report.overStrict { print("refused, and breaks nothing:\n\(text)\n") }
    print(
      "seed \(seed): \(report.programCount) programs, \(report.acceptedCount) accepted, "
        + "\(report.trippedCount) tripped a monitor, \(report.holes.count) holes, "
        + "\(report.overStrict.count) judged too strictly")
  }
}
