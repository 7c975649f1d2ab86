import Contracts

/// Values that programs are given, and that calls give out: which one an argument is, and how it comes into its states.
extension ProgramMaker {
  /// An argument that is a value.
  mutating func whole(
    _ rule: TypeRule, _ pattern: ValuePattern, _ index: Int, _ call: inout Call,
    _ sketch: inout Sketch
  ) -> String? {
    guard let number = number(rule, pattern, index, call, &sketch) else { return nil }
    let value = sketch.values[number]
    if let own = pattern.instances.last { call.bindings[own] = value.text }
    if rule.owner != nil, pattern.instances.count > 1 {
      call.bindings[pattern.instances[0]] = value.owner
    }
    if call.function.consumes(pattern) {
      call.consumed.append(number)
    } else if isOutermost, variant == .owned, value.isOwned {
      // It is given away behind the call.
      dispose(of: rule, value.text, &sketch.afterwards)
      call.consumed.append(number)
    }
    return value.text
  }

  /// The number of the value that an argument is, in the states that are wanted.
  private mutating func number(
    _ rule: TypeRule, _ pattern: ValuePattern, _ index: Int, _ call: Call, _ sketch: inout Sketch
  ) -> Int? {
    let isWrong = self.isWrong(pattern, index, call.function, rule)
    let wrongStates = self.wrongStates
    func isWanted(_ states: TypeStates) -> Bool {
      isWrong ? states == wrongStates : rule.unmet(pattern.states, by: states) == nil
    }
    var trial = sketch
    if let number = known(rule, pattern, index, call, trial) {
      guard bring(number, rule, &trial, to: isWanted) else { return nil }
      sketch = trial
      return number
    }
    let owner = call.bindings[pattern.instances.first ?? -1]
    let given =
      breaks(.argument(index, .instance)) || rule.owner != nil
      ? nil : trial.values.firstIndex { isGiven($0, rule, isOwned: pattern.isOwned) }
    if let given, bring(given, rule, &trial, to: isWanted) {
      sketch = trial
      return given
    }
    trial = sketch
    guard
      let made = produced(rule, of: rule.owner == nil ? nil : owner, &trial),
      bring(made, rule, &trial, to: isWanted)
    else { return nil }
    sketch = trial
    return made
  }

  /// The value that an argument must be, or one that does.
  private func known(
    _ rule: TypeRule, _ pattern: ValuePattern, _ index: Int, _ call: Call, _ sketch: Sketch
  ) -> Int? {
    if let given = call.given, given.parameter == index {
      return sketch.number(ofValue: given.text)
    }
    guard !breaks(.argument(index, .instance)), let first = pattern.instances.first else {
      return nil
    }
    guard rule.owner != nil else {
      return call.bindings[first].flatMap(sketch.number(ofValue:))
    }
    return sketch.values.firstIndex { value in
      value.type == rule.name && (call.bindings[first] ?? value.owner) == value.owner
    }
  }

  private func isGiven(_ value: Sketch.Value, _ rule: TypeRule, isOwned: Bool) -> Bool {
    value.roleInstance != nil && value.type == rule.name && (value.isOwned || !isOwned)
  }

  /// Whether it is the argument's states that the sketch at hand breaks.
  private func isWrong(
    _ pattern: ValuePattern, _ index: Int, _ function: FunctionContract, _ rule: TypeRule
  ) -> Bool {
    breaks(.argument(index, .state))
      || breaks(.call(.ends)) && function.gives(up: pattern, of: rule)
  }

  /// A value that the program was given.
  func roleArgument(
    _ rule: TypeRule, isOwned: Bool, isConsumed: Bool, _ sketch: inout Sketch
  ) -> String? {
    let number = sketch.values.firstIndex { isGiven($0, rule, isOwned: isOwned) }
    guard let number else { return nil }
    if isConsumed { sketch.consume(number) }
    return sketch.values[number].text
  }

  // MARK: What calls give out

  /// What some call returns that programs of this role may make, where it is not null; of the value `owner`, where there
  /// is one. Its number.
  mutating func produced(
    _ rule: TypeRule, of owner: String? = nil, _ sketch: inout Sketch
  ) -> Int? {
    let producers = interface.functions.filter { function in
      function.mayBeCalled(in: sketch.role.role ?? "")
        && function.signature.resultPatterns.contains {
          !function.signature.isArgument($0) && $0.typeNames.contains(rule.name)
        }
    }
    // What lies in a container is there only where something has put it there.
    let fromNowhere = producers.filter(\.signature.parameters.isEmpty)
    for producer in fromNowhere + producers.filter({ !$0.signature.parameters.isEmpty }) {
      var trial = sketch
      let given = owner.flatMap { producer.parameter(ofOwnerOf: rule.name, is: $0) }
      guard let call = call(producer, &trial, given: given) else { continue }
      let name = trial.freshName("given")
      trial.preparation.append("void *\(name) = \(call.text);")
      trial.leave(if: "!\(name)")
      note(.notNull, of: call, as: name, &trial)
      sketch = trial
      return sketch.number(ofValue: name)
    }
    return nil
  }

  /// What the program has, and in which states, once a call has returned something for which the condition holds.
  private mutating func note(
    _ condition: Signature.Condition?, of call: Call, as name: String, _ sketch: inout Sketch
  ) {
    for outcome in call.function.signature.outcomes
    where outcome.condition == nil || condition == nil || outcome.condition == condition {
      for case .value(let left) in outcome.effects {
        if let number = argument(left, of: call).flatMap(sketch.number(ofValue:)),
          let rule = interface.typeRules[sketch.values[number].type]
        {
          sketch.values[number].states = rule.states(
            left.states, from: sketch.values[number].states)
        } else if !call.function.signature.isArgument(left), let type = left.typeNames.first,
          let rule = interface.typeRules[type], sketch.number(ofValue: name) == nil
        {
          add(left, rule, of: call, as: name, &sketch)
        }
      }
    }
  }

  private func add(
    _ pattern: ValuePattern, _ rule: TypeRule, of call: Call, as name: String,
    _ sketch: inout Sketch
  ) {
    var value = Sketch.Value(
      text: name, type: rule.name,
      states: rule.states(pattern.states, from: rule.initialStates), isOwned: pattern.isOwned)
    if rule.owner != nil { value.owner = pattern.instances.first.flatMap { call.bindings[$0] } }
    if pattern.isOwned {
      dispose(of: rule, name, &sketch.disposals)
      value.disposal = sketch.disposals.last
    }
    sketch.values.append(value)
  }

  /// What was passed as the parameter whose instance a pattern behind the arrow names.
  private func argument(_ left: ValuePattern, of call: Call) -> String? {
    guard call.function.signature.isArgument(left), let instance = left.instances.last else {
      return nil
    }
    return call.bindings[instance]
  }

  // MARK: States

  /// Brings a value into states that `isWanted`, by calls; the program ends where one of them comes to something else.
  mutating func bring(
    _ number: Int, _ rule: TypeRule, _ sketch: inout Sketch, to isWanted: (TypeStates) -> Bool
  ) -> Bool {
    let way = interface.way(
      of: rule, from: sketch.values[number].states, inRole: sketch.role.role ?? "", to: isWanted)
    guard let way else { return false }
    for step in way {
      guard take(step, number, &sketch) else { return false }
    }
    return true
  }

  private mutating func take(
    _ step: Interface.Step, _ number: Int, _ sketch: inout Sketch
  ) -> Bool {
    let given = Call.Given(parameter: step.parameter, text: sketch.values[number].text)
    guard let call = call(step.function, &sketch, given: given) else { return false }
    let locking = locking(for: call, sketch)
    if step.function.requiresLock != nil, locking == nil { return false }
    let name = sketch.freshName("step")
    if let locking { sketch.preparation.append(locking.taking) }
    sketch.preparation.append(call.statement(keeping: name))
    if let locking { sketch.preparation.append(locking.givingUp) }
    if let condition = step.condition { sketch.leave(if: "!(\(condition.text(of: name)))") }
    note(step.condition, of: call, as: name, &sketch)
    return true
  }

  /// Whether a call may leave what the program was given in other states.
  func changesGiven(_ call: Call, _ sketch: Sketch) -> Bool {
    let isChanged = sketch.values.contains { value in
      value.roleInstance != nil && value.states != interface.typeRules[value.type]?.initialStates
    }
    return isChanged
      || call.function.signature.resultPatterns.contains { left in
        argument(left, of: call).flatMap(sketch.number(ofValue:)).map {
          sketch.values[$0].roleInstance != nil && !left.states.isEmpty
        } ?? false
      }
  }

  /// What a program does about an argument that the call has left in states that aren't final: gives it to another call,
  /// which takes it over.
  mutating func wayOut(of call: Call, _ sketch: Sketch) -> Sketch.WayOut? {
    for outcome in call.function.signature.outcomes {
      for case .value(let left) in outcome.effects {
        guard let condition = outcome.condition,
          let number = argument(left, of: call).flatMap(sketch.number(ofValue:)),
          let rule = interface.typeRules[sketch.values[number].type],
          case let states = rule.states(left.states, from: sketch.values[number].states),
          rule.isStuck(in: states)
        else { continue }
        var after = sketch
        after.values[number].states = states
        guard let taking = taking(over: number, rule, behind: call, after) else { continue }
        after.consume(number)
        return Sketch.WayOut(
          condition: condition.text(of: Sketch.resultName), statements: ["\(taking.text);"],
          consumed: after.consumed)
      }
    }
    return nil
  }

  /// A call that takes a value over as it is, with nothing in front of it but what is in front of the call before.
  private mutating func taking(
    over number: Int, _ rule: TypeRule, behind call: Call, _ sketch: Sketch
  ) -> Call? {
    let value = sketch.values[number]
    for function in interface.functions where function.mayBeCalled(in: sketch.role.role ?? "") {
      for (index, parameter) in function.signature.parameters.enumerated() {
        guard case .value(let pattern) = parameter, pattern.typeNames.contains(rule.name),
          pattern.isOwned, function.signature.alwaysConsumes(pattern.instances.last ?? -1),
          rule.unmet(pattern.states, by: value.states) == nil,
          !function.gives(up: pattern, of: rule)
        else { continue }
        var trial = sketch
        let given = Call.Given(parameter: index, text: value.text)
        guard let taking = self.call(function, &trial, given: given),
          trial.preparation == sketch.preparation,
          locking(for: taking, trial) == locking(for: call, sketch)
        else { continue }
        return taking
      }
    }
    return nil
  }

  // MARK: Parts

  /// Memory that lies in a value, as much as the argument asks for.
  mutating func part(
    _ pattern: ValuePattern, _ byteCount: Int, _ index: Int, _ call: Call, _ sketch: inout Sketch
  ) -> String? {
    guard var number = call.bindings[pattern.instances[0]].flatMap(sketch.number(ofValue:)),
      let rule = interface.typeRules[sketch.values[number].type]
    else { return buffer(&sketch) }
    if breaks(.argument(index, .instance)) {
      guard let other = produced(rule, &sketch) else { return nil }
      number = other
    }
    let owner = sketch.values[number].text
    if let known = sketch.parts.first(where: { $0.owner == owner && $0.byteCount >= byteCount }) {
      return known.text
    }
    for function in interface.functions where function.mayBeCalled(in: sketch.role.role ?? "") {
      guard let (parameter, count) = function.partGiven(of: rule), count >= byteCount else {
        continue
      }
      var trial = sketch
      let given = Call.Given(parameter: parameter, text: owner)
      guard let giving = self.call(function, &trial, given: given) else { continue }
      let name = trial.freshName("part")
      trial.preparation.append(giving.statement(keeping: name))
      trial.leave(if: "!\(name)")
      trial.parts.append(Sketch.Part(owner: owner, byteCount: count, text: name))
      sketch = trial
      return name
    }
    return nil
  }
}

extension ProgramMaker.Call {
  /// The call, with its result in a variable, if it has one.
  func statement(keeping name: String) -> String {
    switch function.result {
    case .void: "\(text);"
    case .pointer: "void *\(name) = \(text);"
    case .scalar: "s64 \(name) = \(text);"
    }
  }
}

extension FunctionContract {
  /// The parameter that says to what the values of a type belong that the call returns.
  fileprivate func parameter(
    ofOwnerOf type: String, is owner: String
  ) -> ProgramMaker.Call.Given? {
    let result = signature.resultPatterns.first { $0.typeNames.contains(type) }
    let index = signature.parameters.firstIndex { parameter in
      guard case .value(let pattern) = parameter else { return false }
      return pattern.instances.last == result?.instances.first
    }
    return index.map { ProgramMaker.Call.Given(parameter: $0, text: owner) }
  }

  /// The parameter, a value of the type, of which the call returns a part, and of how many octets.
  fileprivate func partGiven(of rule: TypeRule) -> (parameter: Int, byteCount: Int)? {
    for result in signature.resultPatterns {
      guard case .fixedMemory(let byteCount) = result.type, let instance = result.instances.last,
        let index = signature.parameters.firstIndex(where: { parameter in
          guard case .value(let pattern) = parameter else { return false }
          return pattern.instances.last == instance && pattern.typeNames.contains(rule.name)
        })
      else { continue }
      return (index, byteCount)
    }
    return nil
  }
}
