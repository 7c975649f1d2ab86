import Contracts
import Monitors

/// Programs that break one clause of their role, or of a callback.
extension ClausePrograms {
  mutating func breaking(
    _ clause: Clause, ofRole role: FunctionContract
  ) -> [ContractProgram] {
    guard case .end(let rest) = clause.part else { return [] }
    switch rest {
    case .lock:
      var sketch = Sketch(role: role, interface)
      guard let locking = anySpinLocking(&sketch) else { return [] }
      return [program(sketch, [locking.taking], clause)]
    case .outcome:
      return role.impossibleEndings.compactMap { consumed, result in
        ending(role, consumed, result, clause)
      }
    case .finalState: return stuck(role).map { program($0, [], clause) }
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
    return program(Sketch(role: role, interface), statements, clause, result: result)
  }

  /// Programs that bring what they were given into states in which it may not be left.
  private func stuck(_ role: FunctionContract) -> [Sketch] {
    let given = Sketch(role: role, interface)
    return given.values.indices.compactMap { number in
      guard let rule = interface.typeRules[given.values[number].type], rule.finalStates != nil
      else { return nil }
      var (maker, sketch) = (ProgramMaker(interface), given)
      return maker.bring(number, rule, &sketch, to: rule.isStuck) ? sketch : nil
    }
  }

  mutating func breaking(
    _ clause: Clause, ofCallback callback: FunctionContract
  ) -> [ContractProgram] {
    guard let name = callback.callback, let result = callback.impossibleResult else { return [] }
    return running(name, doing: "return \(result);", clause)
  }

  /// Programs with calls that run a callback of the name with this body.
  mutating func running(
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
        var made = complete(sketch, call, clause)
        let own = "\(made.name)_callback"
        made.source =
          "static long \(own)(void) { \(body) }\n"
          + made.source.replacing(Support.callbackName(name), with: own)
        return made
      }
    }
  }
}
