import Bytecode
import Contracts

/// A role's contract read as an obligation: what a program may assume at its entry, and what it
/// must have established on every path to its exit.
extension Exploration {
  /// Puts the role's arguments into `r1` and up.
  mutating func assumeRole() throws(Rejection) {
    if case .replacement = subject { return assumeReplacement() }
    for (index, parameter) in role.signature.parameters.enumerated() {
      let register = Register(rawValue: UInt8(index + 1))
      if case .value(let pattern) = parameter, pattern.type == .typed {
        path.state[register] = try typedContext(pattern)
        continue
      }
      guard case .value(let pattern) = parameter, case .object(let name) = pattern.type,
        let type = unit.typeRules.number(of: name)
      else {
        path.state[register] = plainArgument(parameter)
        continue
      }
      let rule = unit.typeRules[type]
      assumeObject(
        index, type, pattern, in: rule.states(pattern.states, from: rule.initialStates),
        isHomed: unit.isKeptByFrame(type))
    }
  }

  /// Puts the object that parameter `index` is into its register.
  mutating func assumeObject(
    _ index: Int, _ type: UInt32, _ pattern: ValuePattern, in states: TypeStates, isHomed: Bool,
    origin: UInt32 = 0
  ) {
    // From above: those that messages show are counted from 1, as Linux does.
    let identity = UInt32.max - UInt32(index)
    var argument = RegisterState(kind: .object, isNullable: pattern.isNullable)
    argument.detail = type
    argument.identity = identity
    argument.instance = identity
    path.state[Register(rawValue: UInt8(index + 1))] = argument
    if let instance = pattern.instances.last { roleInstances[instance] = identity }
    // By then, the program has given away what it owned.
    if case .exceptionCallback = subject, pattern.isOwned { return }
    path.state.instances.append(
      State.Instance(
        id: identity, type: type, states: states, isOwned: pattern.isOwned, isHomed: isHomed,
        acquiredAt: -1, origin: origin))
  }

  /// An argument that is no object: a number, or memory of the size that whoever runs it will give.
  private func plainArgument(_ parameter: Signature.Parameter) -> RegisterState {
    switch parameter {
    case .value(let pattern) where pattern.type == .memory:
      memoryByteCount == 0
        ? .constant(0) : RegisterState(kind: .memory, detail: UInt32(memoryByteCount))
    case .size: .constant(UInt64(memoryByteCount))
    default: .unknownScalar
    }
  }

  mutating func exit() throws(Rejection) -> Progress {
    let result = path.state[.r0]
    guard path.state.depth == 0 else {
      if let callback = path.state.frames[path.state.depth].callback {
        try leaveCallback(callback, result)
        if has(.callbackEffectsForgotten) { return .ends }
      } else {
        try leaveFunction(result)
      }
      return .goesOn
    }
    if mustHaveResult { _ = try read(.r0) }
    if case .replacement = subject {
      try checkReplacement(result)
      return .ends
    }
    if let lock = path.state.locks.last {
      throw reject(
        lock.type == nil ? "bpf_spin_unlock is missing" : "\(className(of: lock)) is still held",
        contract: role
      ).conflicting(with: lock.acquiredAt, "it was taken")
    }
    try checkSectionsAreClosed()
    try checkNothingIsOwned(but: givenBack(result))
    for instance in path.state.instances where roleInstances.values.contains(instance.id) {
      try checkIsFinal(instance, role, "the program ends")
    }
    try checkResult(result, in: .r0)
    return .ends
  }

  /// A call that is the program's end, with its argument for the result.
  mutating func endProgram(_ callee: FunctionContract) throws(Rejection) {
    evidence.endingCalls.insert(path.slot)
    try checkSectionsAreClosed(callee.name)
    try checkNothingIsOwned()
    if exceptionCallback != nil { try checkArgumentsAreGone() }
    if exceptionCallback == nil { try checkResult(try read(.r1), in: .r1) }
  }

  private var mustHaveResult: Bool {
    switch subject {
    case .global, .later: true
    case .program, .replacement, .exceptionCallback: role.result != .void
    }
  }

  /// The result, which is in `register`, must be one that the subject may have.
  mutating func checkResult(_ result: RegisterState, in register: Register) throws(Rejection) {
    switch subject {
    case .global:
      guard result.kind == .scalar else {
        throw reject(
          "At subprogram exit the register R\(register.rawValue) is not a scalar value "
            + "(\(name(of: result)))")
      }
    case .later(let callback):
      try checkResult(
        result, in: register, of: prototype(ofCallback: callback.prototype),
        at: "At async callback return")
    case .program, .replacement, .exceptionCallback:
      if role.signature.dependsOnResult { demand(result) }
      try checkOutcome(result, in: register)
    }
  }

  private mutating func leaveFunction(_ result: RegisterState) throws(Rejection) {
    if result.kind == .stack, Int(result.detail) == path.state.depth {
      throw reject("cannot return stack pointer to the caller")
    }
    guard let frame = path.state.frames.popLast(), let callSite = frame.callSite else {
      preconditionFailure("a called function has a call site")
    }
    endLocals(of: frame)
    path.state.clobberCallerSaved()
    path.state[.r0] = result.copied
    path.slot = callSite + 1
  }

  /// The owned value that the program returns, where its role says that it returns one.
  func givenBack(_ result: RegisterState) -> UInt32? {
    guard result.isWholeInstance, path.state.instance(result.instance)?.isOwned == true,
      role.signature.outcomes.contains(where: { outcome in
        outcome.effects.contains { effect in
          if case .value(let pattern) = effect { isReturned(pattern, result) } else { false }
        }
      })
    else { return nil }
    return result.instance
  }

  /// Whether the result is what a pattern says that is returned, and no argument of the role.
  private func isReturned(_ pattern: ValuePattern, _ result: RegisterState) -> Bool {
    if let instance = pattern.instances.last, !pattern.type.isPart, roleInstances[instance] != nil {
      return false
    }
    if result.isZero { return pattern.isNullable }
    if case .fixedMemory(let byteCount) = pattern.type { return isPart(result, pattern, byteCount) }
    guard result.kind == .object, result.offset == 0, result.number.constantValue == 0,
      pattern.typeNames.contains(typeName(result)), pattern.isNullable || !result.isNullable,
      let instance = path.state.instance(result.instance)
    else { return false }
    let owner = pattern.instances.count > 1 ? roleInstances[pattern.instances[0]] : nil
    return (!pattern.isOwned || instance.isOwned) && (owner ?? instance.origin) == instance.origin
      && unit.typeRules[result.detail].unmet(pattern.states, by: instance.states) == nil
  }

  /// Whether the result is so much memory of the argument that the pattern names.
  private func isPart(
    _ result: RegisterState, _ pattern: ValuePattern, _ byteCount: Int
  ) -> Bool {
    guard pattern.isNullable || !result.isNullable, result.number.constantValue == 0,
      pattern.instances.last.flatMap({ roleInstances[$0] }) == result.instance
    else { return false }
    return switch result.kind {
    case .memory: result.offset == 0 && Int(result.detail) >= byteCount
    case .packet: result.offset >= 0 && Int(result.packetRange) >= Int(result.offset) + byteCount
    default: false
    }
  }

  /// That a value is still owned, in Linux's words. What programs are given was there before their first instruction;
  /// the numbers of these values count down.
  func unreleased(_ instance: State.Instance) -> String {
    let isGiven = instance.acquiredAt < 0
    let id = isGiven ? UInt32.max - instance.id + 1 : instance.id
    return "Unreleased reference id=\(id) alloc_insn=\(isGiven ? 0 : insn(instance.acquiredAt))"
  }

  /// Only the role's arguments may still be owned at the end, and what is returned.
  func checkNothingIsOwned(but returned: UInt32? = nil) throws(Rejection) {
    let arguments = Set(roleInstances.values)
    for instance in path.state.instances
    where instance.isOwned && !arguments.contains(instance.id) && instance.id != returned {
      throw reject(unreleased(instance), contract: role, hint: unit.disposalHint(of: instance))
    }
  }

  /// What makes the result of what was thrown has no arguments to give away.
  private func checkArgumentsAreGone() throws(Rejection) {
    for instance in path.state.instances
    where instance.isOwned && roleInstances.values.contains(instance.id) {
      throw reject(unreleased(instance), contract: role, hint: unit.disposalHint(of: instance))
    }
  }

  /// Some alternative of the role's contract must hold.
  private func checkOutcome(
    _ result: RegisterState, in register: Register
  ) throws(Rejection) {
    guard !role.signature.outcomes.isEmpty else { return }
    if role.program?.standsForFunction == true, self.arguments?.result == nil { return }
    let isProved = role.signature.outcomes.contains { isMet($0, result) }
    guard isProved else { throw outcomeRejection(result, in: register) }
  }

  func isMet(_ outcome: Signature.Outcome, _ result: RegisterState) -> Bool {
    switch outcome.condition {
    case .range(let range)?: if !role.isResult(result, in: range) { return false }
    case .null?: if !role.isResult(result, in: 0...0) { return false }
    case .notNull?: if !result.isPointer || result.isNullable { return false }
    case nil: break
    }
    return outcome.effects.allSatisfy { effect in
      switch effect {
      case .anyResult: true
      case .range(let range): role.isResult(result, in: range)
      case .sized, .lent: false
      case .consumed(let instance): !has(instance)
      case .value(let pattern):
        isReturned(pattern, result)
          || !pattern.type.isPart && pattern.instances.last.map(has) == true && isInState(pattern)
      }
    }
  }

  /// Whether the argument that a pattern names is in the states that it names.
  private func isInState(_ pattern: ValuePattern) -> Bool {
    guard !pattern.states.isEmpty,
      let id = pattern.instances.last.flatMap({ roleInstances[$0] }),
      let instance = path.state.instance(id)
    else { return true }
    return unit.typeRules[instance.type].unmet(pattern.states, by: instance.states) == nil
  }

  /// Whether the program still has the argument that the contract's instance parameter names.
  private func has(_ instance: Int) -> Bool {
    roleInstances[instance].flatMap { path.state.instance($0) } != nil
  }

  /// The result of a function, as a contract wants it in `range`, is another.
  func badResult(
    _ result: RegisterState, in register: Register, of prototype: FunctionContract,
    at moment: String, _ range: ClosedRange<Int64>
  ) -> Rejection {
    let place = "\(moment) the register R\(register.rawValue)"
    let wanted = "should have been in [\(range.lowerBound), \(range.upperBound)]"
    guard result.kind == .scalar else {
      return reject(
        "\(place) is not a known value (\(name(of: result))): it \(wanted)",
        contract: prototype)
    }
    var known = ""
    if result.number.signedMin != .min { known += " smin=\(prototype.lowResult(result))" }
    if result.number.signedMax != .max { known += " smax=\(prototype.highResult(result))" }
    if known.isEmpty { known = " unknown scalar value" }
    return reject("\(place) has\(known) \(wanted)", contract: prototype)
  }

  private func outcomeRejection(
    _ result: RegisterState, in register: Register
  ) -> Rejection {
    let arguments = Set(roleInstances.values)
    guard role.result != .pointer else {
      return reject(
        "At program exit the register R\(register.rawValue) is \(name(of: result)), which the role "
          + "does not return", contract: role)
    }
    let low = role.lowResult(result)
    let high = role.highResult(result)
    let value = low == high ? "\(low)" : "\(low) to \(high)"
    if let range = role.signature.onlyRange {
      return badResult(result, in: register, of: role, at: "At program exit", range)
    }
    let kept = path.state.instances.filter { $0.isOwned && arguments.contains($0.id) }
    guard let instance = kept.first else {
      return reject(
        "At program exit the register R0 has value \(value), but the program gave its "
          + "argument away", contract: role,
        hint: "return a result that the contract allows once the argument is consumed")
    }
    return reject(
      "\(unreleased(instance)): at program exit the register R0 has value \(value), and the program still owns its "
        + "\(unit.typeName(of: instance))", contract: role,
      hint: "give it away before returning this result, or return one that says it was kept")
  }
}

extension Signature {
  /// Whether some outcome is bound to a certain result.
  /// The range of results, where that is all that is asked for.
  fileprivate var onlyRange: ClosedRange<Int64>? {
    guard outcomes.count == 1, outcomes[0].effects.count == 1, outcomes[0].condition == nil,
      case .range(let range) = outcomes[0].effects[0]
    else { return nil }
    return range
  }

  var dependsOnResult: Bool {
    outcomes.contains { outcome in
      outcome.condition != nil
        || outcome.effects.contains { effect in
          switch effect {
          case .range: true
          case .value(let pattern): pattern.isNullable
          default: false
          }
        }
    }
  }
}

extension ProgramUnit {
  /// A value whose native place is in the frame's head needs no register to keep it.
  func isKeptByFrame(_ type: UInt32) -> Bool {
    typeRules[type].fields.contains { $0.native != nil }
  }

  func disposalHint(of instance: State.Instance) -> String? {
    instance.isKernels || instance.isPrograms
      ? nil
      : typeRules[instance.type].destructor.map {
        "release it on every path, for example with \($0)"
      }
  }
}

extension FunctionContract {
  /// The smallest result, as C's result type reads `r0`.
  func lowResult(_ state: RegisterState) -> Int64 {
    switch result {
    case .scalar(byteCount: 4, isSigned: true): Int64(state.number.low32SignedMin)
    case .scalar(byteCount: 4, isSigned: false): Int64(state.number.low32UnsignedMin)
    default: state.number.signedMin
    }
  }

  func highResult(_ state: RegisterState) -> Int64 {
    switch result {
    case .scalar(byteCount: 4, isSigned: true): Int64(state.number.low32SignedMax)
    case .scalar(byteCount: 4, isSigned: false): Int64(state.number.low32UnsignedMax)
    default: state.number.signedMax
    }
  }

  func isResult(_ state: RegisterState, in range: ClosedRange<Int64>) -> Bool {
    state.kind == .scalar && range.contains(lowResult(state)) && range.contains(highResult(state))
  }
}
