import Contracts

extension FunctionContract {
  /// The owned value that a call returns.
  var returnedOwned: ValuePattern? {
    signature.resultPatterns.first { $0.isOwned && !signature.isArgument($0) }
  }

  /// Which parameter it is whose parts the call ends, and which one it is of the function that gives out such parts; nil where
  /// it ends others, or none.
  func parameter(whosePartsEndFor giver: FunctionContract) -> (ended: Int, owner: Int)? {
    guard let name = endsParts, let ended = parameter(named: name),
      let part = giver.signature.resultPatterns.first(where: { $0.type == .memory }),
      part.instances.count > 1,
      let owner = giver.parameter(named: giver.signature.instanceNames[part.instances[1]]),
      ended.pattern.typeNames == owner.pattern.typeNames
    else { return nil }
    return (ended.index, owner.index)
  }

  /// The parameter that an instance's name stands for.
  private func parameter(named name: String) -> (index: Int, pattern: ValuePattern)? {
    for (index, parameter) in signature.parameters.enumerated() {
      if case .value(let pattern) = parameter, let own = pattern.instances.last,
        signature.instanceNames[own] == name
      {
        return (index, pattern)
      }
    }
    return nil
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

  /// The members of a context that say where its packet begins and ends.
  struct PacketFields {
    var data: String
    var end: String
    var metadata: String?
  }

  /// Where a role's context says that its packet begins and ends.
  func packetFields(of role: FunctionContract) -> PacketFields? {
    guard let type = role.signature.parameterPatterns.first?.typeNames.first,
      let rule = typeRules[type],
      let data = rule.fields.first(where: { $0.content == .packetData }),
      let end = rule.fields.first(where: { $0.content == .packetEnd })
    else { return nil }
    let metadata = rule.fields.first { $0.content == .packetMeta }
    return PacketFields(data: data.name, end: end.name, metadata: metadata?.name)
  }
}
