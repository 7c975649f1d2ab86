import Bytecode
import Contracts

/// Functions of the program that a call runs any number of times, and other ways on that are no
/// branch: tail calls, `may_goto`, legacy packet access.
extension Exploration {
  func checkCallback(
    _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) {
    guard state.kind == .function, unit.role(of: Int(state.detail)) == nil else {
      throw reject("R\(register.rawValue) type=\(state.kindName) expected=func", contract: callee)
    }
  }

  /// Follows one more run of the callback later. At its return the call is made again, with the same
  /// arguments and what the callback has changed; the path at hand is the one on which it has ended.
  mutating func postponeCallback(
    of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    let runsAgain = mayCallBackAgain(callee)
    for (index, parameter) in callee.signature.parameters.enumerated() {
      guard case .callback(let name, false) = parameter else { continue }
      let prototype = prototype(ofCallback: name)
      let function = Int(path.state[Register(rawValue: UInt8(index + 1))].detail)
      // Engines make the call of it also where it never runs.
      evidence.noteProgram(function, calledAt: path.slot)
      evidence.callbacks.insert(function)
      guard runsAgain else { return }
      let isSearch = callee.walk == .search
      var caller = path
      if isSearch, let body = stretches?.noteSearch(&caller.stretch) { path.stretch = body }
      try enter(function) { (exploration, frame) throws(Rejection) in
        frame.callback = State.Callback(
          name: name, instances: exploration.path.state.instances.map(\.id))
        for (index, parameter) in prototype.signature.parameters.enumerated() {
          frame.registers[index + 1] = try exploration.argument(
            parameter, of: prototype, callee, bindings)
        }
      }
      let body = path
      path = caller
      postpone(body)
    }
  }

  /// Whether the callback may run once more: not, when it has run as often as the call was told.
  private mutating func mayCallBackAgain(_ callee: FunctionContract) -> Bool {
    guard let index = callee.signature.parameters.firstIndex(of: .count) else { return true }
    let count = path.state[Register(rawValue: UInt8(index + 1))]
    demand(count)
    let top = path.state.frames.count - 1
    if count.kind == .scalar,
      UInt64(path.state.frames[top].callbackCount) >= count.number.unsignedMax
    {
      path.state.frames[top].callbackCount = 0
      return false
    }
    return true
  }

  private mutating func argument(
    _ parameter: Signature.Parameter, of prototype: FunctionContract, _ callee: FunctionContract,
    _ bindings: CallBindings
  ) throws(Rejection) -> RegisterState {
    func bound(_ instance: Int) -> CallBindings.Binding {
      guard let binding = bindings.binding(of: instance, in: prototype, calledBy: callee) else {
        preconditionFailure("the interface checked what callbacks are given")
      }
      return binding
    }
    switch parameter {
    case .passed(let instance): return bound(instance).register.copied
    case .value(let pattern) where pattern.type == .map:
      return bound(pattern.instances[0]).register.copied
    case .value(let pattern) where pattern.type == .value || pattern.type == .key:
      return part(pattern, ofMap: bound(pattern.instances[0]).register.detail)
    case .value(let pattern) where pattern.type == .element:
      guard let contents = bound(pattern.instances[0]).field?.contents else {
        preconditionFailure("a callback is lent elements of a container")
      }
      return element(of: contents, pattern)
    default: return .unknownScalar
    }
  }

  /// The key or the value of some entry of a map.
  mutating func part(_ pattern: ValuePattern, ofMap map: UInt32) -> RegisterState {
    RegisterState(
      kind: pattern.type == .key ? .mapKey : .mapValue, detail: map, identity: freshIdentity())
  }

  func prototype(ofCallback name: String) -> FunctionContract {
    guard let prototype = unit.interface.callbacks[name] else {
      preconditionFailure("the interface checked that its callbacks exist")
    }
    return prototype
  }

  /// A callback's result, which is in `register`, must be one that its prototype allows.
  mutating func checkResult(
    _ result: RegisterState, in register: Register, of prototype: FunctionContract,
    at moment: String
  ) throws(Rejection) {
    demand(result)
    for case .range(let range) in prototype.signature.outcomes.flatMap(\.effects)
    where !prototype.isResult(result, in: range) {
      throw badResult(result, in: register, of: prototype, at: moment, range)
    }
  }

  /// The callback on top has returned: what it acquired must be released, and its result allowed.
  mutating func leaveCallback(
    _ callback: State.Callback, _ result: RegisterState
  ) throws(Rejection) {
    let prototype = prototype(ofCallback: callback.name)
    if notesRoundEnds { noteRoundEnd() }
    _ = try read(.r0)
    try checkResult(result, in: .r0, of: prototype, at: "At callback return")
    guard let frame = path.state.frames.popLast(), let site = frame.callSite else {
      preconditionFailure("a callback has a call site")
    }
    endLocals(of: frame)
    if has(.calleeSavedLeak) { path.state.takeCalleeSaved(of: frame) }
    for instance in path.state.instances
    where instance.isLent && !callback.instances.contains(instance.id) {
      path.state.forget(instance: instance.id)
    }
    guard path.state.instances.map(\.id) == callback.instances else {
      let kept = path.state.instances.first { !callback.instances.contains($0.id) }
      throw reject(
        kept.map { unreleased($0) }
          ?? "a callback may not give away what its caller owns", contract: prototype)
    }
    path.state.frames[path.state.depth].callbackCount += 1
    path.crossingCount += 1
    path.slot = site
    if unit.walk(ofCallAt: site) == .search { stretches?.noteSearchEnd(&path.stretch) }
  }

  /// A tail call that succeeds is an end of the program, which must have kept nothing.
  func checkTailCall(_ callee: FunctionContract) throws(Rejection) {
    try checkSectionsAreClosed("tail_call")
    let arguments = Set(roleInstances.values)
    for instance in path.state.instances where instance.isOwned && !arguments.contains(instance.id)
    {
      throw reject("tail_call would lead to reference leak", contract: callee)
    }
  }

  /// Behind a tail call that was made: what another program returns, the caller of this function gets.
  mutating func leaveByTailCall() throws(Rejection) {
    // Whatever the body of a loop returns, the loop goes on or ends: both ways are followed.
    guard path.state.depth > 0, path.state.frames[path.state.depth].callback == nil else { return }
    try leave(with: .unknownScalar)
  }

  /// `may_goto`: the loop's budget may be used up at any time. What comes behind the loop is followed
  /// first, as behind calls that make loops: then it is known which numbers matter there.
  mutating func mayGo(to target: Int) {
    var more = path
    more.crossingCount += 1
    more.slot += 1
    path.lastStep = noteStep(Rejection.Step(slot: path.slot, isTaken: true), after: path.lastStep)
    path.slot = target
    postpone(more)
  }

  /// Whether legacy loads may go through it: the context, or the memory of a program that has no other.
  private func isPacket(_ context: RegisterState) -> Bool {
    guard context.offset == 0, context.number.constantValue == 0 else { return false }
    switch context.kind {
    case .memory: return true
    case .object: return unit.typeRules[context.detail].kind == .context
    default: return false
    }
  }

  /// Legacy packet access: `r6` says which packet; what lies behind its end ends the function.
  mutating func loadFromPacket(
    _ size: MemorySize, _ address: PacketAddress
  ) throws(Rejection) {
    let context = try read(.r6)
    guard role.program?.loadsPackets == true else {
      throw reject(
        "BPF_LD_[ABS|IND] instructions not allowed for this program type",
        hint: "read packets through data and data_end")
    }
    guard isPacket(context) else {
      throw reject("at the time of BPF_LD_ABS|IND R6 != pointer to skb")
    }
    if let held = path.state.instances.first(where: { $0.isOwned && $0.acquiredAt >= 0 }) {
      throw reject(
        "BPF_LD_[ABS|IND] cannot be mixed with socket references",
        hint: "the reference was acquired at insn \(insn(held.acquiredAt))")
    }
    try checkSectionsAreClosed("BPF_LD_[ABS|IND]")
    if let lock = path.state.locks.last {
      throw reject(
        "BPF_LD_[ABS|IND] cannot be used inside bpf_spin_lock-ed region",
        hint: "the lock was taken at insn \(insn(lock.acquiredAt))")
    }
    if case .indirect(let index, _) = address { _ = try read(index) }
    path.state.clobberCallerSaved()
    try leaveBehindPacket()
    path.state[.r0] = .scalar(Number.unknown.zeroExtended(fromBits: size.byteCount * 8))
  }

  /// What lies behind the packet's end ends the function: it returns 0, whatever its caller thinks.
  private mutating func leaveBehindPacket() throws(Rejection) {
    guard path.state.depth > 0 else { return }
    guard unit.returnsInteger(path.state.frames[path.state.depth].function) else {
      throw reject("LD_ABS is only allowed in functions that return 'int'")
    }
    try leave(with: .constant(0))
  }

  /// Follows the path, too, on which the function that runs ends here.
  private mutating func leave(with result: RegisterState) throws(Rejection) {
    let goingOn = path
    path.state[.r0] = result
    _ = try exit()
    let left = path
    path = goingOn
    postpone(left)
  }
}
