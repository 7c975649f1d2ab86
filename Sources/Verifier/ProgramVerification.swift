import Contracts

/// The verification of one program, with the global functions that it comes to.
struct ProgramVerification {
  let unit: ProgramUnit
  let flow: ControlFlow
  let entry: Int
  let role: FunctionContract
  let limits: VerifierLimits
  let probe: VerifierProbe
  let numbers: InstructionNumbers

  private(set) var processedCount = 0
  private(set) var stateCount = 0
  /// What was seen in the program, and in whatever else was verified by itself because of it.
  private(set) var evidence: [Evidence] = []
  private var exceptionCallback: ExceptionCallback?

  init(
    _ unit: ProgramUnit, _ flow: ControlFlow, entry: Int, role: FunctionContract,
    limits: VerifierLimits, probe: VerifierProbe
  ) {
    self.unit = unit
    self.flow = flow
    self.entry = entry
    self.role = role
    self.limits = limits
    self.probe = probe
    numbers = InstructionNumbers(unit, entry: entry)
  }

  mutating func run(exactLocations: Set<FrameLocation>) throws(Rejection) {
    if let refusal = role.refusal {
      throw Rejection(slot: unit.image.functions[entry].start, reason: refusal)
    }
    if let problem = flow.problem(ofProgram: entry) { throw problem }
    try checkMaps()
    try unit.checkPreemption(of: entry)
    exceptionCallback = try ExceptionCallback(of: entry, in: unit, context: role.contextName)
    let isReplacement = role.role == FunctionContract.replacementRole
    try explore(entry, isReplacement ? .replacement : .program, exactLocations)
    if let callback = exceptionCallback {
      try explore(callback.function, .exceptionCallback(callback.contract), exactLocations)
    }
    try exploreCallees(exactLocations)
    try exceptionCallback?.checkCalls(flow.calls, of: entry, in: unit)
    try checkEnds()
    if let limit = role.program?.stackByteCount {
      let later = Set(seen(\.laterCallbacks).map(\.function))
      let depth = StackDepth(flow.calls, unit, evidence, later: later)
      for root in [entry] + later.sorted() { try depth.check(root, limit: limit) }
    }
  }

  /// What is verified by itself because of a call, until no more of it comes up.
  private mutating func exploreCallees(_ exactLocations: Set<FrameLocation>) throws(Rejection) {
    var globals: Set<Int> = []
    var callbacks: Set<LaterCallback> = []
    while true {
      if let next = seen(\.calledGlobals).subtracting(globals).min() {
        globals.insert(next)
        do throws(Rejection) {
          let global = try GlobalFunction(next, of: unit, context: role.contextName)
          try explore(next, .global(global), exactLocations)
        } catch {
          throw noted(error, in: next)
        }
      } else if let next = seen(\.laterCallbacks).subtracting(callbacks).min() {
        callbacks.insert(next)
        try explore(next.function, .later(next), exactLocations)
      } else {
        return
      }
    }
  }

  /// No callback may come to a call that ends the program: whoever runs it goes on.
  private func checkEnds() throws(Rejection) {
    let calls = seen(\.endingCalls)
    var callbacks = seen(\.callbacks)
    if let function = exceptionCallback?.function { callbacks.insert(function) }
    for callback in callbacks.sorted() {
      for function in flow.calls.reachable(from: callback) {
        let range = unit.image.functions[function].range
        guard let slot = range.first(where: calls.contains) else { continue }
        let name = unit.exportedFunction(calledAt: slot).map { unit.interface.functions[$0].name }
        throw Rejection(
          slot: slot,
          reason: "\(name ?? "") kfunc (insn \(numbers.number(of: slot))) cannot be called from "
            + "callback subprog \(numbers.number(ofFunction: callback) ?? callback)")
      }
    }
  }

  /// What was wrong with a global function that is verified by itself.
  private func noted(_ rejection: Rejection, in function: Int) -> Rejection {
    var result = rejection
    func title(_ index: Int) -> String {
      "unc#\(numbers.number(ofFunction: index) ?? index)"
    }
    result.notes = seen(\.calledGlobals).sorted().map { index in
      "F\(title(index)) ('\(unit.image.functions[index].name)') is global and assumed valid."
    }
    result.notes.append(
      "Validating \(unit.image.functions[function].name)() f\(title(function))...")
    result.notes += rejection.notes
    return result
  }

  private func seen<Element>(_ set: (Evidence) -> Set<Element>) -> Set<Element> {
    evidence.reduce(into: []) { $0.formUnion(set($1)) }
  }

  /// Where ownership differs between paths, states may only be taken for one another when they agree on
  /// it; each round adds such places, and there are finitely many.
  private mutating func explore(
    _ function: Int, _ subject: VerifiedSubject, _ exactLocations: Set<FrameLocation>
  ) throws(Rejection) {
    var exact = exactLocations
    while true {
      var exploration = try Exploration(
        unit: unit, flow: flow, numbers: numbers, entry: function, subject: subject,
        exceptionCallback: exceptionCallback?.function, role: role,
        attachment: unit.program(entry)?.attachment ?? "",
        maySleep: maySleep(subject), limits: limits,
        processedCount: processedCount, probe: probe, exactLocations: exact)
      defer {
        processedCount = exploration.processedCount
        stateCount += exploration.explored.count
      }
      try exploration.run()
      let solution = try SafePointSolution(JoinedEvidence([exploration.evidence])).ownership
      if solution.mixedLocations.isSubset(of: exact) {
        evidence.append(exploration.evidence)
        return
      }
      exact.formUnion(solution.mixedLocations)
    }
  }

  private func maySleep(_ subject: VerifiedSubject) -> Bool {
    if limits.maySleep || unit.program(entry)?.maySleep == true { return true }
    if case .replacement = subject { return role.sleeps }
    guard case .later(let callback) = subject else { return false }
    return unit.interface.callbacks[callback.prototype]?.callbackMaySleep ?? false
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
            slot: slot, reason: barred.reason,
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
