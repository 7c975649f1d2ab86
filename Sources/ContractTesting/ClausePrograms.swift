import Contracts
import Monitors

/// Makes programs that keep all contracts, and for each clause such that break just this one.
public struct ClausePrograms {
  let interface: Interface
  private var count = 0

  public init(_ interface: Interface) { self.interface = interface }

  /// What stands in front of the programs' definitions.
  public func prologue(header: String) -> String {
    Support.prologue(interface, header: header) + supportPrograms.joined(separator: "\n") + "\n"
  }

  /// Every function is called in each role that may, and in each way that its contract allows, by programs that
  /// keep all contracts.
  public mutating func correct() -> [ContractProgram] {
    interface.functions.flatMap { function -> [ContractProgram] in
      let roles = roles(for: function).filter { mayEnd(function, in: $0) }
      let usual = roles.compactMap { correct(function, .usual, in: $0) }
      let variants = variants(of: function).compactMap { firstSketch(function, $0, roles) }
      return usual + variants.map { complete($0.sketch, $0.call, nil, in: $0.role) }
        + relying(on: function, in: roles)
    } + usingPackets()
  }

  /// Programs of each role do with packets what they may.
  private mutating func usingPackets() -> [ContractProgram] {
    interface.roles.values.sorted { $0.name < $1.name }.compactMap { role in
      guard let access = role.program?.packets, access != .none,
        let fields = interface.packetFields(of: role)
      else { return nil }
      var sketch = Sketch(role: role)
      let packet = role.parameterName(0)
      sketch.preparation.append("volatile u8 *octets = (void *)(long)\(packet)->\(fields.data);")
      sketch.leave(if: "octets + 40 > (u8 *)(long)\(packet)->\(fields.end)")
      let use = access == .write ? "octets[0] = 1;" : "octets[0];"
      return program(sketch.body(call: [use], result: nil), nil, nil, in: role)
    }
  }

  private mutating func correct(
    _ function: FunctionContract, _ variant: ProgramMaker.Variant, in role: FunctionContract
  ) -> ContractProgram? {
    variantSketch(function, variant, role).map { complete($0.sketch, $0.call, nil, in: role) }
  }

  private func firstSketch(
    _ function: FunctionContract, _ variant: ProgramMaker.Variant, _ roles: [FunctionContract]
  ) -> (sketch: Sketch, call: ProgramMaker.Call, role: FunctionContract)? {
    for role in roles {
      if let found = variantSketch(function, variant, role) { return found }
    }
    return nil
  }

  private func variantSketch(
    _ function: FunctionContract, _ variant: ProgramMaker.Variant, _ role: FunctionContract
  ) -> (sketch: Sketch, call: ProgramMaker.Call, role: FunctionContract)? {
    var maker = ProgramMaker(interface)
    maker.variant = variant
    return maker.sketch(of: function, in: role).map { ($0.sketch, $0.call, role) }
  }

  /// What else than the usual arguments the contract allows.
  private func variants(of function: FunctionContract) -> [ProgramMaker.Variant] {
    function.signature.parameters.enumerated().flatMap { index, parameter in
      if case .size(_, true) = parameter { return [ProgramMaker.Variant.empty(index)] }
      guard case .value(let pattern) = parameter else { return [] }
      var variants = pattern.mapTypes.filter(Support.mapTypes.contains)
        .map(ProgramMaker.Variant.map)
      if pattern.isNullable { variants.append(.null(index)) }
      let isMemory = [.key, .value, .memory].contains(pattern.type)
      if function.readsPacket, isMemory, !pattern.isStable { variants.append(.packet(index)) }
      return variants
    }
  }

  /// A program that could go wrong only if the function broke what it promises of its result.
  private mutating func relying(
    on function: FunctionContract, in roles: [FunctionContract]
  ) -> [ContractProgram] {
    let ranges = function.signature.outcomes.flatMap(\.effects).compactMap { effect in
      if case .range(let range) = effect { range } else { nil }
    }
    guard let least = ranges.map(\.lowerBound).min(), let most = ranges.map(\.upperBound).max(),
      let (sketch, call, role) = firstSketch(function, .usual, roles)
    else { return [] }
    var statements = ["s64 number = \(call.text);"]
    if most < .max { statements.append("if (number > \(most)) *(volatile u64 *)8;") }
    if least > .min { statements.append("if (number < \(least)) *(volatile u64 *)8;") }
    return [complete(sketch, call, nil, in: role, statements: statements)]
  }

  /// Whether a program of the role can go on from the call without anything left over: what is returned must be
  /// given up by a function that it may call, and compilers keep no argument that is not used after a throw.
  private func mayEnd(_ function: FunctionContract, in role: FunctionContract) -> Bool {
    if function.throws, interface.waiter(for: role) != nil { return false }
    guard let pattern = function.returnedOwned else { return true }
    let rule =
      pattern.type == .element
      ? interface.listedType
      : pattern.typeNames.first.flatMap { interface.typeRules[$0] }
    guard let destructor = rule?.destructor, let index = interface.function(named: destructor)
    else {
      return true
    }
    return interface.functions[index].mayBeCalled(in: role.role ?? "")
  }

  /// Programs that break the clause, the likeliest ones first; none where no program could.
  public mutating func breaking(_ clause: Clause) -> [ContractProgram] {
    if let index = interface.function(named: clause.declaration) {
      return breaking(clause, of: interface.functions[index])
    }
    if let role = interface.roles.values.first(where: { $0.name == clause.declaration }) {
      return breaking(clause, ofRole: role)
    }
    if let callback = interface.callbacks.values.first(where: { $0.name == clause.declaration }) {
      return breaking(clause, ofCallback: callback)
    }
    return []
  }

  /// The roles that a function is tried in: one of each kind of context would do, and one that may call it must be
  /// among them.
  private func roles(for function: FunctionContract) -> [FunctionContract] {
    let all = interface.roles.keys.sorted().filter { function.mayBeCalled(in: $0) }
    return all.compactMap { interface.roles[$0] }
  }

  // MARK: Functions

  private mutating func breaking(
    _ clause: Clause, of function: FunctionContract
  ) -> [ContractProgram] {
    if case .call(.roles) = clause.part { return callingFromElsewhere(function, clause) }
    if case .call(.notInCallback) = clause.part, let callback = function.notInCallback {
      let arguments = Array(repeating: "0", count: function.parameterCount)
      let body = "\(function.name)(\(arguments.joined(separator: ", "))); return 0;"
      return running(callback, doing: body, clause)
    }
    let usual = roles(for: function).flatMap { role -> [ContractProgram] in
      numbers(for: clause.part).compactMap { number in
        var maker = ProgramMaker(interface)
        maker.breaking = clause.part
        maker.plainNumber = number
        guard let (sketch, call) = maker.sketch(of: function, in: role) else { return nil }
        return broken(clause, sketch, call, in: role)
      }
    }
    return clause.part == .result(.owned) ? usual + takingOut(function, clause) : usual
  }

  /// Programs that keep something of what others give out, which the function may give out then.
  private mutating func takingOut(
    _ function: FunctionContract, _ clause: Clause
  ) -> [ContractProgram] {
    guard let type = function.returnedOwned?.typeNames.first else { return [] }
    let producers = interface.functions.filter {
      $0.name != function.name && $0.returnedOwned?.typeNames.first == type
        && $0.signature.parameters.isEmpty
    }
    return roles(for: function).flatMap { role -> [ContractProgram] in
      guard let (sketch, call) = ProgramMaker(interface).sketch(of: function, in: role) else {
        return []
      }
      return producers.flatMap { producer in
        keepings(of: "kept", type, for: call).map { keeping in
          let statements = [
            "void *kept = \(producer.name)();", "if (kept) { \(keeping) }", "\(call.text);",
          ]
          return program(sketch.body(call: statements, result: nil), clause, nil, in: role)
        }
      }
    }
  }

  /// Statements that put a value where the call takes it out.
  private func keepings(
    of value: String, _ type: String, for call: ProgramMaker.Call
  ) -> [String] {
    let containers = call.function.signature.parameterPatterns.map(\.typeNames)
    guard containers.count == call.function.parameterCount, containers.count < 2 else { return [] }
    return interface.functions.compactMap { keeper in
      guard keeper.consumedParameters == [containers.count], !keeper.resumes,
        keeper.signature.parameterPatterns.map(\.typeNames) == containers + [[type]],
        interface.typeRules[type]?.destructor != keeper.name
      else { return nil }
      var arguments = call.arguments + [value]
      while arguments.count < keeper.parameterCount { arguments.append("0") }
      return statements(ProgramMaker.Call(function: keeper, arguments: arguments)).joined()
    }
  }

  /// What arguments get of which nothing is said: only moves depend on it.
  private func numbers(for part: Clause.Part) -> [Int64] {
    if case .effect(_, .moved) = part { [14, -50, -8] } else { [0] }
  }

  private mutating func callingFromElsewhere(
    _ function: FunctionContract, _ clause: Clause
  ) -> [ContractProgram] {
    let others = interface.roles.keys.sorted()
      .filter { !function.mayBeCalled(in: $0) }
    return others.compactMap { name in
      guard let role = interface.roles[name] else { return nil }
      if mayEnd(function, in: role),
        let (sketch, call) = ProgramMaker(interface).sketch(of: function, in: role)
      {
        return complete(sketch, call, clause, in: role)
      }
      let arguments = function.signature.parameters.map { parameter in
        if case .value = parameter { "(void *)0" } else { "0" }
      }
      let rest = Array(repeating: "0", count: function.parameterCount - arguments.count)
      let call = ProgramMaker.Call(function: function, arguments: arguments + rest)
      return program(
        Sketch(role: role).body(call: ["\(call.text);"], result: nil), clause, nil, in: role)
    }
  }

  /// The sketch, so that it breaks the clause. What the maker could break itself, it has.
  private mutating func broken(
    _ clause: Clause, _ sketch: Sketch, _ call: ProgramMaker.Call, in role: FunctionContract
  ) -> ContractProgram? {
    var sketch = sketch
    let function = call.function
    switch clause.part {
    case .argument:
      // What is no lock can't be taken first.
      let takesLocks = function.releasesLock == nil
      return program(
        finished(sketch, call, takesLocks: takesLocks).body(call: statements(call), result: nil),
        clause, nil, in: role)
    case .call(.requiresLock):
      return program(
        finished(sketch, call, takesLocks: false).body(call: statements(call), result: nil), clause,
        nil, in: role)
    case .call(.releasesLock):
      return program(sketch.body(call: statements(call), result: nil), clause, nil, in: role)
    case .call(.acquiresLock):
      return complete(
        sketch, call, clause, in: role, statements: statements(call) + ["\(call.text);"])
    case .call(.unlocked), .call(.noSpinLock):
      guard let (lock, unlock) = anyLock(&sketch) else { return nil }
      return program(
        sketch.body(call: [lock, "\(call.text);", unlock], result: nil), clause, nil, in: role)
    case .result(.range):
      guard let result = function.impossibleResult else { return nil }
      return mutated(sketch, call, clause, result, in: role)
    case .result(.notNull), .result(.lockTaken), .result(.lockGivenUp):
      return mutated(sketch, call, clause, 0, in: role)
    case .result(.nullable):
      // What is lent has to be there.
      let filling = call.lender == nil ? [] : filling(&sketch, call).dropLast()
      return program(
        finished(sketch, call).body(
          call: filling + ["void *result = \(call.text);", "*(volatile u8 *)result;"], result: nil),
        clause, Mutation(function: function.name, result: 0), in: role)
    case .result(.owned):
      let taking = filling(&sketch, call)
      return program(
        finished(sketch, call, disposes: false).body(call: taking, result: nil), clause, nil,
        in: role)
    case .result(.size):
      let use = "if (result) ((volatile u8 *)result)[\(Support.tooManyOctets)];"
      return complete(
        sketch, call, clause, in: role, statements: ["void *result = \(call.text);", use])
    case .result(.part): return afterItsOwner(clause, function, in: role)
    case .effect(_, .consumed):
      return complete(
        sketch, call, clause, in: role, statements: statements(call) + ["\(call.text);"])
    case .effect(_, .moved): return reading(sketch, call, clause, in: role)
    case .effect(_, .state), .call, .end: return nil
    }
  }

  /// The call, with its result where that has to be given away, or where it says that an argument has to be.
  private func statements(_ call: ProgramMaker.Call) -> [String] {
    if let (refusal, kept) = call.function.refusal, let disposal = disposal(of: kept, call) {
      return ["if (\(call.text) \(refusal)) \(disposal);"]
    }
    return [call.function.returnedOwned == nil ? "\(call.text);" : "void *result = \(call.text);"]
  }

  /// What disposes of an argument.
  private func disposal(of index: Int, _ call: ProgramMaker.Call) -> String? {
    guard case .value(let pattern) = call.function.signature.parameters[index],
      let destructor = pattern.typeNames.first.flatMap({ interface.typeRules[$0]?.destructor })
    else { return nil }
    return "\(destructor)(\(call.arguments[index]))"
  }

  /// A part of a value is used that was given away.
  private mutating func afterItsOwner(
    _ clause: Clause, _ function: FunctionContract, in role: FunctionContract
  ) -> ContractProgram? {
    guard let (sketch, call, _) = variantSketch(function, .owned, role) else { return nil }
    var used = sketch
    used.afterwards.append("if (result) *(volatile u8 *)result;")
    return program(
      used.body(call: ["void *result = \(call.text);"], result: nil), clause, nil, in: role)
  }

  /// What puts something into the container that a call takes it out of, and the call.
  private func filling(_ sketch: inout Sketch, _ call: ProgramMaker.Call) -> [String] {
    if call.function.fills(like: call.function) {
      var taking = call
      taking.arguments[1] = "(void *)0"
      return ["\(call.text);", "\(taking.text);"]
    }
    guard let taken = call.function.returnedOwned, taken.type == .element,
      let (rule, link) = interface.linkage(of: taken, in: call.function), let node = link,
      let taker = interface.functions.first(where: { $0.fills(like: call.function) }),
      let element = ProgramMaker(interface).roleArgument(
        rule, isOwned: true, isConsumed: true, &sketch)
    else { return ["\(call.text);"] }
    let rest = taker.signature.parameters.dropFirst(2).map { parameter in
      if case .callback(let name, _) = parameter {
        ", (void *)\(Support.callbackName(name))"
      } else {
        ", 0"
      }
    }
    let filling = "\(taker.name)(\(call.arguments[0]), &\(element)->\(node)\(rest.joined()));"
    return [filling, "\(call.text);"]
  }

  /// A packet's octet is read that lay elsewhere before the call.
  private mutating func reading(
    _ sketch: Sketch, _ call: ProgramMaker.Call, _ clause: Clause, in role: FunctionContract
  ) -> ContractProgram? {
    guard let fields = interface.packetFields(of: role) else { return nil }
    var sketch = sketch
    let packet = role.parameterName(0)
    sketch.preparation.append("volatile u8 *octets = (void *)(long)\(packet)->\(fields.data);")
    sketch.leave(if: "octets + 40 > (u8 *)(long)\(packet)->\(fields.end)")
    guard call.arguments.contains("-8"), let metadata = fields.metadata else {
      return complete(
        sketch, call, clause, in: role,
        statements: statements(call) + ["octets[0];", "octets[39];"])
    }
    // In front of the packet, where the call itself has made room.
    let back = call.text.replacing("-8", with: "8")
    let statements = [
      "\(call.text);", "volatile u8 *front = (void *)(long)\(packet)->\(metadata);",
      "if (front + 4 <= (u8 *)(long)\(packet)->\(fields.data)) { \(back); front[0]; }",
    ]
    return complete(sketch, call, clause, in: role, statements: statements)
  }

  // MARK: Roles and callbacks

  private mutating func breaking(
    _ clause: Clause, ofRole role: FunctionContract
  ) -> [ContractProgram] {
    guard case .end(let rest) = clause.part else { return [] }
    var sketch = Sketch(role: role)
    switch rest {
    case .lock:
      guard let (lock, _) = anyLock(&sketch) else { return [] }
      return [program(sketch.body(call: [lock], result: nil), clause, nil, in: role)]
    case .outcome:
      return role.impossibleEndings.compactMap { consumed, result in
        ending(role, consumed, result, clause)
      }
    case .finalState: return []
    }
  }

  /// A program that gives away these arguments of its role, and returns what it may not then.
  private mutating func ending(
    _ role: FunctionContract, _ consumed: Set<Int>, _ result: Int64, _ clause: Clause
  ) -> ContractProgram? {
    var statements: [String] = []
    for (index, parameter) in role.signature.parameters.enumerated() {
      guard case .value(let pattern) = parameter, let instance = pattern.instances.last,
        consumed.contains(instance),
        let rule = pattern.typeNames.first.flatMap({ interface.typeRules[$0] })
      else { continue }
      ProgramMaker(interface).dispose(of: rule, role.parameterName(index), &statements)
      guard !statements.isEmpty else { return nil }
    }
    return program(
      Sketch(role: role).body(call: statements, result: result), clause, nil, in: role)
  }

  private mutating func breaking(
    _ clause: Clause, ofCallback callback: FunctionContract
  ) -> [ContractProgram] {
    guard let name = callback.callback, let result = callback.impossibleResult else { return [] }
    return running(name, doing: "return \(result);", clause)
  }

  /// Programs with calls that run a callback of the name with this body.
  private mutating func running(
    _ name: String, doing body: String, _ clause: Clause
  ) -> [ContractProgram] {
    let callers = interface.functions.filter { function in
      function.signature.parameters.contains { parameter in
        if case .callback(name, _) = parameter { true } else { false }
      }
    }
    return callers.flatMap { function in
      roles(for: function).compactMap { role -> ContractProgram? in
        guard let (sketch, call) = ProgramMaker(interface).sketch(of: function, in: role) else {
          return nil
        }
        var made = complete(sketch, call, clause, in: role)
        let own = "\(made.name)_callback"
        made.source =
          "static long \(own)(void) { \(body) }\n"
          + made.source.replacing(Support.callbackName(name), with: own)
        return made
      }
    }
  }

  // MARK: Putting together

  private func finished(
    _ sketch: Sketch, _ call: ProgramMaker.Call, takesLocks: Bool = true, disposes: Bool = true
  ) -> Sketch {
    var sketch = sketch
    if takesLocks { addLocks(&sketch, call) }
    if disposes { addDisposal(&sketch, call) }
    return sketch
  }

  private mutating func complete(
    _ sketch: Sketch, _ call: ProgramMaker.Call, _ clause: Clause?, in role: FunctionContract,
    statements: [String]? = nil
  ) -> ContractProgram {
    program(
      finished(sketch, call).body(call: statements ?? self.statements(call), result: nil), clause,
      nil, in: role)
  }

  private mutating func mutated(
    _ sketch: Sketch, _ call: ProgramMaker.Call, _ clause: Clause, _ result: Int64,
    in role: FunctionContract
  ) -> ContractProgram {
    var made = complete(sketch, call, clause, in: role)
    made.mutation = Mutation(
      function: call.function.name, result: UInt64(bitPattern: result))
    return made
  }

  mutating func program(
    _ body: [String], _ clause: Clause?, _ mutation: Mutation?, in role: FunctionContract
  ) -> ContractProgram {
    count += 1
    let name = "made\(count)"
    var source = definition(name, role, body)
    var companions: [String] = []
    if let companion = companion(of: name, role) {
      source += companion.source
      companions.append(companion.name)
    }
    companions += supportNames(for: role)
    return ContractProgram(
      name: name, role: role.role ?? "", clause: clause, mutation: mutation,
      companions: companions, body: body,
      isLast: body.last != "return \(role.result(consuming: []));", source: source)
  }

  func definition(_ name: String, _ role: FunctionContract, _ body: [String]) -> String {
    let parameters = role.signature.parameters.enumerated().map { index, parameter in
      let name = role.parameterName(index)
      guard case .value(let pattern) = parameter else { return "u64 \(name)" }
      return pattern.typeNames.first.map { "struct \($0) *\(name)" } ?? "void *\(name)"
    }
    let result = if case .scalar(8, _) = role.result { "u64" } else { "int" }
    let lines = body.map { "  \($0)" }.joined(separator: "\n")
    return "__attribute__((section(\"\(role.role ?? "")\"), used)) \(result) \(name)("
      + parameters.joined(separator: ", ") + ") {\n\(lines)\n}\n"
  }

  // MARK: Locks

  /// What has to be held, is; what is taken, is given up, and the other way round.
  private func addLocks(_ sketch: inout Sketch, _ call: ProgramMaker.Call) {
    let function = call.function
    guard let acquirer = interface.functions.first(where: { $0.acquiresLock != nil }),
      let releaser = interface.functions.first(where: { $0.releasesLock != nil })
    else { return }
    if function.acquiresLock != nil { sketch.unlock = "\(releaser.name)(\(call.arguments[0]));" }
    if function.releasesLock != nil { sketch.lock = "\(acquirer.name)(\(call.arguments[0]));" }
    guard case .guarding(let name)? = function.requiresLock,
      let instance = function.signature.instanceNames.firstIndex(of: name),
      let guarded = call.bindings[instance], let member = lockMember
    else { return }
    sketch.lock = "\(acquirer.name)(&\(guarded)->\(member));"
    sketch.unlock = "\(releaser.name)(&\(guarded)->\(member));"
  }

  private var lockMember: String? {
    interface.typeRules.values.first { $0.kind == .lock }.map(Support.memberName)
  }

  /// The statements that take and give up some lock.
  private func anyLock(_ sketch: inout Sketch) -> (String, String)? {
    var maker = ProgramMaker(interface)
    guard let acquirer = interface.functions.first(where: { $0.acquiresLock != nil }),
      let releaser = interface.functions.first(where: { $0.releasesLock != nil }),
      let call = maker.call(acquirer, &sketch)
    else { return nil }
    return ("\(call.text);", "\(releaser.name)(\(call.arguments[0]));")
  }

  private func addDisposal(_ sketch: inout Sketch, _ call: ProgramMaker.Call) {
    guard let pattern = call.function.returnedOwned else { return }
    var statements: [String] = []
    switch pattern.type {
    case .object(let type):
      guard let rule = interface.typeRules[type] else { return }
      ProgramMaker(interface).dispose(of: rule, "result", &statements)
    case .element:
      guard let (rule, node) = interface.linkage(of: pattern, in: call.function) else { return }
      let whole =
        node.map { "(void *)((char *)result - __builtin_offsetof(struct \(rule.name), \($0)))" }
        ?? "result"
      ProgramMaker(interface).dispose(of: rule, whole, &statements)
    default: return
    }
    sketch.afterwards.insert(
      "if (result) { \(statements.joined(separator: " ")) }", at: 0)
  }

  // MARK: Programs beside them

  /// Somebody has to await a program of a role that others name.
  private func companion(
    of name: String, _ role: FunctionContract
  ) -> (name: String, source: String)? {
    guard let waiter = interface.waiter(for: role), let owner = interface.waitingRole(waiter) else {
      return nil
    }
    let body = ["\(waiter.call(of: name));", "return \(owner.result(consuming: []));"]
    return ("\(name)_waiter", definition("\(name)_waiter", owner, body))
  }

  /// One that keeps what it is given, one that waits for it, and one that goes on with it; one that does nothing, where
  /// nobody waits for it.
  private var supportPrograms: [String] {
    interface.roles.values.sorted { $0.name < $1.name }.compactMap { role in
      if interface.isGiven(role), interface.waiter(for: role) == nil {
        let program = Support.programName(ofRole: role.role ?? "")
        return definition(program, role, ["return \(role.result(consuming: []));"])
      }
      guard let waiter = interface.waiter(for: role), let owner = interface.waitingRole(waiter),
        let keeper = interface.keeper(for: role)
      else { return nil }
      let program = Support.programName(ofRole: role.role ?? "")
      return definition(
        program, role,
        ["\(keeper.name)(\(role.parameterName(0)));", "return \(role.result(consuming: [0]));"])
        + definition(
          "\(program)_waiter", owner,
          ["\(waiter.call(of: program));", "return \(owner.result(consuming: []));"])
    }
  }

  private func supportNames(for role: FunctionContract) -> [String] {
    interface.roles.values.sorted { $0.name < $1.name }.compactMap { other in
      guard interface.waiter(for: other) != nil, interface.keeper(for: other) != nil,
        role.role != other.role, interface.waiter(for: role) == nil,
        interface.waiter(for: other).flatMap(interface.waitingRole)?.role != role.role
      else { return nil }
      return Support.programName(ofRole: other.role ?? "") + "_waiter"
    }
  }
}

extension FunctionContract {
  /// The owned value that a call returns.
  var returnedOwned: ValuePattern? {
    signature.resultPatterns.first { $0.isOwned && !signature.isArgument($0) }
  }

  /// Whether the call puts into a container what the other one takes out.
  func fills(like other: FunctionContract) -> Bool {
    signature.parameterPatterns.count == 2 && signature.parameterPatterns[1].type == .element
      && consumedParameters == [1]
      && signature.parameterPatterns.first?.typeNames
        == other.signature.parameterPatterns.first?.typeNames
  }

  /// By which results the call says that it did not take an argument over which it otherwise does: as a comparison,
  /// with the argument's index.
  var refusal: (comparison: String, index: Int)? {
    for index in consumedParameters {
      guard case .value(let pattern) = signature.parameters[index],
        let instance = pattern.instances.last, !signature.alwaysConsumes(instance)
      else { continue }
      for outcome in signature.outcomes
      where !outcome.effects.contains(.consumed(instance: instance)) {
        guard case .range(let range)? = outcome.condition else { continue }
        return (range.upperBound < 0 ? "< 0" : ">= \(range.lowerBound)", index)
      }
    }
    return nil
  }

  /// A result that no outcome has.
  var impossibleResult: Int64? {
    let ranges = signature.outcomes.flatMap(\.effects).compactMap { effect in
      switch effect {
      case .range(let range): range
      case .sized(let lower, _): lower...Int64(Support.tooManyOctets)
      default: nil
      }
    }
    guard !ranges.isEmpty else { return nil }
    let least = ranges.map(\.lowerBound).min() ?? 0
    let most = ranges.map(\.upperBound).max() ?? 0
    let limit: Int64 = if case .scalar(4, _) = result { Int64(Int32.max) } else { .max }
    return most < limit ? most + 1 : least > -limit ? least - 1 : nil
  }

  /// Ways to end that no outcome describes: what was given away, and what is returned.
  var impossibleEndings: [(consumed: Set<Int>, result: Int64)] {
    let all = signature.outcomes.map { outcome in
      Set(
        outcome.effects.compactMap { effect in
          if case .consumed(let instance) = effect { instance } else { nil }
        })
    }
    return Set(all).sorted { $0.count < $1.count }.flatMap { consumed in
      [Int64(0), 1, 2, -1].filter { result in
        !zip(signature.outcomes, all).contains { outcome, taken in
          taken == consumed && outcome.allows(result)
        }
      }.map { (consumed, $0) }
    }
  }
}

extension Signature.Outcome {
  fileprivate func allows(_ result: Int64) -> Bool {
    if case .range(let range)? = condition, !range.contains(result) { return false }
    return effects.allSatisfy { effect in
      if case .range(let range) = effect { range.contains(result) } else { true }
    }
  }
}

extension Interface {
  /// The function that hands a program's context to a program of the role.
  func waiter(for role: FunctionContract) -> FunctionContract? {
    functions.first { function in
      function.handsOver && function.signature.parameters.first == .program(role: role.role ?? "")
    }
  }

  /// Whether some function is given a program of the role.
  func isGiven(_ role: FunctionContract) -> Bool {
    functions.contains { $0.signature.parameters.contains(.program(role: role.role ?? "")) }
  }

  /// A role that may call it.
  func waitingRole(_ waiter: FunctionContract) -> FunctionContract? {
    roles.keys.sorted().first { waiter.mayBeCalled(in: $0) }.flatMap { roles[$0] }
  }

  /// A function that takes over what programs of the role are given, and is no destructor.
  func keeper(for role: FunctionContract) -> FunctionContract? {
    guard case .value(let given)? = role.signature.parameters.first else { return nil }
    return functions.first { function in
      guard function.mayBeCalled(in: role.role ?? ""), !function.resumes,
        function.signature.parameters.count == 1, function.consumedParameters == [0],
        let taken = function.signature.parameterPatterns.first, taken.typeNames == given.typeNames
      else { return false }
      return typeRules[given.typeNames.first ?? ""]?.destructor != function.name
    }
  }

  /// Where a role's context says that its packet begins and ends.
  func packetFields(
    of role: FunctionContract
  ) -> (data: String, end: String, metadata: String?)? {
    guard let type = role.signature.parameterPatterns.first?.typeNames.first,
      let rule = typeRules[type],
      let data = rule.fields.first(where: { $0.content == .packetData }),
      let end = rule.fields.first(where: { $0.content == .packetEnd })
    else { return nil }
    let metadata = rule.fields.first { $0.content == .packetMeta }
    return (data.name, end.name, metadata?.name)
  }
}
