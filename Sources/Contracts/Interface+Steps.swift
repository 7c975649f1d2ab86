/// How values are brought from state to state, as the contracts' outcomes say.
extension Interface {
  /// The states that a call leaves an argument in, of which the type says how to tell them, with the results for which it
  /// does, where these aren't all.
  public func tellableChanges(
    of pattern: ValuePattern, by function: FunctionContract
  ) -> [(states: [[String]], condition: Signature.Condition?)] {
    function.signature.outcomes.flatMap { outcome in
      outcome.effects.compactMap { effect in
        guard case .value(let left) = effect, left.instances.last == pattern.instances.last,
          left.states != pattern.states,
          let rule = left.typeNames.first.flatMap({ typeRules[$0] }),
          rule.predicates.contains(where: { left.states.joined().contains($0.state) })
        else { return nil }
        return (left.states, outcome.condition)
      }
    }
  }

  /// The states that programs of the role can bring a new value of the type into, those that take fewer calls first.
  public func reachableStates(of rule: TypeRule, inRole role: String) -> [TypeStates] {
    ways(of: rule, from: rule.initialStates, inRole: role) { _ in false }.map(\.to)
  }

  /// The fewest calls that bring a value from its states into such that `isWanted`; nil where none do.
  public func way(
    of rule: TypeRule, from states: TypeStates, inRole role: String,
    to isWanted: (TypeStates) -> Bool
  ) -> [Step]? {
    ways(of: rule, from: states, inRole: role, upTo: isWanted).first { isWanted($0.to) }?.steps
  }

  /// Into which states calls bring a value from its own, and how, with those that take fewer calls first; no further than
  /// to the first ones that `isLast`.
  private func ways(
    of rule: TypeRule, from states: TypeStates, inRole role: String,
    upTo isLast: (TypeStates) -> Bool
  ) -> [(to: TypeStates, steps: [Step])] {
    var ways: [(to: TypeStates, steps: [Step])] = [(states, [])]
    var next = 0
    while next < ways.count, !isLast(ways[next].to) {
      let way = ways[next]
      for step in steps(of: rule, from: way.to, inRole: role)
      where !ways.contains(where: { $0.to == step.to }) {
        ways.append((step.to, way.steps + [step]))
      }
      next += 1
    }
    return ways
  }

  /// A call that brings one of its arguments from state to state.
  public struct Step: Sendable {
    public var function: FunctionContract
    /// The parameter, from 0.
    public var parameter: Int
    public var condition: Signature.Condition?
    public var to: TypeStates
  }

  /// The calls by which programs of the role bring a value on that is in these states; in the order of the functions.
  public func steps(
    of rule: TypeRule, from states: TypeStates, inRole role: String
  ) -> [Step] {
    let callable = functions.filter { function in
      function.mayBeCalled(in: role) && !function.suspends && !function.throws
        && !function.tailCalls
    }
    return callable.flatMap { function in
      function.signature.parameters.enumerated().flatMap { index, parameter -> [Step] in
        guard case .value(let pattern) = parameter, pattern.typeNames.contains(rule.name),
          !pattern.isNew, rule.unmet(pattern.states, by: states) == nil
        else { return [] }
        return function.signature.outcomes.flatMap { outcome in
          outcome.effects.compactMap { effect in
            guard case .value(let left) = effect, left.instances.last == pattern.instances.last,
              case let to = rule.states(left.states, from: states), to != states
            else { return nil }
            return Step(
              function: function, parameter: index, condition: outcome.condition, to: to)
          }
        }
      }
    }
  }
}
