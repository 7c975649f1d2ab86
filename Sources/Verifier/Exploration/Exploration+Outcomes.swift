import Bytecode
import Contracts

extension Exploration {
  /// Applies what the callee promises. Each alternative of the contract becomes a path.
  mutating func applyOutcomes(
    of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    if let move = callee.movesPacket, !has(.packetPointersKept) {
      try movePacket(move, of: callee, bindings)
    }
    if let ended = callee.endsParts {
      try endParts(of: ended, by: callee, bindings)
    }
    let before = path
    let outcomes = callee.signature.outcomes
    try apply(outcomes.first, of: callee, bindings)
    for outcome in outcomes.dropFirst() {
      let first = path
      path = before
      try apply(outcome, of: callee, bindings)
      let alternative = path
      path = first
      postpone(alternative)
    }
  }

  private mutating func movePacket(
    _ move: FunctionContract.PacketMove, of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard
      let moved = callee.signature.instanceNames.firstIndex(of: move.instance)
        .flatMap({ bindings[$0] })?.register
    else { return }
    try checkMayMove(moved, callee)
    guard let state = move.state else {
      return path.state.forgetPacketPointers(of: moved.instance)
    }
    guard let known = path.state.instance(moved.instance) else {
      // One that the function was given may have been made of any packet.
      return path.state.forgetPacketPointers()
    }
    guard unit.typeRules[moved.detail].unmet([[state]], by: known.states) == nil else { return }
    path.state.forgetPacketPointers(of: known.origin)
  }

  private mutating func endParts(
    of name: String, by callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard
      let owner = callee.signature.instanceNames.firstIndex(of: name)
        .flatMap({ bindings[$0] })?.register
    else { return }
    try checkMayEndParts(of: owner, callee)
    path.state.endParts(of: owner.instance)
  }

  private mutating func apply(
    _ outcome: Signature.Outcome?, of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    let slot = path.slot
    var result = initialResult(of: callee)
    for effect in outcome?.effects ?? [] {
      switch effect {
      case .anyResult: break
      case .range(let range): result = limited(result, to: range, of: callee)
      case .sized(let lower, let instance):
        let upper = bindings[instance]?.size?.number.signedMax ?? .max
        result = limited(result, to: lower...max(lower, upper), of: callee)
      case .lent(let instance):
        if let argument = bindings[instance]?.register { path.state.lend(argument.instance) }
      case .consumed(let instance):
        // A null that was allowed gives nothing away.
        if let argument = bindings[instance]?.register, argument.instance != 0 {
          path.state.consume(
            argument, at: slot, isCertain: callee.signature.alwaysConsumes(instance))
          endLocals(madeOf: [argument.instance])
        }
      case .value(let pattern):
        // A pattern of a parameter's instance only says that the caller keeps it.
        if callee.signature.isArgument(pattern) {
          change(pattern, bindings)
          continue
        }
        result = try returned(pattern, of: callee, bindings)
      }
    }
    switch outcome?.condition {
    case .range(let range)?: result = limited(result, to: range, of: callee)
    case .null?: result = .constant(0)
    case .notNull?: result.isNullable = false
    case nil: break
    }
    path.state.clobberCallerSaved()
    path.state[.r0] = result
    path.state.frames[path.state.depth].callbackCount = 0
    path.slot = slot + 1
  }

  /// Whether a function of the unit does what is called here.
  private var isReplaced: Bool {
    if case .replaced? = unit.callees[path.slot] { true } else { false }
  }

  /// The result, known to lie in `range`: of a narrow one that a function of BPF has returned, nothing is known of
  /// the upper bits.
  private func limited(
    _ result: RegisterState, to range: ClosedRange<Int64>, of callee: FunctionContract
  ) -> RegisterState {
    guard isReplaced, case .scalar(let byteCount, let isSigned) = callee.result, byteCount < 8
    else {
      return result.limited(to: range)
    }
    let narrow = Int64(isSigned ? Int32.min : 0)...Int64(Int32.max)
    let isNarrow = isSigned || range.upperBound <= narrow.upperBound
    guard byteCount == 4, isNarrow, range.overlaps(narrow) else { return result }
    return result.limited(to: range.clamped(to: narrow), .word32)
  }

  /// What C's result type alone says of `r0`: narrow results arrive extended to 64 bits, of which Linux
  /// knows nothing.
  private func initialResult(of callee: FunctionContract) -> RegisterState {
    switch callee.result {
    case .void: .uninitialised
    case .pointer: .unknownScalar
    case .scalar where isJudgedAsLinux || isReplaced: .unknownScalar
    case .scalar(let byteCount, let isSigned):
      if byteCount >= 8 {
        .unknownScalar
      } else if isSigned {
        .scalar(Number.unknown.signExtended(fromBits: byteCount * 8, .word64))
      } else {
        .scalar(Number.unknown.zeroExtended(fromBits: byteCount * 8))
      }
    }
  }

  private mutating func returned(
    _ pattern: ValuePattern, of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> RegisterState {
    var result = RegisterState(kind: .object, isNullable: pattern.isNullable)
    if pattern.words.contains(.readOnly) { result.trust = .readOnly }
    result.identity = has(.identityReused) ? 1 << 30 : freshIdentity()
    switch pattern.type {
    case .value:
      guard let instance = pattern.instances.first, let map = bindings[instance]?.register else {
        throw reject("the contract names no map for its result", contract: callee)
      }
      result.kind = .mapValue
      result.detail = map.detail
      if let inner = unit.innerMaps[Int(map.detail)] {
        result.kind = .map
        result.detail = UInt32(inner)
      }
      return result
    case .element:
      if let pointer = pattern.instances.first.flatMap({ bindings[$0] })?.field?.pointer {
        return taken(pattern, from: pointer)
      }
      guard let container = pattern.instances.first,
        let contents = bindings[container]?.field?.contents
      else { throw reject("the contract names no container for its result", contract: callee) }
      return element(of: contents, pattern)
    case .object(let name) where pattern.words.contains(.kernel):
      var pointer = try kernelPointer(named: name, pattern)
      if pattern.words.contains(.view) {
        pointer.instance = try seenInstance(pattern, of: callee, bindings)
      } else if pattern.isOwned {
        addInstance(&pointer, of: pointer.detail | State.Instance.kernelBit, pattern)
      }
      return pointer
    case .object(let name):
      guard let type = unit.typeRules.number(of: name) else {
        preconditionFailure("the interface checked that its types exist")
      }
      result.detail = type
      if pattern.words.contains(.view) {
        result.instance = try seenInstance(pattern, of: callee, bindings)
        return result
      }
      if unit.typeRules[type].kind == .memory {
        result.kind = .memory
        result.detail = try returnedByteCount(pattern, of: callee, bindings)
      }
      addInstance(&result, of: type, pattern)
      if unit.typeRules[type].owner != nil, pattern.instances.count > 1 {
        let owner = bindings[pattern.instances[0]]?.register.instance ?? 0
        path.state.instances[path.state.instances.count - 1].origin = owner
      }
      return result
    case .memory:
      result.kind = .memory
      result.detail = try returnedByteCount(pattern, of: callee, bindings)
      if pattern.instances.count > 1, let owner = bindings[pattern.instances[1]]?.register {
        result.instance = owner.instance
      }
      return result
    case .fixedMemory(let byteCount):
      result.kind = .memory
      result.detail = UInt32(byteCount)
      if let owner = pattern.instances.last.flatMap({ bindings[$0] })?.register {
        result.instance = owner.instance
      }
      return result
    case .allocated:
      if pattern.words.contains(.perProcessor) {
        throw unsupported("objects for each processor", callee)
      }
      return try returnedObject(pattern, of: callee, bindings)
    case .type:
      guard let type = pattern.instances.first.flatMap({ bindings[$0] })?.register.constantValue
      else { throw reject("the contract names no structure for its result", contract: callee) }
      result.kind = .kernel
      result.detail = UInt32(truncatingIfNeeded: type)
      result.trust = .untrusted
      return result
    case .map, .key, .string, .context, .typed, .stack:
      throw reject("the contract's result can't be a \(pattern.type)", contract: callee)
    }
  }

  /// The node of an object that lies in a list or tree.
  mutating func element(
    of contents: ValueLayout.Contents, _ pattern: ValuePattern
  ) -> RegisterState {
    var node = RegisterState(
      kind: .object, isNullable: pattern.isNullable, identity: freshIdentity())
    node.offset = Int32(contents.nodeOffset)
    if let own = contents.ownType {
      node.kind = .allocated
      node.detail = own
      addInstance(&node, of: own | State.Instance.programBit, pattern)
      return node
    }
    guard let type = unit.typeRules.number(of: contents.type) else {
      preconditionFailure("containers hold types of the interface or of the program")
    }
    node.detail = type
    addInstance(&node, of: type, pattern)
    return node
  }

  /// The instance that a result is another view of.
  private func seenInstance(
    _ pattern: ValuePattern, of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> UInt32 {
    guard let seen = pattern.instances.last.flatMap({ bindings[$0] })?.register else {
      throw reject("the contract names nothing for its result", contract: callee)
    }
    return seen.instance
  }

  /// Memory is returned of the size that an argument has asked for.
  private func returnedByteCount(
    _ pattern: ValuePattern, of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> UInt32 {
    guard let binding = pattern.instances.first.flatMap({ bindings[$0] }),
      let size = (binding.size ?? binding.register).constantValue
    else { throw reject("the contract names no size for its result", contract: callee) }
    return UInt32(size)
  }

  /// What is returned is a value of its own.
  mutating func addInstance(
    _ result: inout RegisterState, of type: UInt32, _ pattern: ValuePattern
  ) {
    result.instance = result.identity
    var instance = State.Instance(
      id: result.identity, type: type, isOwned: pattern.isOwned, isHomed: false,
      acquiredAt: Int32(path.slot), isLent: pattern.words.contains(.lent))
    if let rule = rule(of: instance) {
      instance.states = rule.states(pattern.states, from: rule.initialStates)
      instance.changedAt = instance.acquiredAt
    }
    path.state.instances.append(instance)
  }
}

extension RegisterState {
  /// The scalar, whose `width` is known to lie in `range`.
  func limited(to range: ClosedRange<Int64>, _ width: Width = .word64) -> RegisterState {
    guard kind == .scalar else { return self }
    var value = number
    var low = Number(constant: UInt64(bitPattern: range.lowerBound))
    var high = Number(constant: UInt64(bitPattern: range.upperBound))
    guard Number.refine(.signedGreaterOrEqual, width, taken: true, &value, &low),
      Number.refine(.signedLessOrEqual, width, taken: true, &value, &high)
    else { return self }
    return .scalar(value)
  }
}
