import Contracts

/// Locks: spin locks in the values of maps and in objects of the program's, and fields of the interface's objects
/// that contracts name, `socket<'a>::lock`.
extension Exploration {
  /// Checks and applies the lock clauses of a call.
  mutating func applyLocks(
    of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    if let expression = callee.excludesLock {
      if let held = try heldLock(expression, callee, bindings) {
        throw reject("\(expression.text) may not be held", contract: callee)
          .conflicting(with: held.acquiredAt, "it was taken")
      }
    }
    if let expression = callee.requiresLock {
      try checkHeld(expression, callee, bindings)
    }
    if let expression = callee.acquiresLock {
      let wanted = try lock(expression, callee, bindings)
      try checkMayTake(wanted, callee)
      path.state.locks.append(wanted)
    }
    if let expression = callee.releasesLock {
      try giveUp(try lock(expression, callee, bindings), callee)
    }
  }

  /// Who holds a lock may take another one only where an order between their classes is declared.
  private func checkMayTake(
    _ wanted: State.HeldLock, _ callee: FunctionContract
  ) throws(Rejection) {
    for held in path.state.locks {
      if held.type == nil, wanted.type == nil {
        throw reject(
          "function calls are not allowed while holding a lock: Locking two bpf_spin_locks are not "
            + "allowed", contract: callee,
          hint: "the first one was taken at insn \(insn(held.acquiredAt))")
      }
      let title = className(of: wanted)
      guard !held.isSame(as: wanted) else {
        throw reject("\(title) is locked twice", contract: callee)
          .conflicting(with: held.acquiredAt, "it was taken")
      }
      let other = className(of: held)
      let isOrdered = unit.interface.lockOrders.contains { order in
        guard let first = order.firstIndex(of: other), let second = order.firstIndex(of: title)
        else { return false }
        return first < second
      }
      guard isOrdered else {
        throw reject(
          title == other
            ? "two locks of the class \(title) at a time"
            : "\(title) can't be taken while \(other) is held: no order between them is declared",
          contract: callee
        ).conflicting(with: held.acquiredAt, "the first one was taken")
      }
    }
  }

  private mutating func giveUp(
    _ wanted: State.HeldLock, _ callee: FunctionContract
  ) throws(Rejection) {
    guard let index = path.state.locks.lastIndex(where: { $0.isSame(as: wanted) }) else {
      guard let held = path.state.locks.last else {
        throw reject("\(callee.name) without taking a lock", contract: callee)
      }
      throw reject("\(callee.name) of different lock", contract: callee).conflicting(
        with: held.acquiredAt, "the lock that is held was taken")
    }
    path.state.locks.remove(at: index)
    guard wanted.type == nil else { return }
    let lent = path.state.instances.filter(\.isLent).map(\.id)
    path.state.endLoans()
    endLocals(madeOf: lent)
  }

  /// The lock of an argument.
  private func lock(
    _ expression: LockExpression, _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> State.HeldLock {
    if let lock = lock(ofField: expression, callee, bindings) { return lock }
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

  /// The lock of an object of the interface that is an argument; nil where the expression means none.
  private func lock(
    ofField expression: LockExpression, _ callee: FunctionContract, _ bindings: CallBindings
  ) -> State.HeldLock? {
    guard case .field(_, _, let field) = expression,
      let pattern = callee.signature.parameter(lockedBy: expression),
      let object = pattern.instances.last.flatMap({ bindings[$0] })?.register,
      object.kind == .object
    else { return nil }
    return State.HeldLock(
      map: State.HeldLock.noMap, identity: object.instance,
      offset: unit.typeRules[object.detail].offset(ofField: field),
      acquiredAt: Int32(path.slot), type: object.detail,
      origin: path.state.instance(object.instance)?.origin ?? 0)
  }

  /// The lock among those held that an expression means.
  private func heldLock(
    _ expression: LockExpression, _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> State.HeldLock? {
    if case .anyOf(let type, let field) = expression {
      return unit.typeRules.number(of: type).flatMap { number in
        let offset = unit.typeRules[number].offset(ofField: field)
        return path.state.locks.first { $0.type == number && $0.offset == offset }
      }
    }
    if let own = lock(ofField: expression, callee, bindings) {
      return path.state.locks.first { $0.isSame(as: own) }
    }
    guard case .field(let type?, let instance, let field) = expression,
      let number = unit.typeRules.number(of: type)
    else {
      let own = try lock(expression, callee, bindings)
      return path.state.locks.first { $0.isSame(as: own) }
    }
    let owner = binding(named: instance, callee, bindings)?.register.instance
    let offset = unit.typeRules[number].offset(ofField: field)
    return path.state.locks.first {
      $0.type == number && $0.offset == offset && ($0.identity == owner || $0.origin == owner)
    }
  }

  private func checkHeld(
    _ expression: LockExpression, _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard case .guarding(let name) = expression else {
      guard try heldLock(expression, callee, bindings) == nil else { return }
      let rejection = reject(
        "\(expression.text) must be held", contract: callee,
        hint: path.state.locks.isEmpty
          ? "take it before this call" : "the lock that is held is another one")
      guard let held = path.state.locks.last else { throw rejection }
      throw rejection.conflicting(with: held.acquiredAt, "the lock that is held was taken")
    }
    guard let binding = binding(named: name, callee, bindings) else {
      throw reject("the contract's lock is not one of the arguments", contract: callee)
    }
    guard let layout = layout(of: binding.register) else {
      throw reject("no lock guards a \(binding.register.kindName)", contract: callee)
    }
    guard let guardField = layout.fields.first(where: { $0.kind == .lock }) else {
      throw reject("the map value has no lock that guards it", contract: callee)
    }
    let held = path.state.spinLock
    guard let held, held.map == binding.register.lockedMap,
      held.identity == binding.register.lockedIdentity, Int(held.offset) == guardField.offset
    else {
      throw reject(
        (held != nil ? "held lock and object are not in the same allocation\n" : "")
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

  /// `socket::lock`; all spin locks are of one class.
  func className(of lock: State.HeldLock) -> String {
    guard let type = lock.type else { return "bpf_spin_lock" }
    let rule = unit.typeRules[type]
    let field = rule.fields.first { $0.offset == Int(lock.offset) }
    return "\(rule.name)::\(field?.name ?? "\(lock.offset)")"
  }
}

extension TypeRule {
  /// - Precondition: there is such a field, as the interface has checked.
  func offset(ofField name: String) -> Int32 {
    guard let field = fields.first(where: { $0.name == name }) else {
      preconditionFailure("the interface checked that \(self.name) has the field \(name)")
    }
    return Int32(field.offset)
  }
}

extension RegisterState {
  /// Where a lock in what the register points to lies: in a map's value, or in an object by itself.
  fileprivate var lockedMap: UInt32 { kind == .allocated ? State.HeldLock.noMap : detail }
  fileprivate var lockedIdentity: UInt32 { kind == .allocated ? instance : identity }
}
