import Bytecode
import Contracts
import ObjectFile

/// Pointers to structures of the kernel, which its own types describe. Programs read what these point to;
/// how much a pointer is worth depends on where it comes from.
extension Exploration {
  /// The kernel's types, or why there is no verdict without them.
  func systemTypes() throws(Rejection) -> BTFIndex {
    guard let types = unit.systemTypes.index else {
      throw reject(
        "the kernel's types are needed here, and there are none", hint: "give them with --btf")
    }
    return types
  }

  /// The pointer that a contract means by the name of a kernel's structure.
  mutating func kernelPointer(
    named name: String, _ pattern: ValuePattern
  ) throws(Rejection) -> RegisterState {
    guard let type = try systemTypes().structure(named: name) else {
      throw reject("the kernel has no struct \(name)")
    }
    var pointer = RegisterState(
      kind: .kernel, isNullable: pattern.isNullable, detail: type, identity: freshIdentity())
    if pattern.words.contains(.trusted) { pointer.trust = .trusted }
    if pattern.words.contains(.rcu) { pointer.trust = .rcu }
    if pattern.words.contains(.untrusted) { pointer.trust = .untrusted }
    return pointer
  }

  /// Whether the register may be passed where the kernel's structure `name` is asked for.
  func isKernelPointer(_ state: RegisterState, to name: String) throws(Rejection) -> Bool {
    guard state.kind == .kernel else { return false }
    let types = try systemTypes()
    guard let wanted = types.structure(named: name) else { return false }
    // The first member of a structure is where that is: a pointer to the one is one to the other.
    var type = state.detail
    var offset = UInt32(max(0, state.offset))
    while type != wanted || offset != 0 {
      guard
        let member = types.types.members(of: type).first(where: { member in
          let start = member.bitOffset / 8
          let size = types.types.byteCount(of: member.type) ?? 0
          return member.bitFieldSize == 0 && start <= offset && offset < start + size
        })
      else { return false }
      offset -= member.bitOffset / 8
      type = types.types.resolvingModifiers(member.type)
    }
    return true
  }

  /// Whether it is certain to point to a living object: it says so, or the program owns the object.
  func isTrusted(_ state: RegisterState) -> Bool {
    state.trust == .trusted || path.state.instance(state.instance)?.isOwned == true
  }

  /// The argument must be a pointer to the kernel's structure `name`, and worth as much as is asked for.
  func matchKernel(
    _ name: String, _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract
  ) throws(Rejection) -> CallBindings.Binding {
    let place = "R\(register.rawValue)"
    if state.isZero || state.isNullable, callee.isKernelFunction {
      throw reject(
        "Possibly NULL pointer passed to trusted arg\(register.rawValue - 1)", contract: callee,
        hint: "compare \(place) with null first")
    }
    guard state.kind == .kernel else {
      throw reject(
        "arg#\(register.rawValue - 1) pointer type STRUCT \(name) must point to scalar, or struct "
          + "with scalar: \(place) type=\(self.name(of: state))", contract: callee)
    }
    try checkTrust(state, register, pattern, callee)
    guard try isKernelPointer(state, to: name) else {
      let found = try systemTypes().types.name(of: state.detail)
      throw reject(
        callee.isKernelFunction
          ? "kernel function \(callee.name) args#\(register.rawValue - 1) expected pointer to STRUCT "
            + "\(name) but \(place) has a pointer to STRUCT \(found)"
          : "\(place) is of type \(found) but \(name) is expected", contract: callee)
    }
    return CallBindings.Binding(register: state)
  }

  private func checkTrust(
    _ state: RegisterState, _ register: Register, _ pattern: ValuePattern,
    _ callee: FunctionContract
  ) throws(Rejection) {
    let place = "R\(register.rawValue)"
    if pattern.isOwned {
      guard callee.isKernelFunction else { return try checkOwned(state, register, callee) }
      guard path.state.instance(state.instance)?.isOwned == true else {
        throw reject(
          "release kernel function \(callee.name) expects refcounted PTR_TO_BTF_ID",
          contract: callee)
      }
      guard state.offset == 0 else {
        throw reject(
          "\(place) must have zero offset when passed to release func or trusted arg to kfunc",
          contract: callee)
      }
    } else if pattern.words.contains(.rcu) {
      guard isTrusted(state) || state.trust == .rcu else {
        throw reject("\(place) must be a rcu pointer", contract: callee)
      }
    } else if callee.isKernelFunction {
      guard isTrusted(state) || state.trust == .rcu && !pattern.words.contains(.trusted) else {
        throw reject("\(place) must be referenced or trusted", contract: callee)
      }
    } else {
      guard ![.untrusted, .user, .perProcessor].contains(state.trust) else {
        throw mismatch(state, register, expected: title(of: pattern), callee)
      }
    }
  }

  mutating func loadKernelField(_ access: MemoryAccess) throws(Rejection) -> RegisterState {
    let base = access.base
    let types = try systemTypes().types
    let name = types.name(of: base.detail)
    try checkKernelAccess(access, name)
    try evidence.noteAccess(at: path.slot, to: .kernel)
    switch FieldWalk(types, in: base.detail, offset: access.offset, byteCount: access.byteCount) {
    case .nothing(let reason): throw reject(reason)
    case .scalar:
      return .scalar(Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
    case .pointer(let target, let tags, let field, let isInUnion):
      var pointer = RegisterState(kind: .kernel, detail: target, identity: freshIdentity())
      try setTrust(of: &pointer, base, field: field, tags, isInUnion: isInUnion)
      return pointer
    }
  }

  private func checkKernelAccess(_ access: MemoryAccess, _ name: String) throws(Rejection) {
    let place = "\(access.registerName) is ptr_\(name)"
    guard unit.image.isGPLCompatible else {
      throw reject("Cannot access kernel 'struct \(name)' from non-GPL compatible program")
    }
    guard access.offset >= 0 else {
      throw reject("\(place) invalid negative access: off=\(access.offset)")
    }
    guard access.base.number.constantValue == 0 else {
      throw reject(
        "\(place) invalid variable offset: off=\(access.offset), "
          + "var_off=\(access.base.number.tnum.text)")
    }
    switch access.base.trust {
    case .user: throw reject("\(place) access user memory: off=\(access.offset)")
    case .perProcessor: throw reject("\(place) access percpu memory: off=\(access.offset)")
    default: break
    }
  }

  /// What a pointer is worth that was loaded from `field` of what `base` points to.
  private func setTrust(
    of pointer: inout RegisterState, _ base: RegisterState, field: String, _ tags: [String],
    isInUnion: Bool
  ) throws(Rejection) {
    if base.trust == .untrusted || isInUnion {
      pointer.trust = .untrusted
      return
    }
    if tags.contains("user") { pointer.trust = .user }
    if tags.contains("percpu") { pointer.trust = .perProcessor }
    guard isTrusted(base) || base.trust == .rcu else { return }
    let types = try systemTypes()
    /// Linux's own types say which members keep the trust: those of `NAME__safe_trusted` and the like.
    func isListed(_ suffix: String) -> Bool {
      let name = types.types.name(of: base.detail) + suffix
      return types.structure(named: name).map { list in
        types.types.members(of: list).contains { $0.name == field }
      } ?? false
    }
    if isListed("__safe_trusted") {
      pointer.trust = .trusted
    } else if isListed("__safe_trusted_or_null") {
      pointer.trust = .trusted
      pointer.isNullable = true
    } else if path.state.isInRCUSection(maySleep: maySleep), !base.isNullable {
      if isListed("__safe_rcu") {
        pointer.trust = .rcu
      } else if tags.contains("rcu") || isListed("__safe_rcu_or_null") {
        pointer.trust = .rcu
        pointer.isNullable = true
      }
    } else {
      pointer.trust = .untrusted
    }
  }
}
