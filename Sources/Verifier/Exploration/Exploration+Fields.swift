import Bytecode
import Contracts

/// Structures of the interface: contexts, and what calls and contexts give pointers to.
extension Exploration {
  mutating func loadField(_ access: MemoryAccess) throws(Rejection) -> RegisterState {
    let rule = unit.typeRules[access.base.detail]
    if rule.kind == .buffer { return try loadFromBuffer(access, rule) }
    try checkUnmoved(access.base, access.register)
    guard let field = rule.field(at: access.offset, byteCount: access.byteCount),
      field.readers?.contains(roleName) ?? true
    else { throw invalidFieldAccess(access, rule) }
    try checkState(for: field, field.readStates, "read", access, rule)
    switch field.content {
    case .opaque, .nested:
      throw reject("\(rule.name)::\(field.name) cannot be accessed directly by load/store")
    case .packetData, .packetMeta, .packetEnd, .pointer:
      return try loadPointer(field, of: rule, access)
    case .scalar: break
    }
    guard access.isAligned(in: field, mayBeNarrow: !field.isWhole),
      access.offset - field.offset < field.narrowByteCount
    else { throw invalidFieldAccess(access, rule) }
    try noteField(field, access)
    return .scalar(Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
  }

  mutating func storeField(_ access: MemoryAccess) throws(Rejection) {
    let rule = unit.typeRules[access.base.detail]
    switch rule.kind {
    case .context, .plain, .record: break
    case .buffer:
      _ = try loadFromBuffer(access, rule)
      return
    default: throw reject("\(access.registerName) cannot write into \(rule.title)")
    }
    try checkUnmoved(access.base, access.register)
    guard let field = rule.field(at: access.offset, byteCount: access.byteCount),
      field.writers?.contains(roleName) ?? false, case .scalar = field.content,
      access.isAligned(in: field, mayBeNarrow: field.isWritableNarrow)
    else {
      guard rule.kind == .context else {
        throw reject("\(access.registerName) only read is supported into \(rule.name)")
      }
      throw invalidFieldAccess(access, rule)
    }
    try checkState(for: field, field.writeStates, "written", access, rule)
    try noteField(field, access)
  }

  /// Some fields are there in certain states only.
  private func checkState(
    for field: FieldRule, _ wanted: [String]?, _ what: String, _ access: MemoryAccess,
    _ rule: TypeRule
  ) throws(Rejection) {
    guard let wanted else { return }
    let instance = path.state.instance(access.base.instance)
    let states = instance?.states ?? TypeStates()
    guard rule.unmet([wanted], by: states) != nil else { return }
    let names = rule.names(of: states).joined(separator: ",")
    throw reject(
      "\(rule.name)::\(field.name) is \(what) in the state \(wanted.joined(separator: " or ")) only, "
        + "and this is \(rule.name)<\(names)>"
    ).conflicting(with: instance?.changedAt ?? -1, "it has been \(names)")
  }

  /// A context, and what else calls give out, is where it is: only its fields lie elsewhere.
  func checkUnmoved(_ state: RegisterState, _ register: Register) throws(Rejection) {
    let title = name(of: state)
    let name = "R\(register.rawValue)"
    guard state.offset >= 0 else {
      throw reject("negative offset \(title) ptr \(name) off=\(state.offset) disallowed")
    }
    guard state.offset == 0 || [.plain, .record].contains(unit.typeRules[state.detail].kind) else {
      throw reject("dereference of modified \(title) ptr \(name) off=\(state.offset) disallowed")
    }
    guard state.number.constantValue == 0 else {
      throw reject("variable \(title) access var_off=\(state.number.tnum.text) disallowed")
    }
  }

  /// Memory whose size is checked when the program is attached: what it needs is only known to be constant.
  private mutating func loadFromBuffer(
    _ access: MemoryAccess, _ rule: TypeRule
  ) throws(Rejection) -> RegisterState {
    guard access.offset >= 0 else {
      throw reject(
        "\(access.registerName) invalid \(rule.title) buffer access: off=\(access.offset), "
          + "size=\(access.byteCount)")
    }
    guard access.base.number.constantValue == 0 else {
      throw reject(
        "\(access.registerName) invalid variable buffer offset: off=\(access.offset), "
          + "var_off=\(access.base.number.tnum.text)")
    }
    try evidence.noteAccess(at: path.slot, to: .memory)
    return .scalar(Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
  }

  private func invalidFieldAccess(_ access: MemoryAccess, _ rule: TypeRule) -> Rejection {
    let place = "off=\(access.offset) size=\(access.byteCount)"
    return switch rule.kind {
    case .context: reject("invalid bpf_context access \(place)")
    case .record: reject("invalid access to flow keys \(place)")
    case .object: reject("\(access.registerName) invalid \(rule.title) access \(place)")
    default:
      reject(
        "access beyond struct \(rule.name) at off \(access.offset) size \(access.byteCount)")
    }
  }

  private mutating func loadPointer(
    _ field: FieldRule, of rule: TypeRule, _ access: MemoryAccess
  ) throws(Rejection) -> RegisterState {
    guard access.offset == field.offset, access.byteCount == field.byteCount else {
      throw invalidFieldAccess(access, rule)
    }
    try noteField(field, access)
    switch field.content {
    case .packetData: return RegisterState(kind: .packet, instance: access.base.instance)
    case .packetMeta: return RegisterState(kind: .packetMeta, instance: access.base.instance)
    case .pointer(let pattern): return try pointer(pattern)
    default: return RegisterState(kind: .packetEnd, instance: access.base.instance)
    }
  }

  /// What a field yields: borrowed, for as long as the program runs.
  private mutating func pointer(_ pattern: ValuePattern) throws(Rejection) -> RegisterState {
    if pattern.words.contains(.kernel), let name = pattern.typeNames.first {
      return try kernelPointer(named: name, pattern)
    }
    guard let name = pattern.typeNames.first, let type = unit.typeRules.number(of: name) else {
      preconditionFailure("the interface checked that its types exist")
    }
    return RegisterState(
      kind: .object, isNullable: pattern.isNullable, detail: type, identity: freshIdentity())
  }

  /// Notes where the access goes: the engines, and Linux, translate an instruction once.
  private mutating func noteField(
    _ field: FieldRule, _ access: MemoryAccess
  ) throws(Rejection) {
    guard let native = field.native else {
      let isPlain = unit.typeRules[access.base.detail].kind == .plain
      try evidence.noteAccess(
        at: path.slot, to: isPlain ? .memory : .type(access.base.detail))
      return
    }
    let within = access.offset - field.offset
    let target = Evidence.NativeAccess(
      offset: native.offset + within,
      byteCount: within == 0 && access.byteCount == field.byteCount
        ? native.byteCount : access.byteCount,
      declaredOffset: access.offset)
    try evidence.noteAccess(at: path.slot, to: .native(target))
  }
}

extension MemoryAccess {
  /// Whether the access lies at a multiple of its size, and is whole where it must be.
  fileprivate func isAligned(in field: FieldRule, mayBeNarrow: Bool) -> Bool {
    guard offset % byteCount == 0 else { return false }
    return mayBeNarrow || byteCount % field.elementByteCount == 0
  }
}
