import Contracts
import Foundation
import Monitors

/// Programs that were made from an interface as it once was, with what was found of them then. Where a piece of the
/// contracts is missing since, something else is found of one of them.
///
/// The text is C: what was found of a program stands, as JSON, in a comment in front of it.
public struct KeptPrograms: Sendable {
  /// The whole text, to be compiled.
  public let source: String
  public private(set) var programs: [ContractProgram] = []
  private var findings: [Trial.Finding] = []

  private static let mark = "//@ "

  /// - Throws: ``KeptProgramsError`` where a comment can't be read.
  public init(parsing source: String) throws {
    self.source = source
    let parts = source.components(separatedBy: "\n" + Self.mark)
    for (number, part) in parts.enumerated().dropFirst() {
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      do {
        let heading = try JSONDecoder().decode(Heading.self, from: Data(lines[0].utf8))
        programs.append(heading.program(source: lines.count > 1 ? String(lines[1]) : ""))
        findings.append(heading.found)
      } catch {
        throw KeptProgramsError.unreadable(number, "\(error)")
      }
    }
  }

  /// Those that ship with Baton, made from its own interface.
  public static func ofBaton() throws -> KeptPrograms {
    try KeptPrograms(parsing: String(decoding: PackageResources.kept_programs_c, as: UTF8.self))
  }

  /// What stands in front of a program.
  private struct Heading: Codable {
    var name: String
    var role: String
    var companions: [String]
    var breaks: Clause?
    var mutation: Mutation?
    var found: Trial.Finding

    init(_ program: ContractProgram, _ found: Trial.Finding) {
      (name, role, companions) = (program.name, program.role, program.companions)
      (breaks, mutation) = (program.clause, program.mutation)
      self.found = found
    }

    func program(source: String) -> ContractProgram {
      ContractProgram(
        name: name, role: role, clause: breaks, mutation: mutation, companions: companions,
        body: [], isLast: false, source: source)
    }
  }
}

/// Why kept programs can't be read.
public enum KeptProgramsError: Error, CustomStringConvertible {
  /// The number of the program, from 1, and what is wrong with its comment.
  case unreadable(Int, String)

  public var description: String {
    switch self {
    case .unreadable(let number, let reason):
      "the comment of kept program \(number) can't be read: \(reason)"
    }
  }
}

extension KeptPrograms {
  /// Something else is found of a program than was.
  public struct Change: Sendable, CustomStringConvertible {
    public var program: ContractProgram
    public var was: String
    public var becomes: String

    public var description: String {
      let what = program.clause.map { "breaks \($0)" } ?? "keeps all contracts"
      return "\(program.name), which \(what): was \(was), is \(becomes)"
    }
  }

  /// What differs under the interface of `trial`, whose image is of ``source``.
  public func changes(by trial: Trial, progress: (Int) -> Void = { _ in }) -> [Change] {
    var changes: [Change] = []
    for (number, (program, was)) in zip(programs, findings).enumerated() {
      progress(number + 1)
      let becomes = trial.finding(program)
      guard becomes != was else { continue }
      changes.append(
        Change(program: program, was: was.description, becomes: becomes.description))
    }
    return changes
  }
}

extension Trial {
  /// The text of those programs of `made` that show that a piece was deleted, with what is found of them now.
  public func kept(
    of made: [ContractProgram], prologue: String, _ completeness: Completeness
  ) throws -> String {
    let names = Set(
      completeness.findings.compactMap { finding in
        if case .program(let name, _, _) = finding.notice { name } else { nil }
      })
    return try KeptPrograms.text(
      made.filter { names.contains($0.name) }.map { ($0, finding($0)) }, prologue: prologue)
  }
}

extension KeptPrograms {
  fileprivate static func text(
    _ programs: [(ContractProgram, Trial.Finding)], prologue: String
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try programs.reduce(into: prologue) { text, program in
      let heading = try encoder.encode(Heading(program.0, program.1))
      text += "\n\(mark)\(String(decoding: heading, as: UTF8.self))\n\(program.0.source)"
    }
  }
}
