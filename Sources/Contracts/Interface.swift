import ObjectFile

/// An interface header as data: every declaration with its contract, read from the BTF that clang
/// makes of it. It is the only place where the verifier learns a rule from.
public struct Interface: Sendable {
  public let types: BTF
  /// The functions that programs may call, ascending by name.
  public let functions: [FunctionContract]
  public let roles: [String: FunctionContract]
  /// The rules of structure types, by name.
  public let typeRules: [String: TypeRule]

  private let functionByName: [String: Int]
  private let functionByHelper: [Int32: Int]

  public func function(named name: String) -> Int? { functionByName[name] }
  public func function(helper number: Int32) -> Int? { functionByHelper[number] }

  /// Reads an interface out of its BTF.
  public init(types: BTF) throws(ContractError) {
    let tags = DeclarationTags(types)
    var functions: [FunctionContract] = []
    var roles: [String: FunctionContract] = [:]
    var rules: [String: TypeRule] = [:]
    for (id, entry) in types.types.enumerated() {
      let id = BTF.TypeID(id)
      switch entry.kind {
      case .function(let prototype, .extern):
        let contract = try FunctionContract(
          name: entry.name, prototype: prototype, tags: tags.whole(id), types: types)
        if let role = contract.role { roles[role] = contract } else { functions.append(contract) }
      case .structure(let byteCount, let members):
        rules[entry.name] = try TypeRule(
          name: entry.name, id: id, byteCount: Int(byteCount), members: members, tags: tags,
          types: types)
      default: break
      }
    }
    functions.sort { $0.name < $1.name }
    self.types = types
    self.functions = functions
    self.roles = roles
    typeRules = rules
    functionByName = Dictionary(
      uniqueKeysWithValues: functions.enumerated().map { ($1.name, $0) })
    functionByHelper = Dictionary(
      uniqueKeysWithValues: functions.enumerated().compactMap { index, function in
        function.helperNumber.map { ($0, index) }
      })
    try checkReferences()
  }

  /// Every type that a contract names must be declared.
  private func checkReferences() throws(ContractError) {
    for function in functions + roles.values {
      for name in function.signature.objectNames where typeRules[name] == nil {
        throw ContractError(
          declaration: function.name, text: function.text, column: 1,
          message: "the type “\(name)” is declared nowhere in the interface")
      }
    }
    for rule in typeRules.values {
      guard let destructor = rule.destructor, functionByName[destructor] == nil else { continue }
      throw ContractError(
        declaration: rule.name, text: "destructor:" + destructor, column: 1,
        message: "the destructor is declared nowhere in the interface")
    }
  }
}

extension Signature {
  /// The structure types that the patterns name.
  var objectNames: [String] {
    let inParameters = parameters.compactMap { parameter -> ValuePattern? in
      if case .value(let pattern) = parameter { pattern } else { nil }
    }
    let inEffects = outcomes.flatMap(\.effects).compactMap { effect -> ValuePattern? in
      if case .value(let pattern) = effect { pattern } else { nil }
    }
    return (inParameters + inEffects).compactMap { pattern in
      if case .object(let name) = pattern.type { name } else { nil }
    }
  }
}

/// The `btf_decl_tag`s of a BTF, by what they are attached to.
struct DeclarationTags {
  private var byTarget: [Target: [String]] = [:]

  private struct Target: Hashable {
    var type: BTF.TypeID
    var component: Int32
  }

  init(_ types: BTF) {
    for entry in types.types {
      guard case .declTag(let type, let component) = entry.kind else { continue }
      byTarget[Target(type: type, component: component), default: []].append(entry.name)
    }
  }

  /// Tags of the declaration itself.
  func whole(_ type: BTF.TypeID) -> [String] {
    byTarget[Target(type: type, component: -1)] ?? []
  }

  /// Tags of one member or parameter.
  func component(_ index: Int, of type: BTF.TypeID) -> [String] {
    byTarget[Target(type: type, component: Int32(index))] ?? []
  }
}

extension [String] {
  /// What follows `prefix` in the first tag that starts with it.
  func value(after prefix: String) -> String? {
    first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }
}
