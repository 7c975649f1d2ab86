import ArgumentParser
import ContractTesting
import Contracts
import Foundation
import ObjectFile

/// `baton contracts coverage`.
struct ContractsCoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Break each clause of Baton's contracts by itself.",
    discussion: """
      For each clause, makes programs that break just this one, and keep all others. One of them has to be \
      refused by the verifier and, run without it in checked mode, to trip the monitor of this clause; where it is \
      the exported function that promises something, one that does not keep it has to.

      Exit status: 0 when every clause is covered, 1 when one is not, 2 on bad input.

      Examples:
        baton contracts coverage
        baton contracts coverage --json
        baton contracts coverage --write programs.c
        baton contracts coverage --deletions
      """)

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Show the programs of clauses that are not covered.")
  var explain = false

  @Flag(
    help:
      "Delete each piece of the contracts by itself, too, and list those that nobody would miss.")
  var deletions = false

  @Option(help: "Write the programs to this file.")
  var write: String?

  func run() throws {
    let interface = Interface.baton
    var maker = ClausePrograms(interface)
    let clauses = interface.clauses
    let programs = maker.correct() + clauses.flatMap { maker.breaking($0) }
    let source =
      maker.prologue(header: "baton.h") + programs.map(\.source).joined(separator: "\n")
    if let write { try Data(source.utf8).write(to: URL(filePath: write)) }
    let trial = Trial(try compiledPrograms(source), interface)
    let line = ProgressLine()
    let coverage = try trial.coverage(of: clauses, by: programs) {
      line?.show("\($0) of \(programs.count) programs")
    }
    let pieces = deletions ? interface.deletions : []
    let completeness =
      deletions
      ? trial.completeness(of: pieces, by: programs) {
        line?.show("\($0) of \(pieces.count) pieces deleted")
      } : nil
    line?.end()
    try show(coverage, completeness)
    if !coverage.missed.isEmpty || !coverage.wronged.isEmpty { throw ExitCode(1) }
  }

  private func show(_ coverage: Coverage, _ completeness: Completeness?) throws {
    if json {
      return try printJSON([
        "clauses": coverage.entries.map { entry -> [String: Any] in
          [
            "clause": entry.clause.description, "state": entry.state.word,
            "program": entry.program ?? "",
          ]
        },
        "programs": coverage.programCount, "wronged": coverage.wronged,
      ])
    }
    for entry in coverage.missed {
      print("not covered: \(entry.clause)")
      if explain, case .missed(let found) = entry.state {
        for text in found {
          print(text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
        }
      }
    }
    for entry in coverage.entries {
      if case .unobservable(let reason) = entry.state {
        print("unobservable: \(entry.clause): \(reason)")
      }
    }
    for text in coverage.wronged { print("refused, though it keeps all contracts:\n\(text)") }
    show(completeness)
    print(
      "\(coverage.coveredCount) of \(coverage.entries.count) clauses covered, by "
        + "\(coverage.programCount) programs")
  }
}

extension ContractsCoverageCommand {
  private func show(_ completeness: Completeness?) {
    guard let completeness else { return }
    for finding in completeness.unnoticed {
      print("nobody misses: \(finding.declaration): \(finding.what)")
    }
    if explain {
      for finding in completeness.findings {
        print("deleted: \(finding.declaration): \(finding.what): \(finding.notice)")
      }
    }
    let count = completeness.findings.count
    print("\(count - completeness.unnoticed.count) of \(count) deletions are noticed")
  }
}

extension Coverage.State {
  fileprivate var word: String {
    switch self {
    case .covered: "covered"
    case .unobservable: "unobservable"
    case .missed: "missed"
    }
  }
}
