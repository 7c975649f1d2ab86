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
  private var entries: [Entry] = []

  public var programs: [ContractProgram] { entries.map(\.program) }

  private static let mark = "//@ "

  /// - Throws: ``KeptProgramsError`` where a comment can't be read.
  public init(parsing source: String) throws {
    self.source = source
    let parts = source.components(separatedBy: "\n" + Self.mark)
    for (number, part) in parts.enumerated().dropFirst() {
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      do {
        let heading = try JSONDecoder().decode(Heading.self, from: Data(lines[0].utf8))
        entries.append(Entry(heading, source: lines.count > 1 ? String(lines[1]) : ""))
      } catch {
        throw KeptProgramsError.unreadable(number, "\(error)")
      }
    }
  }

  /// Those that ship with Baton, made from its own interface.
  public static func ofBaton() throws -> KeptPrograms {
    try KeptPrograms(parsing: String(decoding: PackageResources.kept_programs_c, as: UTF8.self))
  }

  /// Behind every number that a program has in its name.
  public var nextNumber: Int {
    programs.compactMap { $0.name.firstMatch(of: /\d+/).flatMap { Int($0.output) } }
      .max().map { $0 + 1 } ?? 1
  }

  /// One of the programs.
  struct Entry: Sendable {
    var program: ContractProgram
    var found: Trial.Finding
    /// The declarations of which it has shown that a piece was missing; nil: nobody has noted that.
    var shows: [String]?

    init(_ program: ContractProgram, _ found: Trial.Finding, shows: [String]) {
      (self.program, self.found, self.shows) = (program, found, shows)
    }

    fileprivate init(_ heading: Heading, source: String) {
      (program, found, shows) = (heading.program(source: source), heading.found, heading.shows)
    }
  }

  /// What stands in front of a program.
  fileprivate struct Heading: Codable {
    var name: String
    var role: String
    var companions: [String]
    var breaks: Clause?
    var mutation: Mutation?
    var found: Trial.Finding
    var shows: [String]?

    init(_ entry: Entry) {
      let program = entry.program
      (name, role, companions) = (program.name, program.role, program.companions)
      (breaks, mutation) = (program.clause, program.mutation)
      (found, shows) = (entry.found, entry.shows)
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

  /// What differs under the interface of `trial`, whose image is of ``source``; `concerned` says which programs are asked.
  public func changes(
    by trial: Trial, of concerned: (ContractProgram) -> Bool = { _ in true },
    progress: (Int) -> Void = { _ in }
  ) -> [Change] {
    var changes: [Change] = []
    for (number, entry) in entries.enumerated() where concerned(entry.program) {
      progress(number + 1)
      let becomes = trial.finding(entry.program)
      guard becomes != entry.found else { continue }
      changes.append(
        Change(
          program: entry.program, was: entry.found.description, becomes: becomes.description))
    }
    return changes
  }

  /// Those that show something of other functions, too, or of which nobody has noted what they show.
  fileprivate func entries(besides functions: Set<String>) -> [Entry] {
    entries.compactMap { entry in
      guard let shows = entry.shows else { return entry }
      var entry = entry
      let others = shows.filter { !functions.contains($0) }
      entry.shows = others
      return others.isEmpty ? nil : entry
    }
  }
}

extension Trial {
  /// The text of those programs of `made` that show that a piece was deleted, with what is found of them now; in front of
  /// them, what `earlier` has of other functions than those that were asked about.
  ///
  /// Precondition: the programs of `earlier` have other names, and what stands in front of them is good for all.
  public func kept(
    of made: [ContractProgram], prologue: String, _ completeness: Completeness,
    with earlier: KeptPrograms? = nil, besides functions: Set<String> = []
  ) throws -> String {
    var shown: [String: Set<String>] = [:]
    for finding in completeness.findings {
      guard case .program(let name, _, _) = finding.notice else { continue }
      shown[name, default: []].insert(finding.declaration)
    }
    let new = made.compactMap { program in
      shown[program.name].map {
        KeptPrograms.Entry(program, finding(program), shows: $0.sorted())
      }
    }
    let others = earlier?.entries(besides: functions) ?? []
    return try KeptPrograms.text(others + new, prologue: prologue)
  }
}

extension KeptPrograms {
  fileprivate static func text(_ entries: [Entry], prologue: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try entries.reduce(into: prologue) { text, entry in
      let heading = try encoder.encode(Heading(entry))
      text += "\n\(mark)\(String(decoding: heading, as: UTF8.self))\n\(entry.program.source)"
    }
  }
}
