import Bytecode

extension Exploration {
  /// Follows a conditional jump: to one side when the outcome is known, else to both.
  mutating func branch(
    _ comparison: Comparison, _ width: Width, _ left: Register, _ right: Operand, target: Int
  ) throws(Rejection) {
    let leftState = try read(left)
    let rightState = try state(of: right)
    let slot = path.slot
    let next = slot + 1
    if let outcome = decide(comparison, width, leftState, rightState) {
      demand(leftState)
      demand(rightState)
      path.slot = outcome ? target : next
      return
    }
    // Compared with null: that it is null matters.
    if leftState.isPointer, rightState.isZero { demand(rightState) }
    if rightState.isPointer, leftState.isZero { demand(leftState) }
    var taken = path
    taken.slot = target
    path.slot = next
    let takenIsPossible = refine(&taken.state, comparison, width, left, right, taken: true)
    let nextIsPossible = refine(&path.state, comparison, width, left, right, taken: false)
    guard takenIsPossible || nextIsPossible else {
      preconditionFailure("a comparison has an outcome")
    }
    if !(takenIsPossible && nextIsPossible) {
      demand(leftState)
      demand(rightState)
    }
    taken.lastStep = noteStep(Rejection.Step(slot: slot, isTaken: true), after: path.lastStep)
    path.lastStep = noteStep(Rejection.Step(slot: slot, isTaken: false), after: path.lastStep)
    switch (takenIsPossible, nextIsPossible) {
    case (true, true): postpone(taken)
    case (true, false): path = taken
    default: break
    }
  }

  /// The outcome, when it is the same for every concrete state.
  private func decide(
    _ comparison: Comparison, _ width: Width, _ left: RegisterState, _ right: RegisterState
  ) -> Bool? {
    if left.kind == .scalar, right.kind == .scalar {
      return Number.decide(comparison, width, left.number, right.number)
    }
    let pointer = left.isPointer ? left : right
    let other = left.isPointer ? right : left
    guard other.isZero, isNeverNull(pointer), width == .word64 else { return nil }
    switch comparison {
    case .equal: return false
    case .notEqual: return true
    default: return nil
    }
  }

  /// Whether a pointer can't be null: an offset without bounds could make it that.
  private func isNeverNull(_ pointer: RegisterState) -> Bool {
    guard !pointer.isNullable, pointer.number.signedMin > -Self.offsetLimit,
      pointer.number.signedMax < Self.offsetLimit
    else { return false }
    guard isJudgedAsLinux else { return true }
    switch pointer.kind {
    case .mapValue, .mapKey, .memory, .map: return true
    case .object: return unit.typeRules[pointer.detail].kind != .context
    default: return false
    }
  }

  /// Whether what equals the pointer isn't null: one of the kernel's may be that without saying so.
  private func isSomewhere(_ pointer: RegisterState) -> Bool {
    pointer.isPointer && !pointer.isNullable && pointer.kind != .kernel
      && pointer.number.signedMin > -Self.offsetLimit
      && pointer.number.signedMax < Self.offsetLimit
  }

  /// Takes into `state` what the outcome says; false when this outcome can't happen.
  private func refine(
    _ state: inout State, _ comparison: Comparison, _ width: Width, _ left: Register,
    _ right: Operand, taken: Bool
  ) -> Bool {
    var a = state[left]
    var b: RegisterState
    var rightRegister: Register?
    switch right {
    case .register(let register):
      b = state[register]
      rightRegister = register
    case .immediate(let value): b = .constant(UInt64(bitPattern: Int64(value)))
    }
    if a.kind == .scalar, b.kind == .scalar {
      if isJudgedAsLinux, comparison == .set, taken, b.number.hasManyBits { return true }
      guard Number.refine(comparison, width, taken: taken, &a.number, &b.number) else {
        return false
      }
      // Each was refined by what is known of the other.
      a.sources.formUnion(b.sources)
      b.sources.formUnion(a.sources)
      state.assign(a, to: left)
      if let rightRegister { state.assign(b, to: rightRegister) }
      return true
    }
    guard width == .word64 else { return true }
    if a.isNullable, isSomewhere(b) { state.learnNotNull(a, comparison, taken: taken) }
    if b.isNullable, isSomewhere(a) { state.learnNotNull(b, comparison, taken: taken) }
    // Of a null in a register, Linux learns nothing.
    if isJudgedAsLinux, rightRegister != nil { return learnRange(&state, a, b, comparison, taken) }
    if a.isNullable, b.isZero { state.learnNull(a, comparison, taken: taken) }
    if b.isNullable, a.isZero { state.learnNull(b, comparison, taken: taken) }
    return learnRange(&state, a, b, comparison, taken)
  }

  /// A packet's end may have been compared with a pointer into it. Always true.
  private func learnRange(
    _ state: inout State, _ a: RegisterState, _ b: RegisterState, _ comparison: Comparison,
    _ taken: Bool
  ) -> Bool {
    if b.bounds(a) { state.learnRange(a, comparison, taken: taken) }
    if a.bounds(b) { state.learnRange(b, comparison.mirrored, taken: taken) }
    return true
  }
}

extension Number {
  /// Whether it is a constant of more than one bit: that one of them is set says nothing of any.
  fileprivate var hasManyBits: Bool { constantValue.map { $0 & ($0 &- 1) != 0 } ?? false }
}

extension State {
  /// Stores a refined scalar into its register and into every copy of the same value.
  fileprivate mutating func assign(_ value: RegisterState, to register: Register) {
    self[register] = value
    guard value.identity != 0 else { return }
    var sources = value.sources
    updateAll { _, copy in
      guard copy.kind == .scalar, copy.identity == value.identity else { return }
      copy.learn(from: value)
      sources.formUnion(copy.sources)
    }
    self[register].sources = sources
  }

  fileprivate mutating func learnNull(
    _ pointer: RegisterState, _ comparison: Comparison, taken: Bool
  ) {
    switch comparison {
    case .equal: resolveNull(identity: pointer.identity, isNull: taken)
    case .notEqual: resolveNull(identity: pointer.identity, isNull: !taken)
    default: break
    }
  }

  /// A pointer was compared with one that is not null.
  fileprivate mutating func learnNotNull(
    _ pointer: RegisterState, _ comparison: Comparison, taken: Bool
  ) {
    guard comparison == (taken ? .equal : .notEqual) else { return }
    resolveNull(identity: pointer.identity, isNull: false)
  }

  /// A packet pointer was compared with the end of what it points into: bytes below it are inside.
  fileprivate mutating func learnRange(
    _ pointer: RegisterState, _ comparison: Comparison, taken: Bool
  ) {
    guard pointer.offset >= 0 else { return }
    // `pointer < end` proves one more byte than `pointer <= end`.
    let provenBeyond: Int32
    switch (comparison, taken) {
    case (.less, true), (.greaterOrEqual, false): provenBeyond = 1
    case (.lessOrEqual, true), (.greater, false): provenBeyond = 0
    default: return
    }
    guard pointer.number.unsignedMax <= Self.packetByteCountMax,
      UInt64(pointer.offset) + pointer.number.unsignedMax <= Self.packetByteCountMax
    else { return }
    let range = pointer.offset + provenBeyond
    updateAll { _, copy in
      guard copy.kind == pointer.kind, copy.identity == pointer.identity,
        copy.instance == pointer.instance
      else { return }
      copy.packetRange = max(copy.packetRange, range)
    }
  }

  /// No packet is longer (Linux: `MAX_PACKET_OFF`), so sums of offsets can't wrap.
  private static var packetByteCountMax: UInt64 { 0xffff }
}

extension RegisterState {
  /// True for the end of what `pointer` points into: the packet's end, or, for its metadata, the
  /// packet's first octet.
  fileprivate func bounds(_ pointer: RegisterState) -> Bool {
    guard instance == pointer.instance else { return false }
    switch pointer.kind {
    case .packet: return kind == .packetEnd
    case .packetMeta:
      return kind == .packet && offset == 0 && identity == 0 && number.constantValue == 0
    default: return false
    }
  }
}

extension Comparison {
  /// The comparison with its sides exchanged.
  fileprivate var mirrored: Comparison {
    switch self {
    case .equal, .notEqual, .set: self
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .signedGreater: .signedLess
    case .signedGreaterOrEqual: .signedLessOrEqual
    case .signedLess: .signedGreater
    case .signedLessOrEqual: .signedGreaterOrEqual
    }
  }
}
