import Contracts

/// Writes programs along the contracts' own grammar: each argument is had in the way that the contracts offer.
public struct ProgramMaker {
  let interface: Interface
  /// What the sketch at hand breaks.
  var breaking: Clause.Part?
  /// What calls of arguments that nothing is said of get.
  var plainNumber: Int64 = 0
  /// What is passed that the contracts allow, too.
  var variant = Variant.usual
  /// The states that a value is brought into where these are what is broken.
  var wrongStates: TypeStates?
  /// How deep calls are made to have the arguments of others.
  private var depth = 0
  private static let depthMax = 5

  public init(_ interface: Interface) { self.interface = interface }

  enum Variant: Equatable {
    case usual
    /// A map of this type, where it may be one of several.
    case map(String)
    /// Null as this argument, and no octets of it.
    case null(Int)
    /// Octets of a packet as this argument.
    case packet(Int)
    /// This argument, a size, is zero.
    case empty(Int)
    /// What lies in the stack is owned.
    case owned
  }

  /// A sketch with the call of a function in it; nil where its arguments can't be had in this role.
  func sketch(
    of function: FunctionContract, in role: FunctionContract
  ) -> (sketch: Sketch, call: Call)? {
    var maker = self
    var sketch = Sketch(role: role, interface)
    guard var call = maker.call(function, &sketch) else { return nil }
    sketch.changesGiven = changesGiven(call, sketch)
    sketch.wayOut = maker.wayOut(of: call, sketch)
    call.isLookedAt = sketch.wayOut != nil
    return (sketch, call)
  }

  /// A call as it will be written.
  struct Call {
    var function: FunctionContract
    var arguments: [String]
    var bindings: [Int: String] = [:]
    /// The call that lends it one of its arguments, and the name of that; without it, the call isn't made.
    var lender: (name: String, call: String)?
    /// The value that one of its arguments has to be.
    var given: Given?
    /// Those of the program's values that it takes over, or that are given away with it.
    var consumed: [Int] = []
    /// Something depends on its result.
    var isLookedAt = false

    struct Given {
      /// From 0.
      var parameter: Int
      var text: String
    }

    var text: String {
      let own = "\(function.name)(\(arguments.joined(separator: ", ")))"
      guard let lender else { return own }
      return "({ void *\(lender.name) = \(lender.call); \(lender.name) ? \(own) : 0; })"
    }
  }

  mutating func call(
    _ function: FunctionContract, _ sketch: inout Sketch, given: Call.Given? = nil
  ) -> Call? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthMax else { return nil }
    var call = Call(function: function, arguments: [])
    call.given = given
    for (index, parameter) in function.signature.parameters.enumerated() {
      guard let text = argument(parameter, index, &call, &sketch) else { return nil }
      call.arguments.append(text)
    }
    while call.arguments.count < function.parameterCount { call.arguments.append("0") }
    for number in call.consumed { sketch.consume(number) }
    return call
  }

  /// Whether the function at hand is the one whose clause is broken.
  var isOutermost: Bool { depth == 1 }

  func breaks(_ part: Clause.Part) -> Bool { isOutermost && breaking == part }

  // MARK: Arguments

  private mutating func argument(
    _ parameter: Signature.Parameter, _ index: Int, _ call: inout Call, _ sketch: inout Sketch
  ) -> String? {
    switch parameter {
    case .any, .type:
      if isOutermost { return "\(plainNumber)" }
      // The first number that a call takes which makes something is how large that is to be.
      let isFirst = call.function.signature.parameters.prefix(index).allSatisfy { $0 != .any }
      return variant == .owned && isFirst ? "\(Support.memoryByteCount)" : "0"
    case .passed: return "0"
    case .count: return "1"
    case .bounded(let range):
      guard breaks(.argument(index, .range)) else { return "\(range.lowerBound)" }
      return "\(range.upperBound == .max ? range.lowerBound - 1 : range.upperBound + 1)"
    case .program(let role):
      return breaks(.argument(index, .type)) ? "(void *)1" : Support.programName(ofRole: role)
    case .callback(let name, _):
      return breaks(.argument(index, .type)) ? "(void *)1" : "(void *)\(Support.callbackName(name))"
    case .size(let instance, _), .constantSize(let instance, _):
      if breaks(.argument(index, .size)) { return "\(Support.tooManyOctets)" }
      if isOutermost,
        call.bindings[instance] == Support.nullBinding || variant == .empty(index)
      {
        return "0"
      }
      let isArgument = call.function.signature.parameterPatterns.contains {
        $0.type == .memory && $0.instances.first == instance
      }
      // Of what is returned there may be no more than of a map's value.
      return !isArgument || call.bindings[instance] == Support.stableBinding
        ? "\(Support.valueByteCount)" : "\(Support.memoryByteCount)"
    case .value(let pattern): return value(pattern, index, &call, &sketch)
    }
  }

  private mutating func value(
    _ pattern: ValuePattern, _ index: Int, _ call: inout Call, _ sketch: inout Sketch
  ) -> String? {
    if breaks(.argument(index, .notNull)) { return "(void *)0" }
    if breaks(.argument(index, .type)) { return junk(&sketch, pattern) }
    if breaks(.argument(index, .size)) { return "(void *)8" }
    if isOutermost, variant == .null(index) {
      if let instance = pattern.instances.first { call.bindings[instance] = Support.nullBinding }
      return "(void *)0"
    }
    if isOutermost, variant == .packet(index) { return octets(&sketch) }
    if breaks(.argument(index, .writable)) { return "(void *)\(Support.textName)" }
    if breaks(.argument(index, .stable)) { return buffer(&sketch) }
    switch pattern.type {
    case .map:
      let type = mapType(pattern, isBroken: breaks(.argument(index, .mapType)))
      if let instance = pattern.instances.last { call.bindings[instance] = type }
      return type.map { "&\(Support.mapName($0))" }
    case .key, .value: return buffer(&sketch, isEmpty: pattern.isOutput)
    case .fixedMemory(let byteCount):
      return pattern.instances.isEmpty
        ? buffer(&sketch, isEmpty: pattern.isOutput)
        : part(pattern, byteCount, index, call, &sketch)
    case .memory:
      guard pattern.isStable else { return buffer(&sketch, isEmpty: pattern.isOutput) }
      if let instance = pattern.instances.first { call.bindings[instance] = Support.stableBinding }
      return mapValue(&sketch)
    case .string: return Support.textName
    case .stack: return buffer(&sketch)
    case .context: return sketch.role.parameterName(0)
    case .object(let type): return object(type, pattern, index, &call, &sketch)
    case .element: return element(pattern, &call, &sketch)
    case .typed, .allocated, .type: return nil
    }
  }

  private func mapType(_ pattern: ValuePattern, isBroken: Bool) -> String? {
    // An array has values from the start.
    guard isBroken else {
      if isOutermost, case .map(let type) = variant { return type }
      return pattern.mapTypes.first { $0 == "array" } ?? pattern.mapTypes.first ?? "hash"
    }
    return Support.mapTypes.first { !pattern.mapTypes.contains($0) }
  }

  /// Memory that is no such thing as the pattern asks for.
  private func junk(_ sketch: inout Sketch, _ pattern: ValuePattern) -> String {
    pattern.isNew || pattern.type == .stack ? "(void *)8" : buffer(&sketch)
  }

  /// Memory in the stack; what a call only writes need not have been written before.
  func buffer(_ sketch: inout Sketch, isEmpty: Bool = false) -> String {
    let name = sketch.freshName("buffer")
    sketch.preparation.append("u64 \(name)[4]\(isEmpty ? "" : " = {}");")
    return "(void *)\(name)"
  }

  /// Memory in the packet; nil for roles that may not look at one.
  private func octets(_ sketch: inout Sketch) -> String? {
    guard let fields = interface.packetFields(of: sketch.role) else { return nil }
    sketch.lookAtPacket(fields, as: "u8")
    return "octets"
  }

  /// The address of a map's value of ``Support/valueByteCount`` octets.
  private func mapValue(_ sketch: inout Sketch) -> String? {
    let name = sketch.freshName("value")
    guard let lookup = lookup(in: Support.mapName("array"), &sketch) else { return nil }
    sketch.preparation.append("void *\(name) = \(lookup);")
    sketch.leave(if: "!\(name)")
    return name
  }

  private func lookup(in map: String, _ sketch: inout Sketch) -> String? {
    let function = interface.functions.first { function in
      function.signature.resultPatterns.contains { $0.type == .value }
        && function.signature.parameters.count == 2
    }
    guard let function else { return nil }
    let key = sketch.freshName("key")
    sketch.preparation.append("u32 \(key) = 0;")
    return "\(function.name)(&\(map), &\(key))"
  }

  // MARK: Objects

  private mutating func object(
    _ type: String, _ pattern: ValuePattern, _ index: Int, _ call: inout Call,
    _ sketch: inout Sketch
  ) -> String? {
    guard let rule = interface.typeRules[type] else { return nil }
    switch rule.kind {
    case .lock, .container, .pointer, .ring:
      guard let guarded = guardedValue(&sketch) else { return nil }
      let text = "&\(guarded)->\(Support.memberName(rule))"
      if let instance = pattern.instances.last { call.bindings[instance] = guarded }
      return text
    case .local:
      return local(rule, pattern, index, call.function, &sketch)
    case .plain, .context, .object, .record, .memory:
      return whole(rule, pattern, index, &call, &sketch)
    default: return nil
    }
  }

  /// A map's value with a lock and a list.
  private func guardedValue(_ sketch: inout Sketch) -> String? {
    let name = sketch.freshName("guarded")
    guard let lookup = lookup(in: Support.guardedMapName, &sketch) else { return nil }
    sketch.preparation.append("struct \(Support.guardedTypeName) *\(name) = \(lookup);")
    sketch.leave(if: "!\(name)")
    return name
  }

  /// A value in the program's stack.
  private mutating func local(
    _ rule: TypeRule, _ pattern: ValuePattern, _ index: Int, _ function: FunctionContract,
    _ sketch: inout Sketch
  ) -> String? {
    let name = sketch.freshName("local")
    sketch.preparation.append("struct \(rule.name) \(name);")
    if pattern.isNew {
      if breaks(.argument(index, .owned)) { return owned(rule, in: name, &sketch) }
      if pattern.isOwned, !breaks(.result(.owned)) {
        dispose(of: rule, "&\(name)", &sketch.afterwards)
      }
      return "&\(name)"
    }
    var wanted = pattern
    if isOutermost, variant == .owned { wanted.words.insert(.owned) }
    if breaks(.argument(index, .state)) {
      let others = rule.machines.flatMap(\.states).filter { !pattern.states.joined().contains($0) }
      wanted.states = [others]
      wanted.words.remove(.owned)
    }
    guard
      let maker = interface.functions.first(where: { $0.makes(rule.name, as: wanted) }),
      let call = makingCall(maker, "&\(name)", &sketch)
    else { return nil }
    sketch.preparation.append("\(call.text);")
    let isOwned = maker.signature.parameterPatterns.contains { $0.isNew && $0.isOwned }
    if isOutermost, variant == .owned {
      dispose(of: rule, "&\(name)", &sketch.afterwards)
    } else if isOwned, !function.consumes(pattern) {
      var disposal: [String] = []
      dispose(of: rule, "&\(name)", &disposal)
      sketch.disposals += disposal
    }
    return "&\(name)"
  }

  /// The place of a local in which a value lies that is owned.
  private mutating func owned(
    _ rule: TypeRule, in name: String, _ sketch: inout Sketch
  ) -> String? {
    let maker = interface.functions.first { function in
      function.signature.parameterPatterns.contains {
        $0.isNew && $0.isOwned && $0.typeNames.contains(rule.name)
      }
    }
    guard let maker, let call = makingCall(maker, "&\(name)", &sketch) else { return nil }
    sketch.preparation.append("\(call.text);")
    return "&\(name)"
  }

  /// The call that makes a value at `place`.
  private mutating func makingCall(
    _ maker: FunctionContract, _ place: String, _ sketch: inout Sketch
  ) -> Call? {
    var bare = maker
    // What is made lies where the caller says.
    let made = maker.signature.parameters.firstIndex { parameter in
      if case .value(let pattern) = parameter { pattern.isNew } else { false }
    }
    guard let made else { return nil }
    bare.signature.parameters[made] = .any
    guard var call = call(bare, &sketch) else { return nil }
    call.arguments[made] = place
    return call
  }

  /// The member that links what a container holds, or the whole of what a pointer keeps.
  private mutating func element(
    _ pattern: ValuePattern, _ call: inout Call, _ sketch: inout Sketch
  ) -> String? {
    guard let (rule, node) = interface.linkage(of: pattern, in: call.function) else { return nil }
    // Nothing is lent by who holds no lock, nor out of what is no container: then it is one's own, which is wrong, too.
    if pattern.words.contains(.lent), !breaks(.call(.requiresLock)),
      let lent = lent(pattern, &call, &sketch)
    {
      return lent
    }
    let isConsumed = call.function.consumes(pattern)
    var text = roleArgument(rule, isOwned: pattern.isOwned, isConsumed: isConsumed, &sketch)
    if text == nil, let number = produced(rule, &sketch) {
      text = sketch.values[number].text
      if isConsumed { call.consumed.append(number) }
    }
    guard let node else { return text }
    return text.map { "&((struct \(rule.name) *)\($0))->\(node)" }
  }

  /// What another call lends out of the container that the call is given.
  private func lent(
    _ pattern: ValuePattern, _ call: inout Call, _ sketch: inout Sketch
  ) -> String? {
    guard let container = pattern.instances.first, call.bindings[container] != nil,
      let index = call.function.signature.parameters.firstIndex(where: { parameter in
        if case .value(let other) = parameter { other.instances == [container] } else { false }
      }),
      let lender = interface.functions.first(where: { function in
        function.signature.parameterPatterns.map(\.typeNames)
          == [call.function.signature.parameterPatterns[index].typeNames]
          && function.signature.resultPatterns.contains { $0.words.contains(.lent) }
      })
    else { return nil }
    let name = sketch.freshName("lent")
    call.lender = (name, "\(lender.name)(\(call.arguments[index]))")
    return name
  }

  /// Gives a value up, with the type's destructor.
  func dispose(of rule: TypeRule, _ text: String, _ statements: inout [String]) {
    guard let name = rule.destructor, let index = interface.function(named: name) else { return }
    statements.append("\(interface.functions[index].call(of: text));")
  }
}

extension FunctionContract {
  /// Its call with one argument, and zeros for the others.
  func call(of first: String) -> String {
    "\(name)(\(first)\(String(repeating: ", 0", count: max(0, parameterCount - 1))))"
  }

  /// The name of a role's parameter, in the programs that are written.
  func parameterName(_ index: Int) -> String { "argument\(index)" }

  /// Whether the call takes over what a parameter's pattern stands for.
  func consumes(_ pattern: ValuePattern) -> Bool {
    guard let instance = pattern.instances.last else { return false }
    return signature.outcomes.contains { $0.effects.contains(.consumed(instance: instance)) }
  }

  /// Whether the call makes a value of the type that is in the pattern's states.
  fileprivate func makes(_ type: String, as wanted: ValuePattern) -> Bool {
    signature.parameterPatterns.contains { pattern in
      pattern.isNew && pattern.typeNames.contains(type) && !pattern.words.contains(.like)
        && (wanted.states.isEmpty
          || wanted.states.joined().contains(where: pattern.states.joined().contains))
        && (!wanted.isOwned || pattern.isOwned)
    }
  }
}

extension Interface {
  /// The first type that containers may hold.
  var listedType: TypeRule? {
    typeRules.values.sorted { $0.id < $1.id }.first { rule in
      rule.destructor != nil && isLinked(rule)
    }
  }

  /// What the container may hold, and the member that links it.
  func linkage(ofContainer container: TypeRule) -> (rule: TypeRule, node: String)? {
    guard let rule = listedType,
      let field = rule.fields.first(where: { nodeType(of: $0) == container.nodeType })
    else { return nil }
    return (rule, field.name)
  }

  /// What lies in the container that an element of the function's is put into, or taken out of, and the member that
  /// links it; no member where the container is a pointer to the whole.
  func linkage(
    of element: ValuePattern, in function: FunctionContract
  ) -> (rule: TypeRule, node: String?)? {
    let container = function.signature.parameterPatterns.first {
      $0.type != .element && $0.instances.last == element.instances.first
    }
    guard let rule = container?.typeNames.first.flatMap({ typeRules[$0] }) else { return nil }
    if rule.kind == .pointer { return listedType.map { ($0, nil) } }
    return linkage(ofContainer: rule).map { ($0.rule, $0.node) }
  }
}
