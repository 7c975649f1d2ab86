import Bytecode
import Contracts
import ObjectFile

/// Decides whether the programs of a unit may run.
///
/// ```swift
/// let unit = try ProgramUnit(image: ProgramImage(parsing: bytes), interface: .baton)
/// let verdicts = Verifier(unit).verify()
/// ```
public struct Verifier {
  public let unit: ProgramUnit
  /// How many instructions may be processed before a program counts as too large.
  public let instructionLimit: Int

  public init(_ unit: ProgramUnit, instructionLimit: Int = 1_000_000) {
    self.unit = unit
    self.instructionLimit = instructionLimit
  }

  /// One verdict for every program of the unit, in the order of the object.
  public func verify() -> [Verdict] {
    unit.entries.map { verify(entry: $0) }
  }

  /// The verdict on the program whose entry is function `entry`.
  public func verify(entry: Int) -> Verdict {
    let function = unit.image.functions[entry]
    let roleName = unit.role(of: entry) ?? ""
    guard let role = unit.interface.roles[roleName] else {
      let known = unit.interface.roles.keys.sorted().joined(separator: ", ")
      return Verdict(
        entry: entry, role: roleName,
        outcome: .rejected(
          Rejection(
            slot: function.start, reason: "the section “\(function.section)” names no role",
            hint: "roles are: \(known)")))
    }
    do {
      let flow = try ControlFlow(unit)
      var (exploration, solution) = try explore(entry, role, flow, exactLocations: [])
      // Where ownership differs between paths, states may only be taken for one another when they
      // agree on it; each round adds such places, and there are finitely many.
      var exact = solution.mixedLocations
      while !exact.isSubset(of: exploration.evidence.exactLocations) {
        exact.formUnion(exploration.evidence.exactLocations)
        (exploration, solution) = try explore(entry, role, flow, exactLocations: exact)
        exact = solution.mixedLocations
      }
      return Verdict(
        entry: entry, role: roleName, outcome: .accepted,
        evidence: exploration.evidence, tables: solution.tables, flow: flow,
        processedCount: exploration.processedCount, stateCount: exploration.explored.count)
    } catch {
      return Verdict(entry: entry, role: roleName, outcome: .rejected(error))
    }
  }

  private func explore(
    _ entry: Int, _ role: FunctionContract, _ flow: ControlFlow,
    exactLocations: Set<FrameLocation>
  ) throws(Rejection) -> (Exploration, OwnershipSolution) {
    var exploration = Exploration(
      unit: unit, flow: flow, entry: entry, role: role, instructionLimit: instructionLimit,
      exactLocations: exactLocations)
    try exploration.run()
    return (exploration, try OwnershipSolution(exploration.evidence.ownership))
  }
}

/// What the verifier found about one program.
public struct Verdict: Sendable {
  public let entry: Int
  public let role: String
  public let outcome: Outcome
  public let processedCount: Int
  public let stateCount: Int
  let evidence: Evidence?
  let tables: CleanupTables
  let flow: ControlFlow?

  public enum Outcome: Sendable {
    case accepted
    case rejected(Rejection)
  }

  init(
    entry: Int, role: String, outcome: Outcome, evidence: Evidence? = nil,
    tables: CleanupTables = CleanupTables(), flow: ControlFlow? = nil, processedCount: Int = 0,
    stateCount: Int = 0
  ) {
    self.entry = entry
    self.role = role
    self.outcome = outcome
    self.evidence = evidence
    self.tables = tables
    self.flow = flow
    self.processedCount = processedCount
    self.stateCount = stateCount
  }

  public var rejection: Rejection? {
    if case .rejected(let rejection) = outcome { rejection } else { nil }
  }
}
