import Bytecode
import Contracts

/// Type states and instances: what state a value is in belongs to the value, and not to a register that points to
/// it; and what belongs to another value, belongs to that very one.
extension Exploration {
  /// The argument must be in one of the states that the contract names.
  func checkStates(
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract
  ) throws(Rejection) {
    guard !pattern.states.isEmpty, let instance = path.state.instance(state.instance) else {
      return
    }
    let rule = unit.typeRules[state.detail]
    guard let wanted = rule.unmet(pattern.states, by: instance.states) else { return }
    let names = rule.names(of: instance.states).joined(separator: ",")
    throw reject(
      "R\(register.rawValue) is \(rule.name)<\(names)>, and \(callee.name) needs "
        + "\(rule.name)<\(wanted.joined(separator: "|"))>", contract: callee,
      hint: unit.interface.hint(forState: wanted[0], of: rule.name)
    ).conflicting(with: instance.changedAt, "it has been \(names)")
  }

  /// What two arguments have in common by the contract, they must have in common.
  func unify(
    _ pattern: ValuePattern, _ binding: CallBindings.Binding, _ callee: FunctionContract,
    _ bindings: inout CallBindings
  ) throws(Rejection) {
    let state = binding.register
    if case .fixedMemory = pattern.type {
      return try unifyPart(pattern, binding, callee, &bindings)
    }
    guard case .object(let name) = pattern.type, state.kind == .object,
      let own = pattern.instances.last
    else { return }
    if let bound = bindings[own], bound.register.kind == .object {
      try checkSame(state.instance, bound, binding.number, callee, own)
    }
    guard unit.interface.typeRules[name]?.owner != nil, pattern.instances.count > 1 else { return }
    let owner = pattern.instances[0]
    let instance = path.state.instance(state.instance)
    try unifyOwner(
      owner, instance?.origin ?? 0, binding.number, acquiredAt: instance?.acquiredAt, callee,
      &bindings)
  }

  /// `packet_mem<'a>` is a part of `'a`, and of nothing else.
  private func unifyPart(
    _ pattern: ValuePattern, _ binding: CallBindings.Binding, _ callee: FunctionContract,
    _ bindings: inout CallBindings
  ) throws(Rejection) {
    guard let owner = pattern.instances.last, !binding.register.isZero else { return }
    try unifyOwner(
      owner, binding.register.instance, binding.number, acquiredAt: nil, callee, &bindings)
  }

  /// What the argument `number`, which was acquired there, belongs to is `id`: other arguments must say the same.
  private func unifyOwner(
    _ owner: Int, _ id: UInt32, _ number: Register, acquiredAt: Int32?, _ callee: FunctionContract,
    _ bindings: inout CallBindings
  ) throws(Rejection) {
    if let bound = bindings[owner] { return try checkSame(id, bound, number, callee, owner) }
    var known = CallBindings.Binding(
      register: RegisterState(kind: .object, identity: id, instance: id), number: number)
    known.isOwner = true
    known.acquiredAt = acquiredAt
    bindings.bind(owner, known)
  }

  private func checkSame(
    _ id: UInt32, _ bound: CallBindings.Binding, _ number: Register, _ callee: FunctionContract,
    _ instance: Int
  ) throws(Rejection) {
    guard bound.register.instance != id else { return }
    let name = callee.signature.instanceNames[instance]
    let rejection = reject(
      "R\(number.rawValue) is not of the same '\(name) as R\(bound.number.rawValue)",
      contract: callee, hint: "both must come from the same value")
    let acquiredAt =
      bound.acquiredAt ?? path.state.instance(bound.register.instance)?.acquiredAt
    guard let acquiredAt else { throw rejection }
    throw rejection.conflicting(with: acquiredAt, "that of R\(bound.number.rawValue) was acquired")
  }

  /// What a call leaves an argument in.
  mutating func change(_ pattern: ValuePattern, _ bindings: CallBindings) {
    guard !pattern.states.isEmpty,
      let id = pattern.instances.last.flatMap({ bindings[$0] })?.register.instance,
      let index = path.state.instances.firstIndex(where: { $0.id == id }),
      let rule = rule(of: path.state.instances[index])
    else { return }
    path.state.instances[index].states = rule.states(
      pattern.states, from: path.state.instances[index].states)
    path.state.instances[index].changedAt = Int32(path.slot)
  }

  /// The rule of the interface's type that a value is of; nil for a type of the kernel's or the program's.
  func rule(of instance: State.Instance) -> TypeRule? {
    instance.isKernels || instance.isPrograms ? nil : unit.typeRules[instance.type]
  }

  /// What a call gives up for good must be in a final state.
  func checkFinalStates(of callee: FunctionContract, _ bindings: CallBindings) throws(Rejection) {
    for (index, name) in callee.signature.instanceNames.enumerated() {
      guard let register = bindings[index]?.register, register.kind == .object,
        let instance = path.state.instance(register.instance), let rule = rule(of: instance),
        rule.finalStates != nil, callee.gives(up: name, of: rule)
      else { continue }
      try checkIsFinal(instance, callee, "\(callee.name) gives it up")
    }
  }

  /// - Parameter what: who gives the value up.
  func checkIsFinal(
    _ instance: State.Instance, _ contract: FunctionContract, _ what: String
  ) throws(Rejection) {
    guard let rule = rule(of: instance), let final = rule.finalStates,
      rule.isStuck(in: instance.states)
    else { return }
    let names = rule.names(of: instance.states).joined(separator: ",")
    throw reject(
      "\(rule.name)<\(names)> is in no final state, and \(what)", contract: contract,
      hint: "final states are \(final.joined(separator: ", "))"
    ).conflicting(with: instance.changedAt, "it has been \(names)")
  }
}

extension Interface {
  /// Which functions bring a value into a state.
  fileprivate func hint(forState state: String, of type: String) -> String? {
    let names = functions.filter { $0.signature.brings(type, into: state) }.map(\.name)
    return names.isEmpty ? nil : "\(names.joined(separator: " or ")) brings it into \(state)"
  }
}

extension Signature {
  /// Whether some outcome has a value of the type in that state.
  fileprivate func brings(_ type: String, into state: String) -> Bool {
    outcomes.flatMap(\.effects).contains { effect in
      guard case .value(let pattern) = effect, pattern.type == .object(type) else { return false }
      return pattern.states.contains([state])
    }
      && !parameters.contains { parameter in
        guard case .value(let pattern) = parameter, pattern.type == .object(type) else {
          return false
        }
        return pattern.states.contains { $0.contains(state) }
      }
  }
}
