import Bytecode
import Contracts

/// What stands for an exported function may assume what its contract demands of a call, and has to establish on
/// every path what it promises. Nothing else may change for the caller, who knows the contract alone.
extension Exploration {
  /// Puts what the contract says of the arguments into `r1` and up.
  mutating func assumeReplacement() {
    assumeObjects()
    for (index, parameter) in role.signature.parameters.enumerated() {
      let register = Register(rawValue: UInt8(index + 1))
      switch parameter {
      case .value(let pattern):
        guard case .fixedMemory(let byteCount) = pattern.type else { continue }
        path.state[register] = RegisterState(
          kind: .memory, isNullable: pattern.isNullable, detail: UInt32(byteCount),
          identity: freshIdentity(), instance: pattern.instances.last.map { owner($0) } ?? 0)
      case .bounded(let range): path.state[register] = .unknownScalar.limited(to: range)
      default: path.state[register] = .unknownScalar
      }
    }
    for expression in [role.requiresLock, role.releasesLock] {
      if let expression { path.state.locks.append(lockOfCaller(expression)) }
    }
  }

  private mutating func assumeObjects() {
    for (index, parameter) in role.signature.parameters.enumerated() {
      guard case .value(let pattern) = parameter, let name = pattern.typeNames.first,
        let type = unit.typeRules.number(of: name)
      else { continue }
      let isOfAnother = unit.typeRules[type].owner != nil && pattern.instances.count > 1
      assumeObject(
        index, type, pattern, in: entryStates(pattern), isHomed: false,
        origin: isOfAnother ? owner(pattern.instances[0]) : 0)
    }
  }

  /// The states that a call leaves unsaid may be any.
  private func entryStates(_ pattern: ValuePattern) -> TypeStates {
    guard let rule = pattern.typeNames.first.flatMap({ unit.interface.typeRules[$0] }) else {
      return TypeStates()
    }
    return rule.states(pattern.states, from: TypeStates())
  }

  /// The value that an instance parameter names, which need not be an argument.
  private mutating func owner(_ instance: Int) -> UInt32 {
    if let known = roleInstances[instance] { return known }
    let ghost = UInt32.max - UInt32(FunctionContract.parameterCountMax + instance)
    roleInstances[instance] = ghost
    return ghost
  }

  // MARK: Locks

  /// The lock of an argument, or of something that belongs to one.
  private mutating func lockOfCaller(_ expression: LockExpression) -> State.HeldLock {
    guard case .field(let named, let instanceName, let field) = expression,
      let number = role.signature.instanceNames.firstIndex(of: instanceName)
    else { preconditionFailure("only functions with such locks are replaced") }
    let pattern = role.signature.parameter(lockedBy: expression)
    guard let type = (named ?? pattern?.typeNames.first).flatMap(unit.typeRules.number) else {
      preconditionFailure("the interface checked that the type of \(expression.text) exists")
    }
    let object = pattern?.instances.last.flatMap { roleInstances[$0] }
    // Of what the caller has locked, and does not pass, only the owner is known.
    let identity = object ?? UInt32.max - UInt32(2 * FunctionContract.parameterCountMax + number)
    let origin = object.map { path.state.instance($0)?.origin ?? 0 } ?? owner(number)
    return State.HeldLock(
      map: State.HeldLock.noMap, identity: identity,
      offset: unit.typeRules[type].offset(ofField: field), acquiredAt: -1, type: type,
      origin: origin)
  }

  /// The locks that the caller expects to hold afterwards.
  private mutating func locksOfCaller() -> [State.HeldLock] {
    [role.requiresLock, role.acquiresLock].compactMap { $0 }.map { lockOfCaller($0) }
  }

  // MARK: The end

  /// Everything must be as the contract says that the caller finds it.
  mutating func checkReplacement(_ result: RegisterState) throws(Rejection) {
    let wanted = locksOfCaller()
    if let extra = path.state.locks.first(where: { lock in
      !wanted.contains { $0.isSame(as: lock) }
    }) {
      throw reject(
        "\(className(of: extra)) is still held, and \(role.name) does not leave it so",
        contract: role
      ).conflicting(with: extra.acquiredAt, "it was taken")
    }
    if let missing = wanted.first(where: { lock in
      !path.state.locks.contains { $0.isSame(as: lock) }
    }) {
      throw reject(
        "\(className(of: missing)) is not held at the end, and \(role.name) leaves it so",
        contract: role)
    }
    try checkSectionsAreClosed()
    try checkNothingIsOwned(but: givenBack(result))
    try checkPromises(result)
  }

  /// Some outcome must hold, with nothing changed of which it says nothing.
  private mutating func checkPromises(_ result: RegisterState) throws(Rejection) {
    if role.signature.dependsOnResult { demand(result) }
    let outcomes = role.signature.outcomes
    let nothing = Signature.Outcome(effects: [], condition: nil)
    for outcome in outcomes.isEmpty ? [nothing] : outcomes
    where isMet(outcome, result) && broken(outcome) == nil { return }
    throw brokenPromise(result)
  }

  /// Why the arguments are not what the outcome says.
  private func broken(_ outcome: Signature.Outcome) -> (reason: String, since: Int32)? {
    for case .value(let pattern) in role.signature.parameters {
      guard let own = pattern.instances.last, case .object(let type) = pattern.type,
        let id = roleInstances[own], let rule = unit.interface.typeRules[type]
      else { continue }
      let name = "\(type)<'\(role.signature.instanceNames[own])>"
      guard let instance = path.state.instance(id) else {
        // An argument that may be null may have turned out to be.
        if pattern.isNullable || outcome.effects.contains(.consumed(instance: own)) { continue }
        return ("\(name) was given away", -1)
      }
      if pattern.isOwned, instance.isOwned, outcome.effects.contains(.consumed(instance: own)) {
        return ("\(name) is still owned", -1)
      }
      let wanted = states(of: own, in: outcome, rule, from: entryStates(pattern))
      guard instance.states == wanted else {
        let names = rule.names(of: wanted).joined(separator: ",")
        return (
          "\(name) is \(rule.names(of: instance.states).joined(separator: ",")), and not "
            + (names.isEmpty ? "as it was" : names),
          instance.changedAt
        )
      }
    }
    return nil
  }

  /// The states that an outcome leaves an argument in.
  private func states(
    of instance: Int, in outcome: Signature.Outcome, _ rule: TypeRule, from base: TypeStates
  ) -> TypeStates {
    for case .value(let pattern) in outcome.effects
    where pattern.instances.last == instance && pattern.typeNames.contains(rule.name) {
      return rule.states(pattern.states, from: base)
    }
    return base
  }

  private func brokenPromise(_ result: RegisterState) -> Rejection {
    let end = "At program exit"
    let value = role.result == .void ? end : "\(end) the register R0 \(text(of: result)), but"
    let possible = role.signature.outcomes.filter { role.mayBelong(result, to: $0.condition) }
    for outcome in possible.isEmpty ? role.signature.outcomes : possible {
      guard let (reason, since) = broken(outcome) else { continue }
      return reject(
        "\(value) \(reason), as \(role.name) promises", contract: role,
        hint: "establish what the contract says on every path that returns this"
      ).conflicting(with: since, since < 0 ? "it has been so" : "it was changed")
    }
    return reject(
      "\(end) the register R0 \(text(of: result)), which \(role.name) does not return",
      contract: role,
      hint: "return what the contract says")
  }

  private func text(of result: RegisterState) -> String {
    let low = role.lowResult(result)
    let high = role.highResult(result)
    if result.isPointer || low == .min && high == .max { return "is \(name(of: result))" }
    return "has value " + (low == high ? "\(low)" : "\(low) to \(high)")
  }

  // MARK: Calls

  /// What its callers can't know of, a call in what stands for a function may not do.
  func checkPromises(of callee: FunctionContract) throws(Rejection) {
    guard case .replacement = subject else { return }
    for (does, what) in [
      (callee.suspends, "suspends"), (callee.resumes, "runs a coroutine"),
      (callee.endsProgram, "ends the program"), (callee.tailCalls, "does not return"),
    ] where does {
      throw reject(
        "\(callee.name) \(what), and callers of \(role.name) don't expect that", contract: role)
    }
  }

  /// The caller's pointers to parts of what it has given would be wrong.
  func checkMayEndParts(
    of owner: RegisterState, _ callee: FunctionContract
  ) throws(Rejection) {
    guard case .replacement = subject, roleInstances.values.contains(owner.instance) else { return }
    let promised = role.endsParts.flatMap { role.signature.instanceNames.firstIndex(of: $0) }
    guard promised.flatMap({ roleInstances[$0] }) == owner.instance else {
      throw reject(
        "\(callee.name) ends parts of it, and callers of \(role.name) don't expect that",
        contract: role)
    }
  }

  /// The caller's pointers into the packet would be wrong.
  func checkMayMove(_ moved: RegisterState, _ callee: FunctionContract) throws(Rejection) {
    guard case .replacement = subject, roleInstances.values.contains(moved.instance) else { return }
    let promised = role.movesPacket.flatMap {
      role.signature.instanceNames.firstIndex(of: $0.instance)
    }
    guard promised.flatMap({ roleInstances[$0] }) == moved.instance else {
      throw reject(
        "\(callee.name) moves the packet, and callers of \(role.name) don't expect that",
        contract: role)
    }
  }

  /// Who holds a lock of which the callee's contract says nothing may not call what could want it.
  func checkLocks(
    held callee: FunctionContract, runBy replacement: Int
  ) throws(Rejection) {
    guard path.state.frames.count + flow.calls.depths[replacement] <= Self.frameCountMax else {
      throw reject(
        "the call stack of \(path.state.frames.count + flow.calls.depths[replacement]) frames is "
          + "too deep !")
    }
    let said = [callee.requiresLock, callee.releasesLock].count { $0 != nil }
    guard path.state.locks.count > said, let held = path.state.locks.last else { return }
    let reached = flow.exportsReached[replacement, default: []].map { unit.interface.functions[$0] }
    guard
      let wanting = reached.first(where: { other in
        other.acquiresLock != nil || other.excludesLock != nil || other.sleeps
          || held.type == nil && other.isBarredBySpinLock
      })
    else { return }
    throw reject(
      "\(unit.image.functions[replacement].name), which stands for \(callee.name), calls "
        + "\(wanting.name), and may not while \(className(of: held)) is held", contract: wanting
    ).conflicting(with: held.acquiredAt, "it was taken")
  }

  /// A throw in what stands for the callee unwinds the caller, too; what was given to it, it releases itself.
  mutating func noteUnwinding(
    of replacement: Int, in callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    let reached = flow.exportsReached[replacement, default: []].map { unit.interface.functions[$0] }
    guard reached.contains(where: \.throws) else { return }
    let before = path.state
    for case .value(let pattern) in callee.signature.parameters where pattern.isOwned {
      guard let own = pattern.instances.last, let argument = bindings[own]?.register,
        argument.instance != 0
      else { continue }
      guard callee.signature.alwaysConsumes(own) else {
        throw reject(
          "\(unit.image.functions[replacement].name) may throw, and who owns the argument then is "
            + "not known", contract: callee)
      }
      path.state.consume(argument, at: path.slot, isCertain: true)
    }
    var throwing = callee
    throwing.throws = true
    try noteUnwinding(throwing, registers: 6...9)
    path.state = before
  }
}

extension FunctionContract {
  /// Whether the result may be one that an outcome is for.
  fileprivate func mayBelong(
    _ result: RegisterState, to condition: Signature.Condition?
  ) -> Bool {
    switch condition {
    case .range(let range)?:
      result.kind == .scalar && range.overlaps(lowResult(result)...highResult(result))
    case .null?: result.isZero || result.isNullable
    case .notNull?: result.isPointer
    case nil: true
    }
  }
}
