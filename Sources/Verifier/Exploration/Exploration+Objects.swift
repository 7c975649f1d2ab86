import Bytecode
import Contracts
import ObjectFile

/// Objects of the program's own structures: it asks for them, puts them into lists and trees, and gives them
/// back.
extension Exploration {
  /// The argument must be the id of one of the program's structures.
  mutating func checkType(
    _ state: RegisterState, _ register: Register, _ instance: Int, isKernels: Bool,
    _ callee: FunctionContract, _ bindings: inout CallBindings
  ) throws(Rejection) {
    guard let constant = state.constantValue else {
      throw reject("R\(register.rawValue) must be a known constant", contract: callee)
    }
    guard constant <= UInt64(UInt32.max) else {
      throw reject(
        "local type ID argument must be in range [0, U32_MAX]", contract: callee)
    }
    let types = isKernels ? try systemTypes().types : unit.image.types
    let id = BTF.TypeID(constant)
    let isStructure =
      switch id < types.types.count ? types.kind(of: id) : .void {
      case .structure: true
      case .union: isKernels
      default: false
      }
    guard isStructure else {
      throw reject(
        isKernels
          ? "kfunc \(callee.name) type ID argument is not of a struct"
          : "bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct", contract: callee)
    }
    bindings.bind(instance, CallBindings.Binding(register: state, number: register))
  }

  /// The argument must be an object of the program's, as a whole.
  func matchAllocated(
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract
  ) throws(Rejection) -> CallBindings.Binding {
    let place = "arg#\(register.rawValue - 1)"
    guard state.kind == .allocated else {
      throw reject("\(place) expected pointer to allocated object", contract: callee)
    }
    guard state.offset == 0 else {
      throw reject(
        "R\(register.rawValue) must have zero offset when passed to release func or trusted arg to "
          + "kfunc: it has \(state.offset)", contract: callee)
    }
    if pattern.isOwned, path.state.instance(state.instance)?.isOwned != true {
      throw reject("\(place) expected pointer to allocated object: it is lent", contract: callee)
    }
    if callee.needsRefcount != nil, !hasRefcount(state) {
      throw reject(
        "\(place) doesn't point to a type with bpf_refcount field", contract: callee)
    }
    return CallBindings.Binding(register: state)
  }

  private func hasRefcount(_ state: RegisterState) -> Bool {
    unit.objectLayouts[state.detail]?.fields.contains { $0.kind == .refcount } ?? false
  }

  /// What a call gives out: a new object, or another reference to an old one.
  mutating func returnedObject(
    _ pattern: ValuePattern, of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> RegisterState {
    var object = RegisterState(
      kind: .allocated, isNullable: pattern.isNullable, identity: freshIdentity())
    if let type = pattern.instances.count > 1 ? bindings[pattern.instances[0]]?.register : nil,
      let id = type.constantValue
    {
      object.detail = UInt32(truncatingIfNeeded: id)
    } else if let known = bindings[0]?.register, known.kind == .allocated {
      object.detail = known.detail
      if path.state.instance(known.instance)?.isOwned == true { object.isNullable = false }
    } else {
      throw reject("the contract names no structure for its result", contract: callee)
    }
    addInstance(&object, of: object.detail | State.Instance.programBit, pattern)
    return object
  }

  mutating func accessObject(_ access: MemoryAccess) throws(Rejection) {
    let types = unit.image.types
    let name = types.name(of: access.base.detail)
    guard access.base.number.constantValue == 0 else {
      throw reject(
        "\(access.registerName) is ptr_\(name) invalid variable offset: off=\(access.offset), "
          + "var_off=\(access.base.number.tnum.text)")
    }
    guard access.offset >= 0 else {
      throw reject(
        "\(access.registerName) is ptr_\(name) invalid negative access: off=\(access.offset)")
    }
    if let field = unit.objectLayouts[access.base.detail]?
      .field(overlapping: access.offset, byteCount: access.byteCount)
    {
      throw reject("direct access to \(field.typeName) is disallowed")
    }
    try evidence.noteAccess(at: path.slot, to: .memory)
    // Of pointers in such an object nothing is known: they are numbers.
    if case .nothing(let reason) = FieldWalk(
      types, in: access.base.detail, offset: access.offset, byteCount: access.byteCount)
    {
      throw reject(reason)
    }
  }

  /// The layout of what a pointer to a map's value, or to an object of the program's, points to.
  func layout(of state: RegisterState) -> ValueLayout? {
    switch state.kind {
    case .mapValue: unit.valueLayouts[Int(state.detail)]
    case .allocated: unit.objectLayouts[state.detail]
    default: nil
    }
  }
}
