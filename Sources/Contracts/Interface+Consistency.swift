/// Contracts that nobody could keep: clauses that contradict each other, and instances that no call could bind.
extension Interface {
  func checkConsistency(of function: FunctionContract) throws(ContractError) {
    for pattern in function.signature.patterns { try checkStates(pattern, of: function) }
    try checkInstances(of: function)
    try checkLockClauses(of: function)
    for outcome in function.signature.outcomes { try checkEffects(outcome, of: function) }
    try checkConditions(of: function)
  }

  /// A value is in one state of each machine; a call leaves it in a certain one.
  private func checkStates(
    _ pattern: ValuePattern, of function: FunctionContract
  ) throws(ContractError) {
    guard let rule = pattern.typeNames.first.flatMap({ typeRules[$0] }) else { return }
    var machines: Set<Int> = []
    for group in pattern.states {
      let places = Set(group.compactMap { rule.place(ofState: $0)?.machine })
      guard places.count == 1, let machine = places.first else {
        throw function.error("\(group.joined(separator: "|")) are states of several machines")
      }
      guard machines.insert(machine).inserted else {
        let all = pattern.states.joined().joined(separator: ", ")
        throw function.error("no “\(rule.name)” is in several states of one machine: \(all)")
      }
    }
  }

  /// What is the same instance in several places is of one type, and what a result belongs to is an argument.
  private func checkInstances(of function: FunctionContract) throws(ContractError) {
    let signature = function.signature
    var types: [Int: String] = [:]
    for case .value(let pattern) in signature.parameters {
      guard let (own, owner) = named(pattern) else { continue }
      for (instance, type) in [own, owner].compactMap({ $0 }) {
        if let other = types.updateValue(type, forKey: instance), other != type {
          throw function.error(
            "'\(signature.instanceNames[instance]) is a “\(other)” and a “\(type)”: no call has such "
              + "arguments")
        }
      }
    }
    for outcome in signature.outcomes {
      for case .value(let pattern) in outcome.effects {
        guard let (_, owner) = named(pattern), let owner, types[owner.instance] == nil else {
          continue
        }
        throw function.error(
          "'\(signature.instanceNames[owner.instance]) is no parameter's, and a “\(pattern.typeNames[0])” "
            + "of it is returned")
      }
    }
  }

  private typealias NamedInstance = (instance: Int, type: String)

  /// The instance that a pattern of the interface's own structures is, and the one that it belongs to.
  private func named(_ pattern: ValuePattern) -> (own: NamedInstance, owner: NamedInstance?)? {
    guard case .object(let type) = pattern.type, pattern.otherTypes.isEmpty,
      pattern.words.isDisjoint(with: [.kernel, .view]), let own = pattern.instances.last
    else { return nil }
    guard let owner = typeRules[type]?.owner, pattern.instances.count > 1 else {
      return ((own, type), nil)
    }
    return ((own, type), (pattern.instances[0], owner))
  }

  private func checkLockClauses(of function: FunctionContract) throws(ContractError) {
    let clauses: [(String, LockExpression?)] = [
      ("required", function.requiresLock), ("taken", function.acquiresLock),
      ("given up", function.releasesLock), ("excluded", function.excludesLock),
    ]
    let contradictions = [
      ("required", "taken"), ("required", "excluded"), ("given up", "excluded"),
      ("taken", "given up"),
    ]
    for (first, second) in contradictions {
      guard let lock = clauses.first(where: { $0.0 == first })?.1,
        clauses.first(where: { $0.0 == second })?.1 == lock
      else { continue }
      throw function.error("\(lock.text) is \(first), and \(second)", text: lock.text)
    }
  }

  /// Each instance has one fate in an outcome, and is left in certain states.
  private func checkEffects(
    _ outcome: Signature.Outcome, of function: FunctionContract
  ) throws(ContractError) {
    var consumed: Set<Int> = []
    var kept: Set<Int> = []
    for effect in outcome.effects {
      switch effect {
      case .consumed(let instance): consumed.insert(instance)
      case .value(let pattern):
        if let group = pattern.states.first(where: { $0.count > 1 }) {
          throw function.error(
            "a call leaves a value in one state, and not in any of \(group.joined(separator: "|"))")
        }
        if let (own, _) = named(pattern) { kept.insert(own.instance) }
      default: break
      }
    }
    if let both = consumed.intersection(kept).min() {
      throw function.error(
        "'\(function.signature.instanceNames[both]) is consumed, and kept, in one outcome")
    }
  }

  /// No result belongs to two outcomes that are told apart by it.
  private func checkConditions(of function: FunctionContract) throws(ContractError) {
    let conditions = function.signature.outcomes.compactMap(\.condition)
    for (index, one) in conditions.enumerated() {
      for other in conditions[..<index] where one.overlaps(other) {
        throw function.error("some result belongs to two outcomes: \(other) and \(one)")
      }
    }
  }
}

extension Signature.Condition: CustomStringConvertible {
  fileprivate func overlaps(_ other: Signature.Condition) -> Bool {
    switch (self, other) {
    case (.range(let one), .range(let other)): one.overlaps(other)
    default: self == other
    }
  }

  /// As it is written.
  public var description: String {
    switch self {
    case .null: "on null"
    case .notNull: "on !null"
    case .range(let range) where range.lowerBound == range.upperBound: "on \(range.lowerBound)"
    case .range(let range) where range.upperBound == .max: "on >= \(range.lowerBound)"
    case .range(let range) where range.lowerBound == .min: "on <= \(range.upperBound)"
    case .range(let range): "on \(range.lowerBound)..\(range.upperBound)"
    }
  }
}
