import Bytecode
import Contracts

/// Global functions of modular roles, verified by themselves.
extension Exploration {
  /// What the declaration of `function` says, where calls of it are to believe that.
  func globalFunction(_ function: Int) throws(Rejection) -> GlobalFunction? {
    guard role.program?.isModular == true, unit.image.functions[function].isGlobal else {
      return nil
    }
    return try GlobalFunction(function, of: unit, context: role.contextName)
  }

  /// Puts what a global function may assume of its arguments into `r1` and up.
  mutating func assume(_ function: GlobalFunction) throws(Rejection) {
    let context = path.state[.r1]
    path.state.frames[0].registers[1] = .uninitialised
    for (index, parameter) in function.parameters.enumerated() {
      let register = Register(rawValue: UInt8(index + 1))
      switch parameter {
      case .scalar: path.state[register] = .unknownScalar
      case .context: path.state[register] = context
      case .memory(let byteCount, let isNullable):
        path.state[register] = RegisterState(
          kind: .memory, isNullable: isNullable, detail: UInt32(byteCount),
          identity: freshIdentity())
      case .kernel(let name, let isNullable):
        var pattern = ValuePattern(words: [.kernel, .trusted], type: .object(name))
        pattern.isNullable = isNullable
        path.state[register] = try kernelPointer(named: name, pattern)
      case .arena: path.state[register] = .unknownScalar
      case .local(let type):
        path.state[register] = RegisterState(
          kind: .local, detail: type, identity: freshIdentity())
      }
    }
  }

  /// A call of a function that is verified by itself.
  mutating func call(_ function: GlobalFunction, _ index: Int) throws(Rejection) {
    if let lock = path.state.locks.last {
      throw reject(
        "global function calls are not allowed while holding a lock, use static function instead",
        hint: "the lock was taken at insn \(insn(lock.acquiredAt))")
    }
    guard path.state.preemptionDepth == 0 else {
      throw reject(
        "global function calls are not allowed with preemption disabled, use static function instead"
      )
    }
    for (number, parameter) in function.parameters.enumerated() {
      let register = Register(rawValue: UInt8(number + 1))
      do {
        try check(try read(register), register, number, parameter)
      } catch {
        var rejection = error
        rejection.reason +=
          ": Caller passes invalid args into func#\(numbers.number(ofFunction: index) ?? index) "
          + "('\(function.name)')"
        throw rejection
      }
    }
    evidence.calledGlobals.insert(index)
    if flow.movesPackets[index] { path.state.forgetPacketPointers() }
    if flow.endsParts[index] { path.state.endParts(of: nil) }
    path.state.clobberCallerSaved()
    path.state[.r0] = .unknownScalar
    path.slot += 1
  }

  /// A context may be passed as memory where it is no more than that: all of it must be readable.
  private mutating func checkContextMemory(
    _ context: RegisterState, _ register: Register, byteCount: Int
  ) throws(Rejection) {
    var access = MemoryAccess(
      register: register, base: context, offset: Int(context.offset) + byteCount - 1, byteCount: 1,
      isWrite: true)
    try storeField(access)
    access.isWrite = false
    _ = try loadField(access)
  }

  private mutating func check(
    _ state: RegisterState, _ register: Register, _ number: Int,
    _ parameter: GlobalFunction.Parameter
  ) throws(Rejection) {
    let name = "R\(register.rawValue)"
    switch parameter {
    case .scalar:
      guard state.kind == .scalar else { throw reject("\(name) is not a scalar") }
    case .context:
      if state.kind == .arguments { return }
      guard state.kind == .object, unit.typeRules[state.detail].kind == .context else {
        throw reject("arg#\(number) expects pointer to ctx")
      }
      try checkUnmoved(state, register)
    case .memory(let byteCount, let isNullable):
      if state.isZero, isNullable { return }
      guard isNullable || !state.isNullable, !state.isZero else {
        throw reject("arg#\(number) is expected to be non-NULL")
      }
      if state.kind == .object, unit.typeRules[state.detail].kind == .context {
        try checkContextMemory(state, register, byteCount: byteCount)
        return
      }
      var known = state
      known.isNullable = false
      try checkMemory(
        known, register, byteCount: byteCount,
        ValuePattern(words: .changed, type: .fixedMemory(byteCount: byteCount)), role)
    case .kernel(let name, let isNullable):
      var pattern = ValuePattern(words: [.kernel, .trusted], type: .object(name))
      pattern.isNullable = isNullable
      _ = try match(pattern, state, register, role, CallBindings())
    case .arena: return
    case .local(let type):
      _ = try matchLocal(
        type,
        ValuePattern(words: [], type: .object(unit.typeRules[type].name)), state, register, role,
        CallBindings())
    }
  }
}
