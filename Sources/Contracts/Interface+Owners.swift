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
      for pattern in function.signature.resultPatterns {
        guard let type = pattern.ownedType,
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

extension ValuePattern {
  /// The structure of the interface that a pattern with one instance means.
  fileprivate var ownedType: String? {
    guard case .object(let name) = type, instances.count == 1, otherTypes.isEmpty,
      words.isDisjoint(with: [.kernel, .view])
    else { return nil }
    return name
  }
}

extension Signature {
  /// The type of the first parameter with that instance.
  fileprivate func parameterType(of instance: Int) -> String? {
    parameterPatterns.first { $0.instances.last == instance }?.ownedType
  }

  /// Gives values that belong to others an instance of their own beside the one that is written.
  mutating func name(_ owners: [String: String]) {
    var names = instanceNames
    changePatterns { _, pattern in
      guard let type = pattern.ownedType, owners[type] != nil else { return }
      let name = "\(names[pattern.instances[0]]).\(type)"
      let own = names.firstIndex(of: name) ?? names.count
      if own == names.count { names.append(name) }
      pattern.instances.append(own)
    }
    instanceNames = names
  }
}
