import Contracts

/// The verification of one program, with the global functions that it comes to.
struct ProgramVerification {
  let unit: ProgramUnit
  let flow: ControlFlow
  let entry: Int
  let role: FunctionContract
  let limits: VerifierLimits
  let numbers: InstructionNumbers

  private(set) var processedCount = 0
  private(set) var stateCount = 0
  /// What was seen in the program, and in each global function.
  private(set) var evidence: [Evidence] = []
  private(set) var tables = CleanupTables()

  init(
    _ unit: ProgramUnit, _ flow: ControlFlow, entry: Int, role: FunctionContract,
    limits: VerifierLimits
  ) {
    self.unit = unit
    self.flow = flow
    self.entry = entry
    self.role = role
    self.limits = limits
    numbers = InstructionNumbers(unit, entry: entry)
  }

  mutating func run(exactLocations: Set<FrameLocation>) throws(Rejection) {
    if let refusal = role.refusal {
      throw Rejection(slot: unit.image.functions[entry].start, reason: refusal)
    }
    if let problem = flow.problem(ofProgram: entry) { throw problem }
    try checkMaps()
    tables = try explore(entry, nil, exactLocations)
    var isVerified: Set<Int> = []
    while let next = calledGlobals.subtracting(isVerified).min() {
      isVerified.insert(next)
      do throws(Rejection) {
        let global = try GlobalFunction(next, of: unit, context: role.contextName)
        _ = try explore(next, global, exactLocations)
      } catch {
        throw noted(error, in: next)
      }
    }
    if let limit = role.program?.stackByteCount {
      try StackDepth(flow.calls, unit, evidence).check(entry, limit: limit)
    }
  }

  /// What was wrong with a global function that is verified by itself.
  private func noted(_ rejection: Rejection, in function: Int) -> Rejection {
    var result = rejection
    func title(_ index: Int) -> String {
      "unc#\(numbers.number(ofFunction: index) ?? index)"
    }
    result.notes = calledGlobals.sorted().map { index in
      "F\(title(index)) ('\(unit.image.functions[index].name)') is global and assumed valid."
    }
    result.notes.append(
      "Validating \(unit.image.functions[function].name)() f\(title(function))...")
    result.notes += rejection.notes
    return result
  }

  private var calledGlobals: Set<Int> {
    evidence.reduce(into: []) { $0.formUnion($1.calledGlobals) }
  }

  /// Where ownership differs between paths, states may only be taken for one another when they agree on
  /// it; each round adds such places, and there are finitely many.
  private mutating func explore(
    _ function: Int, _ global: GlobalFunction?, _ exactLocations: Set<FrameLocation>
  ) throws(Rejection) -> CleanupTables {
    var exact = exactLocations
    while true {
      var exploration = try Exploration(
        unit: unit, flow: flow, numbers: numbers, entry: function, global: global, role: role,
        attachment: unit.program(entry)?.attachment ?? "",
        maySleep: limits.maySleep || unit.program(entry)?.maySleep ?? false, limits: limits,
        exactLocations: exact)
      defer {
        processedCount += exploration.processedCount
        stateCount += exploration.explored.count
      }
      try exploration.run()
      let solution = try OwnershipSolution(exploration.evidence.ownership)
      if solution.mixedLocations.isSubset(of: exact) {
        evidence.append(exploration.evidence)
        return solution.tables
      }
      exact.formUnion(solution.mixedLocations)
    }
  }

  /// Some programs may not use maps that hold certain things, wherever they mention them.
  private func checkMaps() throws(Rejection) {
    for function in flow.calls.reachable(from: entry) {
      for slot in unit.image.functions[function].range {
        let map: Int
        switch unit.image.reference(at: slot) {
        case .map(let index)?, .mapValue(let index, _)?: map = index
        default: continue
        }
        for field in unit.valueFields(ofMap: map) {
          guard let barred = unit.interface.typeRules[field.typeName]?.barred,
            barred.roles.contains(role.role ?? "")
          else { continue }
          throw Rejection(
            slot: slot, reason: "\(barred.title) cannot use \(field.typeName) yet",
            hint: "map \(unit.maps[map].name) has one in its values")
        }
      }
    }
  }
}

extension FunctionContract {
  /// The name of the type that a role's programs are given.
  var contextName: String? {
    guard case .value(let pattern)? = signature.parameters.first else { return nil }
    return pattern.typeNames.first
  }
}
