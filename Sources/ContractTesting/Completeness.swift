import Contracts
import Monitors
import ObjectFile

/// How much of an interface's contracts anybody would miss: what is left of it is deleted piece by piece, and the
/// programs that were made from the whole say whether that makes a difference.
public struct Completeness: Sendable {
  public struct Finding: Sendable {
    public var declaration: String
    public var what: String
    public var notice: Notice
  }

  public enum Notice: Equatable, Sendable {
    /// The interface can't be read any more, and why.
    case unreadable(String)
    /// `baton contracts lint` finds something.
    case lint(String)
    /// A program is judged, or watched, in another way.
    case program(String, was: String, becomes: String)
    case nothing
  }

  public internal(set) var findings: [Finding] = []

  public var unnoticed: [Finding] { findings.filter { $0.notice == .nothing } }
}

extension Trial {
  /// What was found about a program, as far as it can differ.
  struct Finding: Equatable, Codable, CustomStringConvertible {
    var isRefused: Bool
    /// What its monitors found, in the order of their words.
    var violations: [Clause] = []
    var error: String?

    var description: String {
      if let error { return error }
      let found = violations.map(\.description).joined(separator: "; ")
      return (isRefused ? "refused" : "accepted") + (found.isEmpty ? "" : ", \(found)")
    }
  }

  func finding(_ program: ContractProgram) -> Finding {
    do {
      // With contracts that have a hole, programs could do anything, and so could monitors that clean up after them.
      guard let mutation = program.mutation, !givesOutPointer(mutation) else {
        if program.clause == nil { try load(program) }
        return Finding(isRefused: try verdict(on: program).rejection != nil)
      }
      let outcome = try outcome(of: program)
      return Finding(
        isRefused: outcome.rejection != nil,
        violations: Set(outcome.violations.map(\.clause))
          .sorted { $0.description < $1.description })
    } catch {
      return Finding(isRefused: true, error: "\(error)")
    }
  }

  /// Whether the implementation that does nothing returns a pointer that leads nowhere: only monitors that know of all
  /// that is wrong by then are sure not to follow it.
  private func givesOutPointer(_ mutation: Mutation) -> Bool {
    guard mutation.result != 0, let index = interface.function(named: mutation.function) else {
      return false
    }
    return interface.functions[index].result == .pointer
  }

  /// Deletes each piece by itself.
  public func completeness(
    of deletions: [Deletion], by made: [ContractProgram], progress: (Int) -> Void = { _ in }
  ) -> Completeness {
    var result = Completeness()
    let known = made.map { (program: $0, finding: finding($0)) }
    let oddities = interface.lint()
    for deletion in deletions {
      result.findings.append(
        Completeness.Finding(
          declaration: deletion.declaration, what: deletion.what,
          notice: notice(of: deletion, known, oddities)))
      progress(result.findings.count)
    }
    return result
  }

  private func notice(
    of deletion: Deletion, _ known: [(program: ContractProgram, finding: Finding)],
    _ oddities: [LintFinding]
  ) -> Completeness.Notice {
    let reduced: Interface
    do {
      reduced = try deletion.interface()
    } catch {
      return .unreadable("\(error)")
    }
    if let odd = reduced.lint().first(where: { !oddities.contains($0) }) {
      return .lint(odd.message)
    }
    let trial = Trial(image, reduced)
    for (program, finding) in known where concerns(program, deletion.declaration) {
      let other = trial.finding(program)
      guard other != finding else { continue }
      return .program(program.name, was: finding.description, becomes: other.description)
    }
    return .nothing
  }

  /// Whether the program could show a difference.
  private func concerns(_ program: ContractProgram, _ declaration: String) -> Bool {
    if interface.function(named: declaration) != nil {
      // Programs that are run do so without the verifier: nothing else that they call may have lost a rule.
      if let mutation = program.mutation { return mutation.function == declaration }
      return program.calls(declaration)
    }
    if let role = interface.roles.first(where: { $0.value.name == declaration })?.key {
      return program.role == role
    }
    return true
  }
}
