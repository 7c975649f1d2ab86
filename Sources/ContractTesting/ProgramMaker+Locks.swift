import Contracts

/// Locks, as the contracts say which calls take them and give them up.
extension ProgramMaker {
  /// The statements around a call that needs a lock.
  struct Locking: Equatable {
    var taking: String
    var givingUp: String
  }

  /// What takes what the call needs to have locked, and gives it up; nil where it needs nothing, or the program has no such
  /// lock.
  func locking(for call: Call, _ sketch: Sketch) -> Locking? {
    guard let lock = call.function.requiresLock, let holder = holder(of: lock, call, sketch) else {
      return nil
    }
    return locking(holder, of: interface.lockClass(of: lock, in: call.function))
  }

  /// What a lock's functions are given.
  private func holder(of lock: LockExpression, _ call: Call, _ sketch: Sketch) -> String? {
    let signature = call.function.signature
    switch lock {
    case .guarding(let name):
      guard
        let guarded = signature.instanceNames.firstIndex(of: name).flatMap({ call.bindings[$0] }),
        let rule = interface.typeRules.values.first(where: { $0.kind == .lock })
      else { return nil }
      return "&\(guarded)->\(Support.memberName(rule))"
    case .field(let type, let name, _):
      if let own = signature.parameter(lockedBy: lock)?.instances.last { return call.bindings[own] }
      guard let owner = signature.instanceNames.firstIndex(of: name).flatMap({ call.bindings[$0] })
      else { return nil }
      return sketch.values.first { $0.type == type && $0.owner == owner }?.text
    case .instance, .anyOf: return nil
    }
  }

  /// The same of a lock of a class, which `holder` has; `nil` is the class of spin locks.
  func locking(_ holder: String, of lockClass: String?) -> Locking? {
    guard let taker = taker(of: lockClass),
      let giver = interface.functions.first(where: { function in
        function.releasesLock.map { interface.lockClass(of: $0, in: function) == lockClass }
          ?? false
      })
    else { return nil }
    return Locking(taking: "\(taker.call(of: holder));", givingUp: "\(giver.call(of: holder));")
  }

  /// The function that takes locks of a class.
  private func taker(of lockClass: String?) -> FunctionContract? {
    interface.functions.first { function in
      function.acquiresLock.map { interface.lockClass(of: $0, in: function) == lockClass } ?? false
    }
  }

  /// Some lock of a class, which the program comes to in front of the call.
  mutating func anyLocking(of lockClass: String?, _ sketch: inout Sketch) -> Locking? {
    guard let taker = taker(of: lockClass), taker.mayBeCalled(in: sketch.role.role ?? ""),
      let call = call(taker, &sketch)
    else { return nil }
    return locking(call.arguments[0], of: lockClass)
  }
}
