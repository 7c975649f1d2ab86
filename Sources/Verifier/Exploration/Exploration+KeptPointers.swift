import Bytecode
import Contracts
import ObjectFile

/// Pointers that programs leave in the values of maps, and in their own objects (Linux: kptrs).
extension Exploration {
  /// The structure of the kernel that a place in a map keeps pointers to; nil where it is the program's own.
  private func kernelType(of pointer: ValueLayout.Pointer) -> BTF.TypeID? {
    unit.systemTypes.index?.structure(named: unit.image.types.name(of: pointer.type))
  }

  /// Whether the pointer may be left in the place.
  func checkKept(
    _ state: RegisterState, _ register: Register, in pointer: ValueLayout.Pointer
  ) throws(Rejection) {
    if state.isZero { return }
    let isRight: Bool
    if let type = pointer.interfaceType {
      isRight = state.kind == .object && typeName(state) == type && state.offset == 0
    } else if let kernel = kernelType(of: pointer) {
      let isWorthIt = pointer.kind == .untrusted || state.trust != .untrusted
      let isSame = state.detail == kernel && state.offset == 0
      // Only a place that owns nothing takes a pointer to a first member for one to the whole.
      let isPart = try isKernelPointer(state, to: unit.image.types.name(of: pointer.type))
      isRight =
        state.kind == .kernel && isWorthIt && state.trust != .user
        && (isSame || pointer.kind == .untrusted && isPart)
    } else {
      isRight = state.kind == .allocated && state.detail == pointer.type && state.offset == 0
    }
    guard isRight else {
      let target = unit.image.types.name(of: pointer.type)
      let own = state.isPointer ? try structureName(of: state) : ""
      throw reject(
        "invalid kptr access, R\(register.rawValue) type=\(name(of: state))\(own) expected=ptr_\(target)"
          + (pointer.kind == .untrusted ? " or untrusted_ptr_\(target)" : ""))
    }
    guard state.number.constantValue == 0 else {
      throw reject("variable ptr_ access var_off=\(state.number.tnum.text) disallowed")
    }
  }

  private func structureName(of state: RegisterState) throws(Rejection) -> String {
    switch state.kind {
    case .kernel: try systemTypes().types.name(of: state.detail)
    case .allocated: unit.image.types.name(of: state.detail)
    case .object: typeName(state)
    default: ""
    }
  }

  /// What is taken out of a place that owns it.
  mutating func taken(
    _ pattern: ValuePattern, from pointer: ValueLayout.Pointer
  ) -> RegisterState {
    var result = RegisterState(
      kind: .allocated, isNullable: pattern.isNullable, detail: pointer.type,
      identity: freshIdentity())
    if let type = pointer.interfaceType.flatMap(unit.typeRules.number(of:)) {
      result.kind = .object
      result.detail = type
      addInstance(&result, of: type, pattern)
      return result
    }
    if let kernel = kernelType(of: pointer) {
      result.kind = .kernel
      result.detail = kernel
    }
    let bit = result.kind == .kernel ? State.Instance.kernelBit : State.Instance.programBit
    addInstance(&result, of: result.detail | bit, pattern)
    return result
  }

  /// The place of a pointer that an access may touch, which lies in the value for certain.
  func keptPointer(at access: MemoryAccess) throws(Rejection) -> ValueLayout.Pointer? {
    guard let layout = layout(of: access.base) else { return nil }
    let number = access.base.number
    let first = access.offset + Int(number.signedMin)
    let span = Int(number.unsignedMax) - Int(number.signedMin)
    guard
      let field = layout.field(overlapping: first, byteCount: access.byteCount + span),
      let pointer = field.pointer
    else { return nil }
    if access.isArgument { throw reject("kptr cannot be accessed indirectly by helper") }
    guard number.constantValue != nil else {
      throw reject("kptr access cannot have variable offset")
    }
    guard first == field.offset else {
      throw reject("kptr access misaligned expected=\(field.offset) off=\(first)")
    }
    guard access.byteCount == 8 else { throw reject("kptr access size must be BPF_DW") }
    return pointer
  }

  /// Only a place that doesn't own what it keeps is written by a store.
  func checkStore(
    _ value: RegisterState, in pointer: ValueLayout.Pointer, _ access: MemoryAccess
  ) throws(Rejection) {
    guard pointer.kind == .untrusted else { throw reject("store to referenced kptr disallowed") }
    switch unit.operations[path.slot] {
    case .storeRegister(_, _, _, let source)?: try checkKept(value, source, in: pointer)
    case .storeImmediate?:
      guard value.isZero else {
        throw reject("BPF_ST imm must be 0 when storing to kptr at off=\(access.offset)")
      }
    default: throw reject("kptr in map can only be accessed using BPF_LDX/BPF_STX/BPF_ST")
    }
  }

  /// What a load of a pointer's place gives: it may be null, and gone the next moment.
  mutating func load(_ pointer: ValueLayout.Pointer) -> RegisterState {
    var result = RegisterState(
      kind: .allocated, isNullable: true, detail: pointer.type, identity: freshIdentity())
    // Its owner may give it up at any moment: what is read is a number.
    if pointer.interfaceType != nil { return .unknownScalar }
    let isReading = path.state.isInRCUSection(maySleep: maySleep)
    if let kernel = kernelType(of: pointer) {
      result.kind = .kernel
      result.detail = kernel
      let name = unit.image.types.name(of: pointer.type)
      let isFreedLate = unit.interface.readTypes.contains(name)
      result.trust =
        pointer.kind == .owned && isFreedLate && isReading ? .rcu : .untrusted
    } else if !isReading {
      result = .unknownScalar
    }
    return result
  }
}
