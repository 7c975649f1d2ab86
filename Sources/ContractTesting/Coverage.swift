import Contracts
import Monitors
import Verifier

/// For each clause of an interface, whether some program that breaks just it is refused by the verifier, and found
/// by its monitor.
public struct Coverage: Sendable {
  public struct Entry: Sendable {
    public var clause: Clause
    public var state: State
    /// The program that shows it.
    public var program: String?
  }

  public enum State: Equatable, Sendable {
    case covered
    /// No program can break it by itself, and why.
    case unobservable(String)
    /// What was found instead.
    case missed([String])
  }

  public internal(set) var entries: [Entry] = []
  /// Programs that keep all contracts, and are refused or stopped.
  public internal(set) var wronged: [String] = []
  public internal(set) var programCount = 0

  public var coveredCount: Int { entries.count { $0.state == .covered } }
  public var missed: [Entry] {
    entries.filter { if case .missed = $0.state { true } else { false } }
  }
}

extension Trial {
  /// Tries all programs of `made`.
  public func coverage(
    of clauses: [Clause], by made: [ContractProgram], progress: (Int) -> Void = { _ in }
  ) throws -> Coverage {
    var coverage = Coverage()
    var byClause: [Clause: [ContractProgram]] = [:]
    for program in made {
      coverage.programCount += 1
      progress(coverage.programCount)
      if let clause = program.clause {
        byClause[clause, default: []].append(program)
      } else if let wrong = try wrong(of: program) {
        coverage.wronged.append(wrong)
      }
    }
    for clause in clauses {
      coverage.entries.append(try entry(clause, byClause[clause] ?? []))
    }
    return coverage
  }

  /// What is said against a program that keeps all contracts.
  private func wrong(of program: ContractProgram) throws -> String? {
    let outcome = try outcome(of: program)
    if let rejection = outcome.rejection {
      return "\(program.source)\(rejection.report(for: outcome.image))"
    }
    return outcome.violations.first.map {
      "\(program.source)\($0.report(for: outcome.image, interface))"
    }
  }

  private func entry(
    _ clause: Clause, _ programs: [ContractProgram]
  ) throws -> Coverage.Entry {
    var found: [String] = []
    if let reason = interface.reasonUnobservable(clause) {
      return Coverage.Entry(clause: clause, state: .unobservable(reason))
    }
    for program in programs {
      let outcome = try outcome(of: program)
      let broken = Set(outcome.violations.map(\.clause))
      // An implementation that breaks its promise is no fault of the program's.
      let isRefused = outcome.rejection != nil || clause.isPromise
      if isRefused, broken == [clause] {
        return Coverage.Entry(clause: clause, state: .covered, program: program.name)
      }
      let verdict = outcome.rejection?.reason ?? "accepted"
      let trips = broken.map(\.description).sorted().joined(separator: "; ")
      found.append("\(program.source)\(verdict) | \(trips.isEmpty ? "no monitor trips" : trips)")
    }
    return Coverage.Entry(clause: clause, state: .missed(found))
  }
}

extension Interface {
  /// Why no run can show that the clause is broken; nil for the others.
  fileprivate func reasonUnobservable(_ clause: Clause) -> String? {
    guard let function = function(named: clause.declaration).map({ functions[$0] }) else {
      return nil
    }
    if case .effect(_, .moved) = clause.part, function.tailCalls {
      return "where the call returns, it has moved nothing"
    }
    if case .argument(let index, .instance) = clause.part,
      case .value(let pattern) = function.signature.parameters[index], !pattern.type.isPart
    {
      return
        "another value that programs can have is a copy, and what belongs to one is the other's, too"
    }
    return nil
  }
}

extension Clause {
  /// Whether it is the implementation that has to keep it.
  public var isPromise: Bool {
    switch part {
    case .result(.range), .result(.notNull), .result(.lockTaken), .result(.lockGivenUp),
      .effect(_, .state):
      true
    default: false
    }
  }
}
