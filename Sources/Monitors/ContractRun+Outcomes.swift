import Contracts
import Verifier

/// What a call promises, and what becomes of its arguments.
extension ContractRun {
  /// Completes the call that ``beforeCall(_:at:_:_:)`` has begun, which has returned `register`.
  public func afterCall(_ register: UInt64, _ memory: MonitoredMemory) throws(Violation) {
    guard let call = pending else { return }
    pending = nil
    try applyLocks(call, memory)
    let contract = call.contract
    let result = contract.result.value(of: register)
    if let move = contract.movesPacket, let binding = call[named: move.instance] {
      lastMove = (call.clause(.effect(binding.argument, .moved)), call.slot)
    }
    if let owner = contract.endsParts, let binding = call[named: owner] {
      lose(regions.filter { $0.content == .part(of: binding.id) }, at: call.slot)
    }
    makeNew(call)
    guard !contract.signature.outcomes.isEmpty else { return }
    guard let outcome = contract.signature.outcomes.first(where: { isPossible($0, result, call) })
    else { throw brokenPromise(result, call) }
    // Arguments first: of what is returned by who did not keep that, nothing is known.
    for effect in outcome.effects where !isReturned(effect, call) {
      try apply(effect, result, call, memory)
    }
    for effect in outcome.effects where isReturned(effect, call) {
      try apply(effect, result, call, memory)
    }
    if contract.result == .pointer, result == 0 {
      lastNull = (call.clause(.result(.nullable)), call.slot)
    }
  }

  /// Whether the result may be that of the outcome.
  func isPossible(
    _ outcome: Signature.Outcome, _ result: UInt64, _ call: MonitoredCall
  ) -> Bool {
    guard outcome.condition?.includes(result) ?? true else { return false }
    return outcome.effects.allSatisfy { effect in
      switch effect {
      case .range(let range): range.contains(Int64(bitPattern: result))
      case .sized(let lower, let instance):
        Int64(bitPattern: result) >= lower
          && Int64(bitPattern: result) <= Int64(bitPattern: call[instance]?.size ?? UInt64.max)
      case .value(let pattern):
        call.contract.signature.isArgument(pattern) || pattern.isNullable || result != 0
          || outcome.condition == .null
      case .anyResult, .lent, .consumed: true
      }
    }
  }

  private func brokenPromise(_ result: UInt64, _ call: MonitoredCall) -> Violation {
    let isNull = call.contract.result == .pointer && result == 0
    return violation(
      call.clause(.result(isNull ? .notNull : .range)), .afterCall, call.slot,
      isNull
        ? "\(call.contract.name) returned null"
        : "\(call.contract.name) returned \(Int64(bitPattern: result))", by: .implementation)
  }

  private func apply(
    _ effect: Signature.Effect, _ result: UInt64, _ call: MonitoredCall, _ memory: MonitoredMemory
  ) throws(Violation) {
    switch effect {
    case .anyResult, .range, .sized, .lent: return
    case .consumed(let instance):
      guard let binding = call[instance], binding.id != 0 else { return }
      bury(binding, call)
    case .value(let pattern):
      if call.contract.signature.isArgument(pattern) {
        try change(pattern, call, memory)
      } else if result != 0 {
        try take(result, pattern, call, memory)
      }
    }
  }

  private func isReturned(_ effect: Signature.Effect, _ call: MonitoredCall) -> Bool {
    if case .value(let pattern) = effect {
      !call.contract.signature.isArgument(pattern)
    } else {
      false
    }
  }

  private func bury(_ binding: MonitoredCall.Binding, _ call: MonitoredCall) {
    guard let ghost = ghost(binding.id) else { return }
    graves[ghost.address] = (call.clause(.effect(binding.argument, .consumed)), call.slot)
    ghosts.removeAll { $0.id == binding.id }
    let parts = regions.filter { $0.content == .part(of: binding.id) }
    lose(parts, at: call.slot)
    // What was given away itself is its consumer's clause.
    for index in lostParts.indices where lostParts[index].region.start == ghost.address {
      lostParts[index].region.clause = nil
    }
  }

  /// These parts are of no use any more.
  private func lose(_ parts: [Region], at slot: Int) {
    lostParts += parts.map { ($0, slot) }
    regions.removeAll(where: parts.contains)
  }

  // MARK: States

  private func change(
    _ pattern: ValuePattern, _ call: MonitoredCall, _ memory: MonitoredMemory
  ) throws(Violation) {
    guard !pattern.states.isEmpty, let binding = pattern.instances.last.flatMap({ call[$0] }),
      let index = ghosts.firstIndex(where: { $0.id == binding.id }),
      let rule = monitor.rule(ghosts[index].type)
    else { return }
    ghosts[index].states = rule.states(pattern.states, from: ghosts[index].states)
    ghosts[index].changedAt = call.slot
    try checkPredicates(ghosts[index], rule, binding.argument, call, memory)
  }

  /// What the type says how to tell, must be so.
  private func checkPredicates(
    _ ghost: Ghost, _ rule: TypeRule, _ argument: Int, _ call: MonitoredCall,
    _ memory: MonitoredMemory
  ) throws(Violation) {
    for state in rule.names(of: ghost.states)
    where rule.holds(state, at: ghost.address, memory) == false {
      throw violation(
        call.clause(.effect(argument, .state)), .afterCall, call.slot,
        "\(call.contract.name) did not bring the \(rule.name) into \(state)", by: .implementation)
    }
  }

  // MARK: New values

  /// Values that the call makes where its arguments point to.
  private func makeNew(_ call: MonitoredCall) {
    for (index, parameter) in call.contract.signature.parameters.enumerated() {
      guard case .value(let pattern) = parameter, pattern.isNew,
        let type = pattern.typeNames.first, let rule = monitor.rule(type),
        call.arguments[index] != 0
      else { continue }
      let address = call.arguments[index]
      ghosts.removeAll { $0.address == address && $0.type == type }
      graves[address] = nil
      ghosts.append(ghost(at: address, rule, pattern, call))
    }
  }

  private func ghost(
    at address: UInt64, _ rule: TypeRule, _ pattern: ValuePattern, _ call: MonitoredCall
  ) -> Ghost {
    let owner = pattern.instances.count > 1 ? call[pattern.instances[0]]?.id ?? 0 : 0
    return Ghost(
      id: freshID(), address: address, type: rule.name,
      states: rule.states(pattern.states, from: rule.initialStates), isOwned: pattern.isOwned,
      origin: owner, acquiredAt: call.slot, clause: call.clause(.result(.owned)),
      changedAt: call.slot, loan: pattern.words.contains(.lent) ? .whileLocked : nil)
  }

  /// The program may use what the call has returned.
  private func take(
    _ result: UInt64, _ pattern: ValuePattern, _ call: MonitoredCall, _ memory: MonitoredMemory
  ) throws(Violation) {
    switch pattern.type {
    case .value: takeValue(result, pattern, call)
    case .element:
      guard let contents = contents(of: pattern, call), let rule = monitor.rule(contents.type)
      else { return }
      add(ghost(at: result &- UInt64(contents.nodeOffset), rule, pattern, call))
    case .object(let name):
      guard let rule = monitor.rule(name), !pattern.words.contains(.view) else { return }
      let new = ghost(at: result, rule, pattern, call)
      add(new)
      if rule.kind == .memory {
        add(part(result, of: new.id, size(of: pattern, call), call))
      }
      try checkPredicates(new, rule, 0, call, memory)
    case .memory:
      let owner = pattern.instances.count > 1 ? call[pattern.instances[1]]?.id ?? 0 : 0
      var part = part(result, of: owner, size(of: pattern, call), call)
      part.isReadOnly = pattern.words.contains(.readOnly)
      add(part)
    case .fixedMemory(let byteCount):
      let owner = pattern.instances.last.flatMap { call[$0] }?.id ?? 0
      add(part(result, of: owner, UInt64(byteCount), call))
    default: return
    }
  }

  private func size(of pattern: ValuePattern, _ call: MonitoredCall) -> UInt64 {
    pattern.instances.first.flatMap { call[$0] }?.size ?? 0
  }

  private func part(
    _ start: UInt64, of owner: UInt64, _ byteCount: UInt64, _ call: MonitoredCall
  ) -> Region {
    lostParts.removeAll { $0.region.contains(start, 0) }
    return Region(
      start: start, byteCount: byteCount, content: .part(of: owner),
      clause: call.clause(.result(.size)))
  }

  private func takeValue(_ result: UInt64, _ pattern: ValuePattern, _ call: MonitoredCall) {
    guard let map = pattern.instances.first.flatMap({ call[$0] })?.map else { return }
    if let inner = monitor.unit.innerMap(ofMap: map) {
      innerMaps[result] = inner
      return
    }
    let definition = monitor.unit.mapDefinitions[map]
    add(
      Region(
        start: result, byteCount: UInt64(definition.valueSize),
        isReadOnly: definition.forbidsWrites,
        content: .value(map: map), clause: call.clause(.result(.size))))
  }

  private func add(_ ghost: Ghost) {
    graves[ghost.address] = nil
    ghosts.append(ghost)
  }

  /// The entry of a map that a callback is given.
  public func noteEntry(map address: UInt64, key: UInt64, value: UInt64) {
    guard let map = monitor.maps[address] ?? innerMaps[address] else { return }
    let definition = monitor.unit.mapDefinitions[map]
    add(
      Region(
        start: key, byteCount: UInt64(definition.keySize), isReadOnly: true, content: .key))
    add(
      Region(
        start: value, byteCount: UInt64(definition.valueSize), isReadOnly: definition.forbidsWrites,
        content: .value(map: map)))
  }

  private func add(_ region: Region) {
    if !regions.contains(region) { regions.append(region) }
  }

  // MARK: Callbacks

  /// The call that is being made runs a function of the program from now on: it has what it takes over, and nothing
  /// comes back from it.
  public func handOver() {
    guard let call = pending else { return }
    for case .value(let pattern) in call.contract.signature.parameters
    where pattern.type == .element {
      lentContents = contents(of: pattern, call)
    }
    for case .consumed(let instance) in call.contract.signature.outcomes.flatMap(\.effects) {
      if let binding = call[instance], binding.id != 0 { bury(binding, call) }
    }
    pending = nil
  }

  /// The function that `contract` runs is lent elements of the container, by their nodes, until it returns.
  public func lend(_ nodes: [UInt64], toCallbackOf contract: FunctionContract) {
    for case .callback(let name, _) in contract.signature.parameters { activeCallback = name }
    guard let (type, nodeOffset) = lentContents, let rule = monitor.rule(type) else { return }
    for node in nodes {
      let address = node &- UInt64(nodeOffset)
      lentGraves[address] = graves.removeValue(forKey: address)
      ghosts.append(
        Ghost(
          id: freshID(), address: address, type: type, states: rule.initialStates, isOwned: false,
          acquiredAt: -1, clause: Clause(role.name, .end(.outcome)), changedAt: -1,
          loan: .toCallback))
    }
  }

  /// A function that a call has been given returns `register`.
  public func checkEnd(
    ofCallbackOf contract: FunctionContract, _ register: UInt64, at slot: Int
  ) throws(Violation) {
    activeCallback = nil
    ghosts.removeAll { $0.loan == .toCallback }
    graves.merge(lentGraves) { _, old in old }
    lentGraves = [:]
    for case .callback(let name, _) in contract.signature.parameters {
      guard let prototype = monitor.unit.interface.callbacks[name] else { continue }
      let result = Int64(bitPattern: prototype.result.value(of: register))
      let ranges = prototype.signature.outcomes.flatMap(\.effects).compactMap { effect in
        if case .range(let range) = effect { range } else { nil }
      }
      guard ranges.isEmpty || ranges.contains(where: { $0.contains(result) }) else {
        throw violation(
          Clause(prototype.name, .end(.outcome)), .end, slot, "the callback returns \(result)")
      }
    }
  }

  // MARK: Suspensions

  /// Nothing borrowed lives across a suspension.
  public func suspend() {
    ghosts.removeAll { !$0.isOwned && !$0.isArgument }
  }
}
