import Contracts
import Verifier

/// Locks that calls need, take and give up.
extension ContractRun {
  func checkLocks(_ call: MonitoredCall) throws(Violation) {
    let contract = call.contract
    if let expression = contract.excludesLock, let held = heldLock(expression, call) {
      throw violation(
        call.clause(.call(.excludesLock)), .beforeCall, call.slot,
        "\(expression.text) may not be held", since: held.takenAt, "it was taken")
    }
    if let expression = contract.requiresLock, heldLock(expression, call) == nil {
      throw violation(
        call.clause(.call(.requiresLock)), .beforeCall, call.slot,
        "\(expression.text) must be held")
    }
    if let expression = contract.acquiresLock, let wanted = lock(expression, call) {
      try checkMayTake(wanted, call)
    }
    if let expression = contract.releasesLock, heldLock(expression, call) == nil {
      throw violation(
        call.clause(.call(.releasesLock)), .beforeCall, call.slot,
        "\(expression.text) is given up, and not held")
    }
  }

  /// Who holds a lock may take another one only where an order between their classes is declared.
  private func checkMayTake(_ wanted: GhostLock, _ call: MonitoredCall) throws(Violation) {
    for held in locks {
      let isOrdered = monitor.unit.interface.lockOrders.contains { order in
        guard let first = order.firstIndex(of: held.lockClass),
          let second = order.firstIndex(of: wanted.lockClass)
        else { return false }
        return first < second
      }
      guard !isOrdered || held.address == wanted.address else { continue }
      throw violation(
        call.clause(.call(.acquiresLock)), .beforeCall, call.slot,
        held.address == wanted.address
          ? "\(wanted.lockClass) is locked twice"
          : "\(wanted.lockClass) is taken while \(held.lockClass) is held",
        since: held.takenAt, "it was taken")
    }
  }

  /// The lock of an argument.
  func lock(_ expression: LockExpression, _ call: MonitoredCall) -> GhostLock? {
    switch expression {
    case .instance(let name):
      guard let binding = call[named: name], let map = binding.map, let field = binding.field else {
        return nil
      }
      return GhostLock(
        address: binding.value, type: monitor.unit.valueFields(ofMap: map)[field].typeName,
        argument: binding.value, takenAt: call.slot, takenBy: call.contract.name)
    case .guarding(let name):
      guard let binding = call[named: name], let place = place(of: binding.value),
        let field = monitor.unit.valueFields(ofMap: place.map).first(where: { $0.kind == .lock })
      else { return nil }
      let address = place.start + UInt64(field.offset)
      return GhostLock(
        address: address, type: field.typeName, argument: address, takenAt: call.slot,
        takenBy: call.contract.name)
    case .field(_, _, let field):
      guard let pattern = call.contract.signature.parameter(lockedBy: expression),
        let id = pattern.instances.last.flatMap({ call[$0] })?.id, let ghost = ghost(id),
        let rule = monitor.rule(ghost.type),
        let place = rule.fields.first(where: { $0.name == field })
      else { return nil }
      return GhostLock(
        address: ghost.address + UInt64(place.offset), type: rule.name, field: field,
        owner: ghost.id, origin: ghost.origin, argument: ghost.address, takenAt: call.slot,
        takenBy: call.contract.name)
    case .anyOf: return nil
    }
  }

  /// The lock among those held that an expression means.
  private func heldLock(_ expression: LockExpression, _ call: MonitoredCall) -> GhostLock? {
    if case .anyOf(let type, let field) = expression {
      return locks.first { $0.type == type && $0.field == field }
    }
    if let own = lock(expression, call) { return locks.first { $0.address == own.address } }
    // That of something which belongs to an argument, and is none itself.
    guard case .field(let type?, let name, let field) = expression,
      let owner = call[named: name]?.id
    else { return nil }
    return locks.first {
      $0.type == type && $0.field == field && ($0.owner == owner || $0.origin == owner)
    }
  }

  // MARK: Afterwards

  /// The call took and gave up what it says, also in truth.
  func applyLocks(_ call: MonitoredCall, _ memory: MonitoredMemory) throws(Violation) {
    if let expression = call.contract.acquiresLock, let taken = lock(expression, call) {
      locks.append(taken)
      if isHeld(taken, memory) == false {
        throw violation(
          call.clause(.result(.lockTaken)), .afterCall, call.slot,
          "\(call.contract.name) did not take the lock", by: .implementation)
      }
    }
    if let expression = call.contract.releasesLock, let given = lock(expression, call) {
      // Somebody else may have taken it since. One that is held still, has to be given up with all others.
      if monitor.isAlone, isHeld(given, memory) == true {
        throw violation(
          call.clause(.result(.lockGivenUp)), .afterCall, call.slot,
          "\(call.contract.name) did not give the lock up", by: .implementation)
      }
      locks.removeAll { $0.address == given.address }
      // What the lock guards may be anybody's from now on.
      if given.isSpinLock { ghosts.removeAll { $0.loan == .whileLocked } }
    }
  }

  /// Whether a lock is held, where its type says how to tell.
  private func isHeld(_ lock: GhostLock, _ memory: MonitoredMemory) -> Bool? {
    monitor.rule(lock.type)?.holds(
      StatePredicate.held, of: lock.field, at: lock.argument, memory)
  }
}

extension TypeRule {
  /// Whether the value at `address` is in a state by the look of it, or of that field; nil where nothing says how to tell.
  func holds(
    _ state: String, of name: String? = nil, at address: UInt64, _ memory: MonitoredMemory
  ) -> Bool? {
    let predicate = predicates.first { $0.state == state && $0.field == name ?? $0.field }
    guard let predicate,
      let field = fields.first(where: { $0.name == predicate.field })
    else { return nil }
    let offset = field.native?.offset ?? field.offset
    let byteCount = field.native?.byteCount ?? field.byteCount
    return predicate.holds(for: memory.load(address + UInt64(offset), byteCount))
  }
}
