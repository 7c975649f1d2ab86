/// Lock expressions must mean something: a field of a type, and where a lock is taken or given up, one argument's.
extension Interface {
  func checkLocks(of function: FunctionContract) throws(ContractError) {
    for lock in [function.requiresLock, function.excludesLock] {
      guard let lock else { continue }
      try check(lock, of: function)
    }
    for lock in [function.requiresLock, function.acquiresLock, function.releasesLock] {
      guard case .anyOf? = lock, let lock else { continue }
      throw function.error(
        "\(lock.text) may be any: only what may not be held is said so", text: lock.text)
    }
    for lock in [function.acquiresLock, function.releasesLock] {
      guard let lock else { continue }
      try check(lock, of: function)
      if case .field = lock, function.signature.parameter(lockedBy: lock) == nil {
        throw function.error("no parameter has the lock \(lock.text)", text: lock.text)
      }
    }
  }

  private func check(
    _ lock: LockExpression, of function: FunctionContract
  ) throws(ContractError) {
    let type: String
    let field: String
    switch lock {
    case .instance, .guarding: return
    case .anyOf(let named, let member): (type, field) = (named, member)
    case .field(let named, let instance, let member):
      let own = function.signature.parameter(lockedBy: lock)
      guard let holder = named ?? own?.typeNames.first else {
        throw function.error("no parameter is an instance '\(instance)", text: lock.text)
      }
      (type, field) = (holder, member)
    }
    guard let rule = typeRules[type] else {
      throw function.error(
        "the type “\(type)” is declared nowhere in the interface", text: lock.text)
    }
    guard rule.fields.contains(where: { $0.name == field }) else {
      throw function.error("“\(type)” has no field “\(field)”", text: lock.text)
    }
  }
}

extension Interface {
  /// The class of a lock that a clause of the function names, `socket::lock`; nil for locks that lie in maps, which are
  /// the program's.
  public func lockClass(of lock: LockExpression, in function: FunctionContract) -> String? {
    switch lock {
    case .instance, .guarding: return nil
    case .anyOf: return lock.text
    case .field(let type, _, let field):
      let own = function.signature.parameter(lockedBy: lock)?.typeNames.first
      return (type ?? own).map { "\($0)::\(field)" }
    }
  }
}

extension Signature {
  /// The parameter that has the lock which a field expression means.
  public func parameter(lockedBy lock: LockExpression) -> ValuePattern? {
    guard case .field(let type, let instance, _) = lock,
      let number = instanceNames.firstIndex(of: instance)
    else { return nil }
    for case .value(let pattern) in parameters {
      if let type {
        if pattern.typeNames.contains(type), pattern.instances.contains(number) { return pattern }
      } else if pattern.instances.last == number, case .object = pattern.type {
        return pattern
      }
    }
    return nil
  }
}

extension FunctionContract {
  /// The clauses about locks, as messages show them behind the contract.
  public var lockClauses: String {
    let clauses = [
      ("requires", requiresLock), ("acquires", acquiresLock), ("releases", releasesLock),
      ("excludes", excludesLock),
    ]
    return clauses.compactMap { word, lock in lock.map { " \(word) \($0.text)" } }.joined()
  }
}

extension LockExpression {
  /// As it is written.
  public var text: String {
    switch self {
    case .instance(let name): "'\(name)"
    case .guarding(let name): "guard '\(name)"
    case .field(let type?, let name, let field): "\(type)<'\(name)>::\(field)"
    case .field(nil, let name, let field): "'\(name)::\(field)"
    case .anyOf(let type, let field): "\(type)::\(field)"
    }
  }
}
