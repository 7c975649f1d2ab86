/// All clauses of an interface that can be broken by themselves.
extension Interface {
  /// In the order of the functions, and of the roles and callbacks by name.
  public var clauses: [Clause] {
    functions.flatMap { $0.clauses(in: self) }
      + roles.sorted { $0.key < $1.key }.flatMap { clauses(ofRole: $0.value) }
      + callbacks.sorted { $0.key < $1.key }.flatMap { clauses(ofCallback: $0.value) }
  }

  private func clauses(ofRole role: FunctionContract) -> [Clause] {
    var rests: [Clause.Rest] = [.lock]
    let isBound = role.signature.outcomes.contains { outcome in
      outcome.condition != nil
        || outcome.effects.contains { effect in
          switch effect {
          case .consumed, .range: true
          default: false
          }
        }
    }
    if isBound { rests.append(.outcome) }
    let types = role.signature.parameterPatterns.flatMap(\.typeNames)
    if types.contains(where: { mayBeStuck($0, inRole: role.role ?? "") }) {
      rests.append(.finalState)
    }
    return rests.map { Clause(role.name, .end($0)) }
  }

  /// Whether programs of the role can bring a value of the type into a state that is not final.
  private func mayBeStuck(_ type: String, inRole role: String) -> Bool {
    guard let rule = typeRules[type], rule.finalStates != nil else { return false }
    return reachableStates(of: rule, inRole: role).contains(where: rule.isStuck)
  }

  private func clauses(ofCallback callback: FunctionContract) -> [Clause] {
    let isBound = callback.signature.outcomes.flatMap(\.effects).contains { effect in
      if case .range = effect { true } else { false }
    }
    return isBound ? [Clause(callback.name, .end(.outcome))] : []
  }
}

extension FunctionContract {
  /// What its contract demands and promises, piece by piece.
  public func clauses(in interface: Interface) -> [Clause] {
    let parts =
      demands(in: interface) + conditions(in: interface) + promises(in: interface)
      + effects(in: interface)
    return parts.map { Clause(name, $0) }
  }

  private func demands(in interface: Interface) -> [Clause.Part] {
    signature.parameters.enumerated().flatMap { index, parameter -> [Clause.Part] in
      let demands: [Clause.Demand] =
        switch parameter {
        case .any, .count, .passed, .type: []
        case .bounded: [.range]
        case .program, .callback: [.type]
        case .size, .constantSize: signature.hasArgument(sizedBy: parameter) ? [.size] : []
        case .value(let pattern):
          pattern.demands + interface.demands(of: pattern, by: self)
            + (isBound(pattern, before: index) ? [.instance] : [])
        }
      return demands.map { .argument(index, $0) }
    }
  }

  /// Whether an argument before says which value this one has to be, or be of.
  private func isBound(_ pattern: ValuePattern, before index: Int) -> Bool {
    guard let first = pattern.instances.first, !pattern.isNew,
      pattern.type.isPart || !pattern.typeNames.isEmpty
    else { return false }
    return signature.parameters.prefix(index).contains { parameter in
      guard case .value(let other) = parameter, !other.typeNames.isEmpty else { return false }
      return other.instances.contains(first)
    }
  }

  private func conditions(in interface: Interface) -> [Clause.Part] {
    var conditions: [Clause.Condition] = []
    if callers != nil { conditions.append(.roles) }
    if notInCallback != nil { conditions.append(.notInCallback) }
    if requiresLock != nil { conditions.append(.requiresLock) }
    if acquiresLock != nil { conditions.append(.acquiresLock) }
    if releasesLock != nil { conditions.append(.releasesLock) }
    if excludesLock != nil { conditions.append(.excludesLock) }
    if mayEndInVain(in: interface) { conditions.append(.ends) }
    if suspends || resumes || `throws` || sleeps {
      conditions.append(.unlocked)
    } else if isBarredBySpinLock {
      conditions.append(.noSpinLock)
    }
    return conditions.map { .call($0) }
  }

  /// Whether the call gives a value up that may be in a state that is not final, as far as its parameter says.
  private func mayEndInVain(in interface: Interface) -> Bool {
    signature.parameterPatterns.contains { pattern in
      guard let rule = pattern.typeNames.first.flatMap({ interface.typeRules[$0] }),
        rule.finalStates != nil, gives(up: pattern, of: rule)
      else { return false }
      return interface.roles.keys.filter(mayBeCalled).contains { role in
        interface.reachableStates(of: rule, inRole: role).contains { states in
          rule.unmet(pattern.states, by: states) == nil && rule.isStuck(in: states)
        }
      }
    }
  }

  /// Whether the call gives up what a parameter's pattern stands for, which has to be in a final state then.
  public func gives(up pattern: ValuePattern, of rule: TypeRule) -> Bool {
    guard let instance = pattern.instances.last else { return false }
    return gives(up: signature.instanceNames[instance], of: rule)
  }

  /// The same of the value that an instance's name stands for.
  public func gives(up instance: String, of rule: TypeRule) -> Bool {
    endsValue == instance || rule.destructor == name
  }

  private func promises(in interface: Interface) -> [Clause.Part] {
    var promises: [Clause.Promise] = []
    let effects = signature.outcomes.flatMap(\.effects)
    let isBound = effects.contains { effect in
      switch effect {
      case .range, .sized: true
      default: false
      }
    }
    if isBound { promises.append(.range) }
    let results = effects.compactMap { effect -> ValuePattern? in
      if case .value(let pattern) = effect, !signature.isArgument(pattern) { pattern } else { nil }
    }
    if let pattern = results.first {
      promises.append(pattern.isNullable ? .nullable : .notNull)
      if pattern.isOwned { promises.append(.owned) }
      if interface.saysSize(of: pattern) { promises.append(.size) }
      let isPart =
        pattern.type == .memory
        ? pattern.instances.count > 1 : pattern.type.isPart && !pattern.instances.isEmpty
      if isPart { promises.append(.part) }
    }
    let makesOwned = signature.parameterPatterns.contains { $0.isNew && $0.isOwned }
    if makesOwned { promises.append(.owned) }
    if acquiresLock != nil { promises.append(.lockTaken) }
    if releasesLock != nil { promises.append(.lockGivenUp) }
    return promises.map { .result($0) }
  }

  private func effects(in interface: Interface) -> [Clause.Part] {
    signature.parameters.enumerated().flatMap { index, parameter -> [Clause.Part] in
      guard case .value(let pattern) = parameter, !pattern.type.isPart,
        let instance = pattern.instances.last
      else { return [] }
      var changes: [Clause.Change] = []
      let effects = signature.outcomes.flatMap(\.effects)
      if effects.contains(.consumed(instance: instance)) { changes.append(.consumed) }
      if movesPacket?.instance == signature.instanceNames[instance] { changes.append(.moved) }
      if !interface.tellableChanges(of: pattern, by: self).isEmpty { changes.append(.state) }
      return changes.map { .effect(index, $0) }
    }
  }
}

extension Signature {
  fileprivate func hasArgument(sizedBy parameter: Parameter) -> Bool {
    switch parameter {
    case .size(let instance, _), .constantSize(let instance, _):
      parameterPatterns.contains { $0.type == .memory && $0.instances.first == instance }
    default: false
    }
  }
}

extension ValuePattern {
  fileprivate var demands: [Clause.Demand] {
    var demands: [Clause.Demand] = []
    switch type {
    case .map:
      demands.append(.type)
      if !mapTypes.isEmpty { demands.append(.mapType) }
    case .key, .value, .fixedMemory: demands.append(.size)
    case .memory: break
    default: demands.append(.type)
    }
    if !isNullable, type != .memory, !isNew { demands.append(.notNull) }
    if !states.isEmpty, !isNew { demands.append(.state) }
    if isWritten { demands.append(.writable) }
    if isStable { demands.append(.stable) }
    return demands
  }
}

extension Interface {
  /// What a call by itself can break only where other calls, or roles, give out such values.
  fileprivate func demands(
    of pattern: ValuePattern, by function: FunctionContract
  ) -> [Clause.Demand] {
    guard case .object(let type) = pattern.type else { return [] }
    if pattern.isNew {
      // What is still owned may not be overwritten.
      let isEverOwned = functions.contains { other in
        other.signature.parameterPatterns.contains {
          $0.isNew && $0.isOwned && $0.typeNames.contains(type)
        }
      }
      return isEverOwned ? [.owned] : []
    }
    return pattern.isOwned && lends(type, toCallersOf: function) ? [.owned] : []
  }

  /// Whether programs that may call the function can have a value of the type that isn't theirs.
  private func lends(_ type: String, toCallersOf function: FunctionContract) -> Bool {
    func isLent(_ pattern: ValuePattern) -> Bool {
      pattern.typeNames.contains(type) && !pattern.isOwned && !pattern.isNew
    }
    return roles.filter { function.mayBeCalled(in: $0.key) }.contains { name, role in
      role.signature.parameterPatterns.contains(where: isLent)
        || functions.contains { other in
          other.mayBeCalled(in: name)
            && other.signature.resultPatterns.contains {
              isLent($0) && !other.signature.isArgument($0)
            }
        }
    }
  }

  /// Whether the contract says how many octets of a result there are.
  fileprivate func saysSize(of pattern: ValuePattern) -> Bool {
    switch pattern.type {
    case .value, .memory, .fixedMemory: true
    case .object(let name): typeRules[name]?.kind == .memory
    default: false
    }
  }
}
