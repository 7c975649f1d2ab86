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

      Programs that were kept from an earlier day are tried, too: where a clause has gone since, something else is \
      found of one of them. Those that ship with Baton are taken, or --kept's; --keep writes new ones.

      With --function, all of this is done of the clauses of some functions alone, by programs that call them, and \
      --keep leaves in its file what is there of others.

      Exit status: 0 when every clause is covered and of no kept program something else is found, else 1; 2 on bad \
      input.

      Examples:
        baton contracts coverage
        baton contracts coverage --json
        baton contracts coverage --write programs.c
        baton contracts coverage --deletions
        baton contracts coverage --keep programs.c && baton contracts coverage --kept programs.c
        baton contracts coverage --function ip_rcv --function tcp_rcv --keep programs.c
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

  @Option(
    help: "Write the programs that show what was deleted, with what is found of them now.")
  var keep: String?

  @Option(help: "Try the kept programs of this file.")
  var kept: String?

  @Option(
    name: .customLong("function"),
    help: "Look at what this function's contract says alone. May be given several times.")
  var functions: [String] = []

  func run() throws {
    let interface = Interface.baton
    try checkFunctions(of: interface)
    let (kept, earlier) = (try keptPrograms(), try earlierPrograms())
    var maker = ClausePrograms(interface, numberedFrom: earlier?.nextNumber ?? 1)
    let clauses = interface.clauses
    let programs = (maker.correct() + clauses.flatMap { maker.breaking($0) }).filter(concerns)
    let prologue = maker.prologue(header: Interface.batonHeader)
    let source = prologue + programs.map(\.source).joined(separator: "\n")
    if let write { try store(source, in: write) }
    let trial = Trial(try compiledPrograms(source), interface)
    let line = ProgressLine()
    let asked = clauses.filter { concerns($0.declaration) }
    let coverage = try trial.coverage(of: asked, by: programs) {
      line?.show("\($0) of \(programs.count) programs")
    }
    let changes = try changes(since: kept, line)
    let completeness = completeness(of: interface, by: programs, trial, line)
    line?.end()
    if let keep, let completeness {
      let text = try trial.kept(
        of: programs, prologue: prologue, completeness, with: earlier, besides: Set(functions))
      try store(text, in: keep)
    }
    try show(coverage, changes, kept.programs.count(where: concerns), completeness)
    if !(coverage.missed.isEmpty && coverage.wronged.isEmpty && changes.isEmpty) {
      throw ExitCode(1)
    }
  }

  /// What is found where pieces are deleted; nil where nobody has asked.
  private func completeness(
    of interface: Interface, by programs: [ContractProgram], _ trial: Trial, _ line: ProgressLine?
  ) -> Completeness? {
    guard deletions || keep != nil else { return nil }
    let pieces = interface.deletions.filter { concerns($0.declaration) }
    return trial.completeness(of: pieces, by: programs) {
      line?.show("\($0) of \(pieces.count) pieces deleted")
    }
  }

  private func store(_ text: String, in path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: path))
    } catch {
      throw BadInput("\(path): can't be written")
    }
  }

  private func keptPrograms() throws -> KeptPrograms {
    try kept.map(readKept) ?? KeptPrograms.ofBaton()
  }

  private func readKept(_ path: String) throws -> KeptPrograms {
    let text = try Input.text(path)
    do {
      return try KeptPrograms(parsing: text)
    } catch {
      throw BadInput("\(path): \(error)")
    }
  }

  /// What is found of the kept programs now that was not then.
  private func changes(
    since kept: KeptPrograms, _ line: ProgressLine?
  ) throws -> [KeptPrograms.Change] {
    let trial: Trial
    do {
      trial = Trial(try compiledPrograms(kept.source), .baton)
    } catch {
      throw BadInput(
        "the kept programs don't compile any more; where that is meant, write new ones with "
          + "--keep: \(error)")
    }
    return kept.changes(by: trial, of: concerns) {
      line?.show("\($0) of \(kept.programs.count) kept programs")
    }
  }

  private func show(
    _ coverage: Coverage, _ changes: [KeptPrograms.Change], _ keptCount: Int,
    _ completeness: Completeness?
  ) throws {
    if json {
      return try printJSON([
        "clauses": coverage.entries.map { entry -> [String: Any] in
          [
            "clause": entry.clause.description, "state": entry.state.word,
            "program": entry.program ?? "",
          ]
        },
        "programs": coverage.programCount, "wronged": coverage.wronged,
        "kept": keptCount, "changed": changes.map(\.description),
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
    for change in changes {
      print("changed: \(change)")
      if explain { print(change.program.source) }
    }
    show(completeness)
    print("\(keptCount - changes.count) of \(keptCount) kept programs are judged as before")
    print(
      "\(coverage.coveredCount) of \(coverage.entries.count) clauses covered, by "
        + "\(coverage.programCount) programs")
  }
}

/// What `--function` leaves out.
extension ContractsCoverageCommand {
  private func checkFunctions(of interface: Interface) throws {
    for name in functions where interface.function(named: name) == nil {
      throw BadInput("--function \(name): Baton exports no such function")
    }
  }

  private func concerns(_ declaration: String) -> Bool {
    functions.isEmpty || functions.contains(declaration)
  }

  private func concerns(_ program: ContractProgram) -> Bool {
    functions.isEmpty || functions.contains(where: program.calls)
  }

  /// What the file that is to be written has already of other functions.
  private func earlierPrograms() throws -> KeptPrograms? {
    guard let keep, !functions.isEmpty, FileManager.default.fileExists(atPath: keep) else {
      return nil
    }
    return try readKept(keep)
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
