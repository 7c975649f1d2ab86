/// The patterns of a signature, wherever they stand.
extension Signature {
  /// All patterns, of parameters and of effects.
  public var patterns: [ValuePattern] { parameterPatterns + resultPatterns }

  public var parameterPatterns: [ValuePattern] {
    parameters.compactMap { if case .value(let pattern) = $0 { pattern } else { nil } }
  }

  /// Of values that are returned, and of what becomes of arguments.
  public var resultPatterns: [ValuePattern] {
    outcomes.flatMap(\.effects).compactMap { effect in
      if case .value(let pattern) = effect { pattern } else { nil }
    }
  }

  /// Whether a pattern names an instance that a parameter binds, so that it is no result: it says that the caller keeps
  /// the argument.
  public func isArgument(_ pattern: ValuePattern) -> Bool {
    guard case .object = pattern.type, !pattern.instances.isEmpty else { return false }
    return parameterPatterns.contains {
      $0.type == pattern.type && $0.instances == pattern.instances
    }
  }

  /// Applies `change` to every pattern, with the index of its parameter; nil for effects.
  mutating func changePatterns<Failure: Error>(
    _ change: (Int?, inout ValuePattern) throws(Failure) -> Void
  ) throws(Failure) {
    for index in parameters.indices {
      guard case .value(var pattern) = parameters[index] else { continue }
      try change(index, &pattern)
      parameters[index] = .value(pattern)
    }
    for outcome in outcomes.indices {
      for index in outcomes[outcome].effects.indices {
        guard case .value(var pattern) = outcomes[outcome].effects[index] else { continue }
        try change(nil, &pattern)
        outcomes[outcome].effects[index] = .value(pattern)
      }
    }
  }
}
