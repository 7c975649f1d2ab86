import Bytecode
import Contracts

/// Values that lie in the program's stack, such as dynptrs: calls make, use and end them, and the program
/// itself neither reads nor writes them.
extension Exploration {
  /// The argument must point to a whole value of the type; what lies there.
  mutating func matchLocal(
    _ type: UInt32, _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> CallBindings.Binding {
    // The function was given the address of one that lies in a stack below.
    if state.kind == .local, state.detail == type, !pattern.isNew, !pattern.isOwned {
      return CallBindings.Binding(register: state)
    }
    let byteCount = unit.typeRules[type].byteCount
    let offset = try localOffset(state, register, type, callee)
    let access = MemoryAccess(
      register: register, base: state, offset: Int(state.offset), byteCount: byteCount,
      isWrite: pattern.isNew)
    _ = try stackRange(access)
    let first = StackState.slotIndex(at: offset)
    if pattern.isNew {
      let rule = unit.typeRules[type]
      let words = rule.byteCount / StackState.slotByteCount
      let isTaken = (0..<words).contains {
        path.state.frames[Int(state.detail)].stack[first - $0].spilled.kind == .local
          && path.state.frames[Int(state.detail)].stack[first - $0].bytes.isAll(.spilled)
      }
      guard !rule.isIterator || !isTaken else {
        throw reject(
          "expected uninitialized \(rule.title) as arg #\(register.rawValue - 1)", contract: callee)
      }
      let value = makeLocal(
        type, pattern, bindings, frame: Int(state.detail), slot: first)
      if callee.inSection != nil { noteReading(value) }
      return CallBindings.Binding(register: value)
    }
    guard let found = local(type, frame: Int(state.detail), slot: first) else {
      let word = unit.typeRules[type].isIterator ? "expected" : "Expected"
      throw reject(
        "\(word) an initialized \(unit.typeRules[type].title) as arg #\(register.rawValue - 1)",
        contract: callee)
    }
    if let states = path.state.instance(found.instance)?.states,
      let wanted = unit.typeRules[type].unmet(pattern.states, by: states)?.first
    {
      throw reject(
        "Expected a \(unit.typeRules[type].title) of type \(wanted.lowercased()) as arg "
          + "#\(register.rawValue - 1)", contract: callee)
    }
    if pattern.isOwned { try checkOwned(found, register, callee) }
    return CallBindings.Binding(register: found)
  }

  /// Where the value lies from `r10`: known, and at a slot.
  private func localOffset(
    _ state: RegisterState, _ register: Register, _ type: UInt32, _ callee: FunctionContract
  ) throws(Rejection) -> Int {
    let name = unit.typeRules[type].name
    guard state.kind == .stack else {
      throw reject(
        "arg#\(register.rawValue - 1) expected pointer to stack: R\(register.rawValue) "
          + "type=\(state.kindName) expected=\(name)", contract: callee)
    }
    guard let variable = state.number.constantValue else {
      throw reject("\(name) has to be at a constant offset", contract: callee)
    }
    let offset = Int(state.offset) + Int(Int64(bitPattern: variable))
    guard offset % StackState.slotByteCount == 0 else {
      throw reject("cannot pass in \(name) at an offset=\(offset)", contract: callee)
    }
    return offset
  }

  private mutating func makeLocal(
    _ type: UInt32, _ pattern: ValuePattern, _ bindings: CallBindings, frame: Int, slot first: Int
  ) -> RegisterState {
    // What a new value is made of, or is like.
    let source = pattern.instances.count > 1 ? bindings[pattern.instances[0]]?.register : nil
    let original =
      pattern.words.contains(.like) ? source.flatMap { path.state.instance($0.instance) } : nil
    var value = RegisterState(kind: .local, detail: type)
    value.identity = freshIdentity()
    // Whoever ends the one ends both.
    let isShared = original?.isOwned ?? false
    value.instance = isShared ? original?.id ?? 0 : value.identity
    for word in 0..<unit.typeRules[type].byteCount / StackState.slotByteCount {
      var part = value
      part.offset = Int32(word * StackState.slotByteCount)
      path.state.frames[frame].stack.spill(part, at: first - word)
    }
    if isShared { return value }
    path.state.instances.append(
      State.Instance(
        id: value.identity, type: type,
        states: original?.states ?? unit.typeRules[type].states(pattern.states, from: TypeStates()),
        isOwned: pattern.isOwned, isHomed: false, acquiredAt: Int32(path.slot),
        origin: original?.origin ?? source?.instance ?? 0))
    return value
  }

  /// What was just made is of use in a section for reading only.
  private mutating func noteReading(_ value: RegisterState) {
    guard let index = path.state.instances.firstIndex(where: { $0.id == value.instance }) else {
      return
    }
    path.state.instances[index].reading = .needed
  }

  /// The value whose first word is the slot.
  private func local(_ type: UInt32, frame: Int, slot first: Int) -> RegisterState? {
    let stack = path.state.frames[frame].stack
    guard let value = stack.spilledRegister(at: first), value.kind == .local, value.offset == 0,
      value.detail == type
    else { return nil }
    return value
  }

  /// A write to these bytes ends the values there, which nobody may own.
  mutating func endLocals(in bytes: Range<Int>, frame: Int) throws(Rejection) {
    let slots =
      StackState.slotIndex(at: bytes.upperBound - 1)...StackState.slotIndex(at: bytes.lowerBound)
    for index in slots {
      let held = path.state.frames[frame].stack[index].spilled
      guard held.kind == .local else { continue }
      if unit.typeRules[held.detail].isIterator {
        // Nobody can end it any more: that it was never ended, the end of the program will show.
        path.state.frames[frame].stack.updateSpilled { register in
          if register.kind == .local, register.instance == held.instance {
            register = .unknownScalar
          }
        }
        continue
      }
      guard path.state.instance(held.instance)?.isOwned != true else {
        throw reject("cannot overwrite referenced \(unit.typeRules[held.detail].title)")
      }
      path.state.forget(instance: held.instance)
    }
  }

  /// The stack of a function that returns is gone, and with it what lay there.
  mutating func endLocals(of frame: State.Frame) {
    for slot in frame.stack.slots where slot.spilled.kind == .local {
      guard path.state.instance(slot.spilled.instance)?.isOwned == false else { continue }
      path.state.forget(instance: slot.spilled.instance)
    }
  }

  /// What was made of values that are gone is of no use, nor are its parts.
  mutating func endLocals(madeOf gone: [UInt32]) {
    for instance in path.state.instances
    where gone.contains(instance.origin) && rule(of: instance)?.kind == .local && !instance.isOwned
    {
      path.state.forget(instance: instance.id)
    }
  }

  func checkIsNoLocal(
    _ held: RegisterState, at offset: Int, _ access: MemoryAccess
  ) throws(Rejection) {
    guard held.kind == .local else { return }
    let place =
      access.isArgument
      ? "indirect read from stack \(access.registerName) off" : "read from stack off"
    throw reject(
      "invalid \(place) \(access.offset)+\(offset - access.offset) size \(access.byteCount): a "
        + "\(unit.typeRules[held.detail].name) lies there")
  }
}
