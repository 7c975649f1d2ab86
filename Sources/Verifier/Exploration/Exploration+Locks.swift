import Contracts

extension Exploration {
  /// Checks and applies the lock clauses of a call.
  mutating func applyLocks(
    of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    if let expression = callee.requiresLock {
      try checkHeld(expression, callee, bindings)
    }
    if let expression = callee.acquiresLock {
      let wanted = try lock(named: expression, callee, bindings)
      if let held = path.state.lock {
        throw reject(
          "function calls are not allowed while holding a lock: Locking two bpf_spin_locks are not "
            + "allowed", contract: callee,
          hint: "the first one was taken at insn \(insn(held.acquiredAt))")
      }
      path.state.lock = wanted
    }
    if let expression = callee.releasesLock {
      let wanted = try lock(named: expression, callee, bindings)
      guard let held = path.state.lock else {
        throw reject("\(callee.name) without taking a lock", contract: callee)
      }
      guard held.map == wanted.map, held.identity == wanted.identity, held.offset == wanted.offset
      else {
        throw reject(
          "\(callee.name) of different lock", contract: callee,
          hint: "the lock that is held was taken at insn \(insn(held.acquiredAt))")
      }
      path.state.lock = nil
      path.state.endLoans()
    }
  }

  private func lock(
    named expression: LockExpression, _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> State.HeldLock {
    guard case .instance(let name) = expression,
      let binding = binding(named: name, callee, bindings), let field = binding.field,
      field.kind == .lock
    else {
      throw reject("the contract's lock is not one of the arguments", contract: callee)
    }
    return State.HeldLock(
      map: binding.register.lockedMap, identity: binding.register.lockedIdentity,
      offset: Int32(field.offset), acquiredAt: Int32(path.slot))
  }

  private func checkHeld(
    _ expression: LockExpression, _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard case .guarding(let name) = expression,
      let binding = binding(named: name, callee, bindings)
    else {
      throw reject("the contract's lock is not one of the arguments", contract: callee)
    }
    guard let layout = layout(of: binding.register) else {
      throw reject("no lock guards a \(binding.register.kindName)", contract: callee)
    }
    guard let guardField = layout.fields.first(where: { $0.kind == .lock }) else {
      throw reject("the map value has no lock that guards it", contract: callee)
    }
    guard let held = path.state.lock, held.map == binding.register.lockedMap,
      held.identity == binding.register.lockedIdentity, Int(held.offset) == guardField.offset
    else {
      let isOther = path.state.lock != nil
      throw reject(
        (isOther ? "held lock and object are not in the same allocation\n" : "")
          + "bpf_spin_lock at off=\(guardField.offset) must be held for "
          + "\(binding.field?.typeName ?? "this value")", contract: callee,
        hint: "lock the \(guardField.typeName) of the same map value before this call")
    }
  }

  private func binding(
    named name: String, _ callee: FunctionContract, _ bindings: CallBindings
  ) -> CallBindings.Binding? {
    callee.signature.instanceNames.firstIndex(of: name).flatMap { bindings[$0] }
  }
}

extension RegisterState {
  /// Where a lock in what the register points to lies: in a map's value, or in an object by itself.
  fileprivate var lockedMap: UInt32 { kind == .allocated ? State.HeldLock.noMap : detail }
  fileprivate var lockedIdentity: UInt32 { kind == .allocated ? instance : identity }
}
