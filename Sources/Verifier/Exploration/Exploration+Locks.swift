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
      map: binding.register.detail, identity: binding.register.identity,
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
    guard binding.register.kind == .mapValue else {
      throw reject("no lock guards a \(binding.register.kindName)", contract: callee)
    }
    let layout = unit.valueLayouts[Int(binding.register.detail)]
    guard let guardField = layout.fields.first(where: { $0.kind == .lock }) else {
      throw reject("the map value has no lock that guards it", contract: callee)
    }
    guard let held = path.state.lock, held.map == binding.register.detail,
      held.identity == binding.register.identity, Int(held.offset) == guardField.offset
    else {
      throw reject(
        "bpf_spin_lock at off=\(guardField.offset) must be held for "
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
