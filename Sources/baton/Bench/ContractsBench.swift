import ArgumentParser
import Contracts
import Foundation
import ObjectFile
import Verifier

/// `baton bench contracts`: what the checks of states, roles and locks cost when programs are verified.
struct ContractsBenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contracts",
    abstract: "Verifying programs with, and without, the checks of states, roles and locks.",
    discussion: """
      The peer is the same verifier with the same programs, by the same interface without states, roles and locks of \
      objects.

      Examples:
        baton bench contracts
        baton bench contracts --repetitions 1000 --json
      """)

  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  @Option(help: "Repetitions of each side.")
  var repetitions = 300

  func validate() throws {
    guard repetitions > 0 else { throw ValidationError("there must be one repetition at least") }
  }

  func run() throws {
    let lean = "\(Installation.root)/Tests/Corpus/contracts/lean"
    let leanInterface = try InterfaceFile(path: "\(lean)/lean.h").read()
    let rows = [
      try row("Programs/udp_echo.c", by: .baton),
      try row("Programs/udp_echo.swift", by: .baton),
      try row(
        "Tests/Corpus/contracts/lean/accepted.c", by: leanInterface, header: "\(lean)/lean.h"),
    ]
    print(try BenchReport(rows: rows).text(asJSON: json))
  }

  private func row(
    _ path: String, by interface: Interface, header: String? = nil
  ) throws -> BenchRow {
    let image = try loadImage("\(Installation.root)/\(path)", nil, header: header)
    let whole = try ProgramUnit(image: image, interface: interface)
    let reduced = try ProgramUnit(image: image, interface: try interface.withoutChecks())
    var ours: [Double] = []
    var theirs: [Double] = []
    for _ in 0..<repetitions {
      ours.append(try milliseconds(whole, path))
      theirs.append(try milliseconds(reduced, path))
    }
    return BenchRow(
      "verifying \(path)", ours: ours, unit: "ms", peer: "without these checks", theirs: theirs,
      bar: .ratioAtMost(1.1))
  }

  private func milliseconds(_ unit: ProgramUnit, _ path: String) throws -> Double {
    let begin = WorldTime()
    let verdicts = Verifier(unit).verify()
    let elapsed = begin.seconds * 1000
    if let refused = verdicts.compactMap(\.rejection).first {
      throw BadInput("\(path): \(refused.reason)")
    }
    return elapsed
  }
}
