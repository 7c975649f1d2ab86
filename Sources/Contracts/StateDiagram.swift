/// How calls bring values of a type from state to state, in one of its machines.
public struct StateDiagram: Equatable, Sendable {
  public var type: String
  public var machine: StateMachine
  /// Ascending by function, then by states.
  public var transitions: [Transition]

  public struct Transition: Hashable, Sendable {
    public var function: String
    public var from: String
    /// Nil where the value is given away.
    public var to: String?
    /// Which results it belongs to; empty for all.
    public var condition: String
  }

  /// The states that a value can come to.
  public var reachable: Set<String> {
    var reached: Set<String> = machine.states.first.map { [$0] } ?? []
    while true {
      let next = reached.union(
        transitions.filter { reached.contains($0.from) }.compactMap(\.to))
      if next == reached { return reached }
      reached = next
    }
  }
}

extension Interface {
  /// One diagram for each machine of each type, ascending by type.
  public var stateDiagrams: [StateDiagram] {
    typeRules.values.sorted { $0.name < $1.name }.flatMap { rule in
      rule.machines.indices.map { machine in
        let states = rule.machines[machine]
        let found = Set(functions.flatMap { transitions($0, of: rule, machine) })
        return StateDiagram(
          type: rule.name, machine: states,
          transitions: found.sorted {
            ($0.function, $0.from, $0.to ?? "") < ($1.function, $1.from, $1.to ?? "")
          })
      }
    }
  }

  /// What a call makes of an argument of the type; that it may leave it in its state is no transition.
  private func transitions(
    _ function: FunctionContract, of rule: TypeRule, _ machine: Int
  ) -> [StateDiagram.Transition] {
    let signature = function.signature
    var result: [StateDiagram.Transition] = []
    for case .value(let pattern) in signature.parameters where pattern.typeNames.contains(rule.name)
    {
      let from = rule.states(of: pattern, inMachine: machine) ?? rule.machines[machine].states
      for outcome in signature.outcomes {
        let to: String?
        switch outcome.fate(of: pattern.instances.last, rule, machine) {
        case .kept: continue
        case .consumed: to = nil
        case .changed(let state): to = state
        }
        let endsValue =
          function.name == rule.destructor
          || function.endsValue == pattern.instances.last.map { signature.instanceNames[$0] }
        for state in from where state != to {
          // A value may be in another machine's final state.
          if to == nil, endsValue, rule.isNeverFinal(state, inMachine: machine) { continue }
          result.append(
            StateDiagram.Transition(
              function: function.name, from: state, to: to,
              condition: outcome.condition?.description ?? ""))
        }
      }
    }
    return result
  }
}

extension TypeRule {
  /// Whether a value in this state may not be given up.
  fileprivate func isNeverFinal(_ state: String, inMachine machine: Int) -> Bool {
    guard let finalStates else { return false }
    let own = finalStates.filter { place(ofState: $0)?.machine == machine }
    return !own.isEmpty && own.count == finalStates.count && !own.contains(state)
  }

  /// The states of one machine that a pattern names; nil where it names none.
  public func states(of pattern: ValuePattern, inMachine machine: Int) -> [String]? {
    pattern.states.first { group in
      group.first.flatMap(place(ofState:))?.machine == machine
    }
  }
}

extension Signature.Outcome {
  fileprivate enum Fate {
    case kept, consumed
    case changed(String)
  }

  fileprivate func fate(of instance: Int?, _ rule: TypeRule, _ machine: Int) -> Fate {
    for effect in effects {
      switch effect {
      case .consumed(let other) where other == instance: return .consumed
      case .value(let pattern) where pattern.instances.last == instance:
        if let state = rule.states(of: pattern, inMachine: machine)?.first {
          return .changed(state)
        }
      default: continue
      }
    }
    return .kept
  }
}
