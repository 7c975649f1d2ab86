import Contracts

/// A function of the program runs in the place of an exported one: it has to do what that one promises.
extension ContractRun {
  /// The call that ``beforeCall(_:at:_:_:)`` has begun enters a function of the program.
  public func beginReplacement() {
    guard let call = pending else { return }
    pending = nil
    replacedCalls.append(call)
  }

  /// That function returns `register`.
  public func endReplacement(_ register: UInt64, _ memory: MonitoredMemory) throws(Violation) {
    guard let call = replacedCalls.popLast() else { return }
    let result = call.contract.result.value(of: register)
    if let outcome = call.contract.signature.outcomes.first(where: { isPossible($0, result, call) })
    {
      try checkIsDone(outcome, call)
      giveBack(result, outcome, call)
    }
    let held = locks
    pending = call
    locks = lockedBefore(call, held)
    try afterCall(register, memory)
    locks = held
  }

  /// What the outcome says of arguments has been done by the calls that the function made.
  private func checkIsDone(
    _ outcome: Signature.Outcome, _ call: MonitoredCall
  ) throws(Violation) {
    for effect in outcome.effects {
      switch effect {
      case .consumed(let instance):
        guard let binding = call[instance], ghost(binding.id) != nil else { continue }
        throw violation(
          call.clause(.effect(binding.argument, .consumed)), .afterCall, call.slot,
          "what stands for \(call.contract.name) did not take argument \(binding.argument + 1) over",
          by: .implementation)
      case .value(let pattern):
        guard call.contract.signature.isArgument(pattern),
          let binding = pattern.instances.last.flatMap({ call[$0] }),
          let ghost = ghost(binding.id),
          let wanted = monitor.rule(ghost.type)?.unmet(pattern.states, by: ghost.states)
        else { continue }
        throw violation(
          call.clause(.effect(binding.argument, .state)), .afterCall, call.slot,
          "what stands for \(call.contract.name) did not bring argument \(binding.argument + 1) into "
            + wanted.joined(separator: "|"), by: .implementation)
      default: continue
      }
    }
  }

  /// What the function returns is the caller's, who gets a ghost of its own for it.
  private func giveBack(_ result: UInt64, _ outcome: Signature.Outcome, _ call: MonitoredCall) {
    for case .value(let pattern) in outcome.effects
    where pattern.isOwned && !call.contract.signature.isArgument(pattern) {
      guard
        let index = ghosts.lastIndex(where: { ghost in
          ghost.address == result && ghost.isOwned && pattern.typeNames.contains(ghost.type)
        })
      else { continue }
      ghosts.remove(at: index)
    }
  }

  /// Locks are as the function's own calls have left them: what its contract says of them is no second change.
  private func lockedBefore(_ call: MonitoredCall, _ held: [GhostLock]) -> [GhostLock] {
    guard let expression = call.contract.acquiresLock, let taken = lock(expression, call) else {
      return held
    }
    return held.filter { $0.address != taken.address }
  }
}
