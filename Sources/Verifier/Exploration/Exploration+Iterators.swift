import Contracts

/// Iterators: values in the program's stack that a loop asks for one thing after another. How often, nobody
/// knows: such a loop converges where it asks.
extension Exploration {
  /// The number of the state in which an iterator is that has come to its end.
  private static let drained: UInt8 = .max

  /// One call that asks for the next thing: there is one, and the loop goes round once more, or there is none,
  /// now and ever after.
  mutating func iterate(
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard let iterator = bindings[0]?.register,
      let index = path.state.instances.firstIndex(where: { $0.id == iterator.instance })
    else { throw reject("the contract names no iterator", contract: callee) }
    try checkReading(iterator, callee)
    let before = path
    path.state.instances[index].states[0] = Self.drained
    path.state.clobberCallerSaved()
    path.state[.r0] = .constant(0)
    path.slot += 1
    guard before.state.instances[index].states[0] != Self.drained else { return }
    let ended = path
    path = before
    path.crossingCount += 1
    try applyOutcomes(of: callee, bindings)
    path.state.resolveNull(identity: path.state[.r0].identity, isNull: false)
    let more = path
    path = ended
    postpone(more)
  }

  /// An iterator that was made for a section for reading is of no use outside of it.
  private func checkReading(
    _ iterator: RegisterState, _ callee: FunctionContract
  ) throws(Rejection) {
    let reading = path.state.instance(iterator.instance)?.reading ?? .notNeeded
    let isReading = path.state.isInRCUSection(maySleep: maySleep)
    if reading == .notNeeded || reading == .needed && isReading { return }
    throw reject("expected an RCU CS when using \(callee.name)", contract: callee)
  }
}
