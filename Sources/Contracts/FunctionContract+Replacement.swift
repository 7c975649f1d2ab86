/// A contract read the other way round: what a program has to prove that stands for the function.
extension FunctionContract {
  /// The role of programs that stand for exported functions; their sections are `replace/NAME`.
  public static let replacementRole = "replace"

  /// Why no program can stand for the function; nil for one that may be replaced.
  public func obstacleToReplacement(in interface: Interface) -> String? {
    if isEmittedByEngines || endsProgram || iterates { return "engines run it themselves" }
    if signature.hasMore { return "its contract does not say what all of its arguments are" }
    for (index, parameter) in signature.parameters.enumerated() {
      switch parameter {
      case .any, .bounded: continue
      case .value(let pattern) where interface.isKnownWhole(pattern): continue
      default: return "what argument \(index + 1) may be is only known at a call"
      }
    }
    for lock in [requiresLock, acquiresLock, releasesLock] {
      guard let lock else { continue }
      guard case .field = lock else { return "which lock it needs is only known at a call" }
    }
    return signature.resultPatterns.allSatisfy(interface.isKnownWhole)
      ? nil : "what its result may be is only known at a call"
  }

  /// The contract as that of a role, for each combination of states that the arguments may be in: all have to be
  /// proved.
  public func replacements(in interface: Interface) -> [FunctionContract] {
    var contract = self
    contract.role = Self.replacementRole
    contract.program = callingRules(in: interface)
    contract.assumeFinalState(in: interface)
    return contract.cases
  }

  /// The roles whose programs may call the function.
  public func callingRoles(in interface: Interface) -> [String] {
    callers?.names ?? interface.roles.keys.sorted()
  }

  /// What every program may do that may call the function.
  private func callingRules(in interface: Interface) -> ProgramRules {
    let all = callingRoles(in: interface).compactMap { interface.roles[$0]?.program }
    var rules = ProgramRules()
    let accesses: [PacketAccess] = [.none, .read, .write]
    rules.packets = accesses.first { access in all.contains { $0.packets == access } } ?? .none
    rules.isJudgedAsLinux = all.contains(where: \.isJudgedAsLinux)
    return rules
  }

  /// What a call gives up for good is in a final state by then.
  private mutating func assumeFinalState(in interface: Interface) {
    guard let endsValue, let instance = signature.instanceNames.firstIndex(of: endsValue) else {
      return
    }
    for index in signature.parameters.indices {
      guard case .value(var pattern) = signature.parameters[index], pattern.states.isEmpty,
        pattern.instances.last == instance,
        let states = pattern.typeNames.first.flatMap({ interface.typeRules[$0]?.finalStates })
      else { continue }
      pattern.states = [states]
      signature.parameters[index] = .value(pattern)
    }
  }

  /// One contract for each choice among the states that arguments may be in.
  private var cases: [FunctionContract] {
    for index in signature.parameters.indices {
      guard case .value(let pattern) = signature.parameters[index],
        let group = pattern.states.firstIndex(where: { $0.count > 1 })
      else { continue }
      return pattern.states[group].flatMap { state in
        var chosen = pattern
        chosen.states[group] = [state]
        var contract = self
        contract.signature.parameters[index] = .value(chosen)
        return contract.cases
      }
    }
    return [self]
  }
}

extension Interface {
  /// Whether the pattern alone says what a value is: an object of the interface, or memory of a known size.
  fileprivate func isKnownWhole(_ pattern: ValuePattern) -> Bool {
    if pattern.isNew || pattern.words.contains(.kernel) || !pattern.otherTypes.isEmpty {
      return false
    }
    switch pattern.type {
    case .fixedMemory: return true
    case .object(let name):
      switch typeRules[name]?.kind {
      case .plain, .object, .record, .buffer, .context: return true
      default: return false
      }
    default: return false
    }
  }
}
