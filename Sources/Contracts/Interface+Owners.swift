/// Values that belong to others: `socket<'a>` is a socket of `'a`, which is a packet.
extension Interface {
  /// The types whose values belong to one of another type, with that: those that say so, and those that a function
  /// returns with the instance of a parameter of another type.
  static func owners(
    _ rules: [String: TypeRule], _ functions: [FunctionContract]
  ) throws(ContractError) -> [String: String] {
    var owners = rules.compactMapValues(\.owner)
    for (type, owner) in owners where rules[owner] == nil || owner == type {
      throw rules[type]!.error("it can't belong to “\(owner)”")
    }
    for function in functions {
      for pattern in function.signature.results {
        guard let type = function.signature.ownedType(pattern),
          let owner = function.signature.parameterType(of: pattern.instances[0]), owner != type
        else { continue }
        if let other = owners.updateValue(owner, forKey: type), other != owner {
          throw function.error("“\(type)” belongs to “\(other)”, and here to “\(owner)”")
        }
      }
    }
    return owners
  }
}

extension Signature {
  fileprivate var results: [ValuePattern] {
    outcomes.flatMap(\.effects).compactMap { effect in
      if case .value(let pattern) = effect { pattern } else { nil }
    }
  }

  /// The structure of the interface that a pattern with one instance means.
  fileprivate func ownedType(_ pattern: ValuePattern) -> String? {
    guard case .object(let name) = pattern.type, pattern.instances.count == 1,
      pattern.otherTypes.isEmpty, pattern.words.isDisjoint(with: [.kernel, .view])
    else { return nil }
    return name
  }

  /// The type of the first parameter with that instance.
  fileprivate func parameterType(of instance: Int) -> String? {
    for case .value(let pattern) in parameters where pattern.instances.last == instance {
      return ownedType(pattern)
    }
    return nil
  }

  /// Gives values that belong to others an instance of their own beside the one that is written.
  mutating func name(_ owners: [String: String]) {
    for index in parameters.indices {
      guard case .value(var pattern) = parameters[index] else { continue }
      name(&pattern, owners)
      parameters[index] = .value(pattern)
    }
    for outcome in outcomes.indices {
      for index in outcomes[outcome].effects.indices {
        guard case .value(var pattern) = outcomes[outcome].effects[index] else { continue }
        name(&pattern, owners)
        outcomes[outcome].effects[index] = .value(pattern)
      }
    }
  }

  private mutating func name(_ pattern: inout ValuePattern, _ owners: [String: String]) {
    guard let type = ownedType(pattern), owners[type] != nil else { return }
    let name = "\(instanceNames[pattern.instances[0]]).\(type)"
    let own = instanceNames.firstIndex(of: name) ?? instanceNames.count
    if own == instanceNames.count { instanceNames.append(name) }
    pattern.instances.append(own)
  }
}
