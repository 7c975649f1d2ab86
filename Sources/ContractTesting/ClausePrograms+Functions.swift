import Contracts
import Monitors

/// Programs that break one clause of a function.
extension ClausePrograms {
  mutating func breaking(
    _ clause: Clause, of function: FunctionContract
  ) -> [ContractProgram] {
    if case .call(.roles) = clause.part { return callingFromElsewhere(function, clause) }
    if case .call(.notInCallback) = clause.part, let callback = function.notInCallback {
      let arguments = Array(repeating: "0", count: function.parameterCount)
      let body = "\(function.name)(\(arguments.joined(separator: ", "))); return 0;"
      return running(callback, doing: body, clause)
    }
    if clause.part == .call(.excludesLock) { return holding(function, clause) }
    let usual = roles(for: function).flatMap { role -> [ContractProgram] in
      ways(toBreak: clause.part, of: function, in: role).compactMap { way in
        var maker = ProgramMaker(interface)
        maker.breaking = clause.part
        maker.plainNumber = way.number
        maker.wrongStates = way.states
        guard let (sketch, call) = maker.sketch(of: function, in: role) else { return nil }
        return broken(clause, sketch, call, changed: way.result)
      }
    }
    switch clause.part {
    case .result(.owned): return usual + takingOut(function, clause)
    case .result(.part): return usual + usingEndedParts(function, clause)
    default: return usual
    }
  }

  /// Programs that use a part of a value after a call that has ended its parts.
  private mutating func usingEndedParts(
    _ function: FunctionContract, _ clause: Clause
  ) -> [ContractProgram] {
    interface.functions.flatMap { ender -> [ContractProgram] in
      guard let given = ender.parameter(whosePartsEndFor: function) else { return [] }
      return roles(for: function).filter { ender.mayBeCalled(in: $0.role ?? "") }.compactMap {
        var maker = ProgramMaker(interface)
        guard let (made, call) = maker.sketch(of: ender, in: $0) else { return nil }
        var sketch = made
        guard
          let giving = maker.call(
            function, &sketch,
            given: ProgramMaker.Call.Given(
              parameter: given.owner, text: call.arguments[given.ended]))
        else { return nil }
        let statements =
          ["volatile u8 *part = \(giving.text);"] + statements(call) + ["if (part) *part;"]
        return complete(sketch, call, clause, statements: statements)
      }
    }
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
          return program(sketch, statements, clause)
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

  /// In which way a clause is broken where there are several.
  private struct Way {
    /// What arguments get of which nothing is said.
    var number: Int64 = 0
    /// The states that a value is brought into.
    var states: TypeStates?
    /// What an implementation returns that does nothing.
    var result: UInt64?
  }

  private func ways(
    toBreak part: Clause.Part, of function: FunctionContract, in role: FunctionContract
  ) -> [Way] {
    switch part {
    case .effect(_, .moved): return [14, -50, -8].map { Way(number: $0) }
    case .effect(let index, .state):
      guard case .value(let pattern) = function.signature.parameters[index] else { return [] }
      return interface.tellableChanges(of: pattern, by: function).map {
        Way(result: $0.condition?.result ?? 0)
      }
    case .argument(let index, .state):
      guard case .value(let pattern) = function.signature.parameters[index] else { return [] }
      let wrong = states(of: pattern, in: role) { rule, states in
        rule.unmet(pattern.states, by: states) != nil
      }
      // What is to be locked is there when the value has come far enough.
      return function.requiresLock == nil ? wrong : wrong.reversed()
    case .call(.ends):
      return function.signature.parameterPatterns.flatMap { pattern in
        states(of: pattern, in: role) { rule, states in
          function.gives(up: pattern, of: rule) && rule.unmet(pattern.states, by: states) == nil
            && rule.isStuck(in: states)
        }
      }
    default: return [Way()]
    }
  }

  /// The states in which values of a pattern's type can be in programs of the role, those that are wanted. Values in the
  /// stack are made in theirs.
  private func states(
    of pattern: ValuePattern, in role: FunctionContract,
    _ isWanted: (TypeRule, TypeStates) -> Bool
  ) -> [Way] {
    guard let rule = pattern.typeNames.first.flatMap({ interface.typeRules[$0] }) else {
      return []
    }
    guard rule.kind != .local else { return [Way()] }
    return interface.reachableStates(of: rule, inRole: role.role ?? "")
      .filter { isWanted(rule, $0) }.map { Way(states: $0) }
  }

  /// Programs that hold a lock which may not be held at the call.
  private mutating func holding(
    _ function: FunctionContract, _ clause: Clause
  ) -> [ContractProgram] {
    guard let lock = function.excludesLock else { return [] }
    return roles(for: function).compactMap { role in
      var maker = ProgramMaker(interface)
      var sketch = Sketch(role: role, interface)
      let lockClass = interface.lockClass(of: lock, in: function)
      guard let locking = maker.anyLocking(of: lockClass, &sketch),
        let call = maker.call(function, &sketch)
      else { return nil }
      addDisposal(&sketch, call)
      return program(
        sketch, [locking.taking] + statements(call) + [locking.givingUp], clause)
    }
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
        return complete(sketch, call, clause)
      }
      let arguments = function.signature.parameters.map { parameter in
        if case .value = parameter { "(void *)0" } else { "0" }
      }
      let rest = Array(repeating: "0", count: function.parameterCount - arguments.count)
      let call = ProgramMaker.Call(function: function, arguments: arguments + rest)
      return program(Sketch(role: role, interface), ["\(call.text);"], clause)
    }
  }

  /// The sketch, so that it breaks the clause. What the maker could break itself, it has.
  private mutating func broken(
    _ clause: Clause, _ sketch: Sketch, _ call: ProgramMaker.Call, changed: UInt64?
  ) -> ContractProgram? {
    var sketch = sketch
    let function = call.function
    switch clause.part {
    case .argument, .call(.ends):
      // What is no lock can't be taken first.
      let takesLocks = function.releasesLock == nil
      return program(finished(sketch, call, takesLocks: takesLocks), statements(call), clause)
    case .call(.requiresLock):
      return program(finished(sketch, call, takesLocks: false), statements(call), clause)
    case .call(.releasesLock):
      return program(sketch, statements(call), clause)
    case .call(.acquiresLock):
      return complete(
        sketch, call, clause, statements: statements(call) + ["\(call.text);"])
    case .call(.unlocked), .call(.noSpinLock):
      guard let locking = anySpinLocking(&sketch) else { return nil }
      sketch.wayOut = nil
      return program(sketch, [locking.taking, "\(call.text);", locking.givingUp], clause)
    case .result(.range):
      guard let result = function.impossibleResult else { return nil }
      return mutated(sketch, call, clause, result)
    case .result(.notNull), .result(.lockTaken), .result(.lockGivenUp):
      return mutated(sketch, call, clause, 0)
    case .result(.nullable):
      // What is lent has to be there.
      let filling = call.lender == nil ? [] : filling(&sketch, call).dropLast()
      return program(
        finished(sketch, call),
        filling + ["void *result = \(call.text);", "*(volatile u8 *)result;"], clause,
        Mutation(function: function.name, result: 0))
    case .result(.owned):
      let taking = filling(&sketch, call)
      return program(finished(sketch, call, disposes: false), taking, clause)
    case .result(.size):
      let use = "if (result) ((volatile u8 *)result)[\(Support.tooManyOctets)];"
      return complete(
        sketch, call, clause, statements: ["void *result = \(call.text);", use])
    case .result(.part): return afterItsOwner(clause, function, in: sketch.role)
    case .effect(_, .consumed):
      return complete(
        sketch, call, clause, statements: statements(call) + ["\(call.text);"])
    case .effect(_, .moved): return reading(sketch, call, clause)
    case .effect(_, .state):
      // What the implementation has not done, nobody may rely on, also where monitors know less.
      sketch.wayOut = nil
      return changed.map { mutated(sketch, call, clause, Int64(bitPattern: $0)) }
    case .call, .end: return nil
    }
  }

  /// The call, with its result where that has to be given away, or where it says that an argument has to be.
  func statements(_ call: ProgramMaker.Call) -> [String] {
    if let (refusal, kept) = call.function.refusal, let disposal = disposal(of: kept, call) {
      return ["if (\(call.text) \(refusal)) \(disposal);"]
    }
    return [
      call.isLookedAt || call.function.returnedOwned != nil
        ? call.statement(keeping: Sketch.resultName) : "\(call.text);"
    ]
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
    guard let (sketch, call) = variantSketch(function, .owned, role) else { return nil }
    var used = sketch
    let use = "*(volatile u8 *)\(Sketch.resultName);"
    if used.consumed.isEmpty {
      used.afterwards.append("if (\(Sketch.resultName)) \(use)")
    } else {
      // What the program was given is given away only where there is something to use.
      used.wayOut = Sketch.WayOut(
        condition: Sketch.resultName, statements: used.afterwards + [use], consumed: used.consumed)
      used.afterwards = []
      used.consumed = []
    }
    return program(used, ["void *result = \(call.text);"], clause)
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
    _ sketch: Sketch, _ call: ProgramMaker.Call, _ clause: Clause
  ) -> ContractProgram? {
    guard let fields = interface.packetFields(of: sketch.role) else { return nil }
    var sketch = sketch
    let packet = sketch.role.parameterName(0)
    sketch.lookAtPacket(fields, as: "volatile u8")
    guard call.arguments.contains("-8"), let metadata = fields.metadata else {
      return complete(
        sketch, call, clause, statements: statements(call) + ["octets[0];", "octets[39];"])
    }
    // In front of the packet, where the call itself has made room.
    let back = call.text.replacing("-8", with: "8")
    let statements = [
      "\(call.text);", "volatile u8 *front = (void *)(long)\(packet)->\(metadata);",
      "if (front + 4 <= (u8 *)(long)\(packet)->\(fields.data)) { \(back); front[0]; }",
    ]
    return complete(sketch, call, clause, statements: statements)
  }
}
