import ObjectFile

/// An interface header as data: every declaration with its contract, read from the BTF that clang
/// makes of it. It is the only place where the verifier learns a rule from.
public struct Interface: Sendable {
  public let types: BTF
  /// Whether Baton's functions are those that it declares.
  public let isImplemented: Bool
  /// What messages call a function that is called by its name.
  public let functionTitle: String
  /// The functions that programs may call, ascending by name.
  public let functions: [FunctionContract]
  public let roles: [String: FunctionContract]
  /// The prototypes of functions that calls call back, by name.
  public let callbacks: [String: FunctionContract]
  /// The rules of structure types, by name.
  public let typeRules: [String: TypeRule]

  /// Types of the kernel whose objects are freed only when no section for reading is open that could see them.
  public let readTypes: Set<String>

  /// Linux's numbers of map types, by the words that contracts use: `array`, `lpm_trie`.
  public let mapTypes: [String: UInt32]

  /// Classes of locks, `socket::lock`: who holds one of a list may take a later one.
  public let lockOrders: [[String]]

  /// Ascending, so that the first role whose section it is does not change from run to run.
  private let roleNames: [String]
  private let functionByName: [String: Int]
  /// A helper may have several declarations, for different types of map: the first has its name alone.
  private let functionsByHelper: [Int32: [Int]]

  /// The version that its types say they are of.
  public var version: Int? { typeRules.values.compactMap(\.version).max() }

  /// The type of the node that a field is, which links its owner in a container; nil for other fields.
  public func nodeType(of field: FieldRule) -> String? {
    guard case .nested(let type) = field.content, typeRules[type]?.kind == .node else { return nil }
    return type
  }

  /// Whether values of the type may lie in containers.
  public func isLinked(_ rule: TypeRule) -> Bool {
    rule.fields.contains { nodeType(of: $0) != nil }
  }

  public func function(named name: String) -> Int? { functionByName[name] }
  public func function(helper number: Int32) -> Int? { functionsByHelper[number]?.first }

  /// The declaration of the function `index` that is meant for maps of type number `type`.
  public func function(_ index: Int, forMapType type: UInt32) -> Int {
    guard let number = functions[index].helperNumber, let all = functionsByHelper[number],
      all.count > 1
    else { return index }
    return all.first { candidate in
      functions[candidate].signature.patterns.contains { pattern in
        pattern.mapTypes.contains { mapTypes[$0] == type }
      }
    } ?? index
  }

  /// The role of the programs in a section; what its pattern leaves of the section's name, and whether they
  /// may sleep. A role that names no sections has those that begin with its name.
  public func role(
    ofSection section: String
  ) -> (role: String, rest: Substring, maySleep: Bool)? {
    var found: (role: String, rest: Substring, maySleep: Bool)?
    for name in roleNames {
      guard let rules = roles[name]?.program else { continue }
      for pattern in rules.sections {
        // The pattern that leaves least says most.
        guard let rest = pattern.rest(of: section), rest.count < found?.rest.count ?? .max else {
          continue
        }
        found = (name, rest, pattern.maySleep || rules.maySleep)
      }
    }
    if let found { return found }
    let name = section.prefix { $0 != "/" && $0 != "." }
    guard let rules = roles[String(name)]?.program, rules.sections.isEmpty else { return nil }
    return (String(name), section.dropFirst(name.count).dropFirst(), rules.maySleep)
  }

  /// Reads an interface out of its BTF.
  ///
  /// - Throws: for every contract that can't be understood, or that nobody could keep. None traps.
  public init(
    types: BTF, functionTitle: String = "function", isImplemented: Bool = false
  ) throws(ContractError) {
    self.isImplemented = isImplemented
    do {
      try types.validate()
    } catch {
      throw ContractError(declaration: "", text: "", column: 1, message: "\(error)")
    }
    let tags = DeclarationTags(types)
    var functions: [FunctionContract] = []
    var roles: [String: FunctionContract] = [:]
    var callbacks: [String: FunctionContract] = [:]
    var rules: [String: TypeRule] = [:]
    for (id, entry) in types.types.enumerated() {
      let id = BTF.TypeID(id)
      switch entry.kind {
      case .function(let prototype, .extern):
        let contract = try FunctionContract(
          name: entry.name, prototype: prototype, tags: tags.whole(id), types: types)
        if let role = contract.role {
          if let other = roles.updateValue(contract, forKey: role) {
            throw contract.error("\(other.name) is the prototype of role “\(role)”, too")
          }
        } else if let name = contract.callback {
          if let other = callbacks.updateValue(contract, forKey: name) {
            throw contract.error("\(other.name) is the prototype of callback “\(name)”, too")
          }
        } else {
          functions.append(contract)
        }
      case .structure(let byteCount, let members) where !entry.name.isEmpty:
        let rule = try TypeRule(
          name: entry.name, id: id, byteCount: Int(byteCount), members: members, tags: tags,
          types: types)
        if rules.updateValue(rule, forKey: entry.name) != nil { throw rule.error("declared twice") }
      default: break
      }
    }
    functions.sort { $0.name < $1.name }
    lockOrders = try Self.statements(tags, of: types, &rules)
    let owners = try Self.owners(rules, functions)
    for (type, owner) in owners { rules[type]?.owner = owner }
    for index in functions.indices { functions[index].signature.name(owners) }
    for name in roles.keys { roles[name]?.signature.name(owners) }
    for name in callbacks.keys { callbacks[name]?.signature.name(owners) }
    self.types = types
    self.functionTitle = functionTitle
    self.functions = functions
    self.roles = roles
    roleNames = roles.keys.sorted()
    self.callbacks = callbacks
    readTypes = Set(functions.compactMap(\.kernelDestructor).map(\.type))
    mapTypes = Self.mapTypes(types)
    typeRules = rules
    functionByName = try Self.index(functions) { $0.name }
    functionsByHelper = Dictionary(
      grouping: functions.indices.filter { functions[$0].helperNumber != nil },
      by: { functions[$0].helperNumber! })
    try checkReferences()
  }

  /// What functions carry that says something of others: states of types, and orders of locks.
  private static func statements(
    _ tags: DeclarationTags, of types: BTF, _ rules: inout [String: TypeRule]
  ) throws(ContractError) -> [[String]] {
    var orders: [[String]] = []
    for (id, entry) in types.types.enumerated() {
      guard case .function = entry.kind else { continue }
      let own = tags.whole(BTF.TypeID(id))
      for prefix in ["states_of:", "final_of:"] {
        guard let text = own.value(after: prefix) else { continue }
        let type = String(text.prefix { $0 != ":" })
        guard rules[type] != nil else {
          throw ContractError(
            declaration: entry.name, text: text, column: 1,
            message: "the type “\(type)” is declared nowhere in the interface")
        }
        let list = String(text.dropFirst(type.count + 1))
        if prefix == "states_of:" {
          rules[type]!.machines += try StateMachine.parse(list, declaration: entry.name)
        } else {
          rules[type]!.finalStates = RoleList(parsing: list).names
        }
      }
      if let text = own.value(after: "lock_order:") { orders.append(RoleList(parsing: text).names) }
    }
    return orders
  }

  private static func mapTypes(_ types: BTF) -> [String: UInt32] {
    let prefix = "BPF_MAP_TYPE_"
    var numbers: [String: UInt32] = [:]
    for entry in types.types where entry.name == "bpf_map_type" {
      guard case .enumeration(_, _, let values) = entry.kind else { continue }
      for value in values where value.name.hasPrefix(prefix) {
        numbers[value.name.dropFirst(prefix.count).lowercased()] = UInt32(
          truncatingIfNeeded: value.value)
      }
    }
    return numbers
  }

  private static func index<Key: Hashable>(
    _ functions: [FunctionContract], by key: (FunctionContract) -> Key?
  ) throws(ContractError) -> [Key: Int] {
    var table: [Key: Int] = [:]
    for (index, function) in functions.enumerated() {
      guard let key = key(function) else { continue }
      if let other = table.updateValue(index, forKey: key) {
        throw function.error("\(functions[other].name) is “\(key)”, too")
      }
    }
    return table
  }

  /// Everything that a contract names must be declared.
  private func checkReferences() throws(ContractError) {
    let prototypes = Array(roles.values) + Array(callbacks.values)
    for function in functions + prototypes.sorted(by: { $0.name < $1.name }) {
      try checkCallbacks(of: function)
      try checkLocks(of: function)
      for pattern in function.signature.patterns { try check(pattern, of: function) }
      try checkConsistency(of: function)
      var named = function.callers?.names ?? []
      for case .program(let role) in function.signature.parameters { named.append(role) }
      try checkRoles(named) { function.error($0) }
    }
    for rule in typeRules.values.sorted(by: { $0.id < $1.id }) {
      try checkDestructor(of: rule)
      for state in rule.finalStates ?? [] where rule.place(ofState: state) == nil {
        throw rule.error("the final state “\(state)” is none of its states")
      }
      try checkPredicates(of: rule)
      guard rule.kind != .container || rule.nodeType.flatMap({ typeRules[$0] })?.kind == .node
      else {
        throw rule.error("__linked_by has to say which nodes link what it holds")
      }
      for state in rule.fields.flatMap({ ($0.readStates ?? []) + ($0.writeStates ?? []) })
      where rule.place(ofState: state) == nil {
        throw rule.error("the state “\(state)” of a field is none of its states")
      }
      for list in rule.roleLists { try checkRoles(list.names, rule.error) }
      for case .pointer(let pattern) in rule.fields.map(\.content) {
        try checkTypes(pattern, rule.error)
      }
    }
  }

  /// A name may be that of several roles, which have a `/` and more behind it, or that of a role with what
  /// its programs are attached to.
  private func checkRoles(
    _ names: [String], _ error: (String) -> ContractError
  ) throws(ContractError) {
    for name in names where roles[name] == nil {
      let role = String(name.prefix { $0 != "/" })
      guard
        roleNames.contains(where: { $0.hasPrefix(name + "/") })
          || roles[role]?.program?.typedBy != nil
      else {
        throw error("the role “\(name)” is declared nowhere in the interface")
      }
    }
  }

  private func checkTypes(
    _ pattern: ValuePattern, _ error: (String) -> ContractError
  ) throws(ContractError) {
    // What the kernel has is only known when a program is verified against one.
    for name in pattern.typeNames.dropFirst(pattern.words.contains(.kernel) ? 1 : 0) {
      guard let rule = typeRules[name] else {
        throw error("the type “\(name)” is declared nowhere in the interface")
      }
      for state in pattern.states.joined() where rule.place(ofState: state) == nil {
        throw error("the state “\(state)” of “\(name)” is declared nowhere in the interface")
      }
      guard pattern.isOwned, rule.destructor == nil, rule.kind != .object else { continue }
      throw error("“\(name)” can't be owned: it has no destructor")
    }
  }

  /// A callback must exist, and be given what its caller's parameters name.
  private func checkCallbacks(of function: FunctionContract) throws(ContractError) {
    for case .callback(let name, _) in function.signature.parameters {
      guard let prototype = callbacks[name] else {
        throw function.error("the callback “\(name)” is declared nowhere in the interface")
      }
      let known = function.signature.instanceNames
      for instance in prototype.signature.instanceNames where !known.contains(instance) {
        throw prototype.error("\(function.name) gives it no instance '\(instance)")
      }
    }
  }

  private func check(
    _ pattern: ValuePattern, of function: FunctionContract
  ) throws(ContractError) {
    for type in pattern.mapTypes where mapTypes[type] == nil {
      throw function.error("“\(type)” is no type of map")
    }
    try checkTypes(pattern) { function.error($0) }
  }

  /// A predicate speaks of a state, or of a lock that is held, and of a number that it has.
  private func checkPredicates(of rule: TypeRule) throws(ContractError) {
    for predicate in rule.predicates {
      let isLock =
        predicate.state == StatePredicate.held
        && (rule.kind == .lock || isTaken("\(rule.name)::\(predicate.field)"))
      guard isLock || rule.place(ofState: predicate.state) != nil else {
        throw rule.error("the state “\(predicate.state)” of a predicate is none of its states")
      }
      guard let field = rule.fields.first(where: { $0.name == predicate.field }),
        field.byteCount <= 8
      else { throw rule.error("“\(predicate.field)” of a predicate is no number that it has") }
    }
  }

  /// Whether some call takes locks of the class.
  private func isTaken(_ lockClass: String) -> Bool {
    functions.contains { function in
      function.acquiresLock.flatMap { self.lockClass(of: $0, in: function) } == lockClass
    }
  }

  /// A destructor takes an owned value and consumes it, whatever happens; what other parameters it has
  /// may be any numbers, and are zero when it disposes of something by itself.
  private func checkDestructor(of rule: TypeRule) throws(ContractError) {
    guard let name = rule.destructor else { return }
    guard let index = functionByName[name] else {
      throw rule.error("the destructor “\(name)” is declared nowhere in the interface")
    }
    let function = functions[index]
    guard function.consumedParameters == [0],
      function.signature.parameters.dropFirst().allSatisfy({ $0 == .any }),
      case .value(let pattern)? = function.signature.parameters.first,
      pattern.type == .object(rule.name), function.signature.outcomes.count == 1,
      !function.throws, !function.suspends, function.requiresLock == nil
    else { throw rule.error("“\(name)” is no destructor: it must consume its first argument") }
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

  /// The same of all tags that start with it.
  func values(after prefix: String) -> [String] {
    filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// Every tag must be one of `annotations`, or begin with one that ends in a colon; none twice, but for
  /// predicates.
  func checkKnown(_ annotations: [String], declaration: String) throws(ContractError) {
    var seen: Set<String> = []
    for tag in self {
      let known = annotations.first { $0.hasSuffix(":") ? tag.hasPrefix($0) : tag == $0 }
      guard let known, seen.insert(known).inserted || known == "holds:" else {
        throw ContractError(
          declaration: declaration, text: tag, column: 1,
          message: known == nil ? "no such annotation here" : "the second annotation of its kind")
      }
    }
  }
}
