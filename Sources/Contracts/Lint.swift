/// What is odd about an interface that is no error: rules which nobody can come to, or get away from.
public struct LintFinding: Equatable, Sendable {
  /// What it is about: a function or a type.
  public var declaration: String
  /// The text of it that is odd; empty for the declaration itself.
  public var text: String
  public var message: String
}

extension Interface {
  /// All findings, in the order of types and functions by name.
  public func lint() -> [LintFinding] {
    lintStates() + lintLocks() + lintCallers()
  }

  // MARK: States

  private func lintStates() -> [LintFinding] {
    stateDiagrams.flatMap { diagram -> [LintFinding] in
      guard let rule = typeRules[diagram.type] else { return [] }
      let reachable = diagram.reachable.union(created(rule, diagram.machine))
      let unreachable = diagram.machine.states.filter { !reachable.contains($0) }
      var findings = unreachable.map {
        LintFinding(
          declaration: rule.name, text: $0,
          message: "no call brings a “\(rule.name)” into the state “\($0)”")
      }
      if let final = rule.finalStates, final.contains(where: diagram.machine.states.contains) {
        let left = Set(diagram.transitions.map(\.from))
        findings += diagram.machine.states
          .filter { !left.contains($0) && !final.contains($0) && reachable.contains($0) }
          .map {
            LintFinding(
              declaration: rule.name, text: $0,
              message: "no call takes a “\(rule.name)” out of the state “\($0)”, which is not final"
            )
          }
      }
      return findings + lintPreconditions(rule, Set(unreachable))
    }
  }

  /// The states that values have from the beginning.
  private func created(_ rule: TypeRule, _ machine: StateMachine) -> Set<String> {
    let results = (functions + Array(roles.values)).flatMap { function in
      function.signature.patterns.filter { $0.typeNames.contains(rule.name) && $0.isNew }
        + function.createdPatterns(rule.name)
    }
    return Set(results.flatMap(\.states).joined()).intersection(machine.states)
  }

  private func lintPreconditions(
    _ rule: TypeRule, _ unreachable: Set<String>
  ) -> [LintFinding] {
    functions.flatMap { function in
      function.signature.parameterPatterns.filter { pattern in
        !pattern.isNew && pattern.typeNames.contains(rule.name)
          && pattern.states.contains { !$0.isEmpty && unreachable.isSuperset(of: $0) }
      }.map { pattern in
        LintFinding(
          declaration: function.name, text: pattern.states.joined().joined(separator: "|"),
          message: "no “\(rule.name)” is ever in the state that \(function.name) needs")
      }
    }
  }

  // MARK: Locks

  private func lintLocks() -> [LintFinding] {
    var findings: [LintFinding] = []
    let acquired = classes(\.acquiresLock)
    let released = classes(\.releasesLock)
    for function in functions {
      if let lock = function.acquiresLock, let name = lockClass(of: lock, in: function),
        !released.contains(name)
      {
        findings.append(
          LintFinding(
            declaration: function.name, text: lock.text, message: "no call gives \(name) up again"))
      }
      for lock in [function.requiresLock, function.releasesLock] {
        guard let lock, let name = lockClass(of: lock, in: function), !acquired.contains(name)
        else {
          continue
        }
        findings.append(
          LintFinding(
            declaration: function.name, text: lock.text,
            message: "\(function.name) needs \(name), which no call takes"))
      }
    }
    if let cycle = lockCycle() {
      findings.append(
        LintFinding(
          declaration: "", text: "",
          message: "the orders of locks make a cycle: \(cycle.joined(separator: " < "))"))
    }
    return findings
  }

  private func classes(_ clause: (FunctionContract) -> LockExpression?) -> Set<String> {
    Set(
      functions.compactMap { function in
        clause(function).flatMap { lockClass(of: $0, in: function) }
      })
  }

  /// Classes of locks that may be taken one behind the other, round and round.
  private func lockCycle() -> [String]? {
    var next: [String: Set<String>] = [:]
    for order in lockOrders {
      for (index, name) in order.enumerated() {
        next[name, default: []].formUnion(order[(index + 1)...])
      }
    }
    func search(_ name: String, _ way: [String], _ done: inout Set<String>) -> [String]? {
      if let start = way.firstIndex(of: name) { return way[start...] + [name] }
      guard done.insert(name).inserted else { return nil }
      for other in (next[name] ?? []).sorted() {
        if let cycle = search(other, way + [name], &done) { return cycle }
      }
      return nil
    }
    var done: Set<String> = []
    for name in next.keys.sorted() {
      if let cycle = search(name, [], &done) { return cycle }
    }
    return nil
  }

  // MARK: Callers

  /// Functions that no role can call, as none that may has all the arguments. Where a function says itself what
  /// its callers are told, that is meant.
  private func lintCallers() -> [LintFinding] {
    let known = Dictionary(uniqueKeysWithValues: roles.keys.map { ($0, obtainable(in: $0)) })
    return functions.filter { $0.refusal == nil }.compactMap { function in
      let missing = roles.keys.sorted().filter { function.mayBeCalled(in: $0) }
        .map { function.neededTypes.subtracting(known[$0] ?? []).sorted() }
      let fewest = missing.min { $0.count < $1.count }
      if let fewest, fewest.isEmpty { return nil }
      let reason =
        fewest.map { "none that may has \($0.joined(separator: ", "))" } ?? "none may"
      return LintFinding(
        declaration: function.name, text: "",
        message: "no role can call \(function.name): \(reason)")
    }
  }

  /// The structures that programs of a role are given, or get from calls.
  private func obtainable(in role: String) -> Set<String> {
    var types = Set(roles[role]?.signature.parameterPatterns.flatMap(\.typeNames) ?? [])
    types.formUnion(programTypes)
    while true {
      var next = types
      for function in functions where function.mayBeCalled(in: role) {
        guard function.neededTypes.isSubset(of: types) else { continue }
        next.formUnion(function.createdPatterns(nil).flatMap(\.typeNames))
      }
      for rule in typeRules.values where types.contains(rule.name) {
        for case .pointer(let pattern) in rule.fields.map(\.content) {
          next.formUnion(pattern.typeNames)
        }
      }
      if next == types { return types }
      types = next
    }
  }

  /// What programs have of their own: in maps, on their stacks, and what containers hold.
  private var programTypes: Set<String> {
    Set(
      typeRules.values.filter { rule in
        switch rule.kind {
        case .lock, .container, .node, .map, .timer, .workqueue, .refcount, .pointer, .ring, .local:
          true
        case .plain, .context, .object, .record, .buffer, .memory: false
        }
      }.map(\.name))
  }
}

extension FunctionContract {
  /// The interface's structures that a call must be given.
  fileprivate var neededTypes: Set<String> {
    Set(
      signature.parameterPatterns.compactMap { pattern in
        guard case .object(let name) = pattern.type, !pattern.isNew, !pattern.isNullable,
          pattern.otherTypes.isEmpty, !pattern.words.contains(.kernel)
        else { return nil }
        return name
      })
  }

  /// What a call returns that is no argument; of one type, or of all.
  fileprivate func createdPatterns(_ type: String?) -> [ValuePattern] {
    let parameters = role == nil ? signature.parameterPatterns : []
    return (signature.resultPatterns + (role == nil ? [] : signature.parameterPatterns)).filter {
      pattern in
      (type.map(pattern.typeNames.contains) ?? true)
        && !parameters.contains { $0.type == pattern.type && $0.instances == pattern.instances }
    }
  }
}
