import Bytecode
import Contracts
import ObjectFile

/// Whether an argument is the object that a contract's pattern describes.
extension Exploration {
  mutating func matchObject(
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> CallBindings.Binding {
    if pattern.words.contains(.kernel), let name = pattern.typeNames.first {
      let isMap = state.kind == .map && name == "bpf_map"
      if isMap { return CallBindings.Binding(register: state) }
      if state.kind == .kernel || callee.isKernelFunction && pattern.otherTypes.isEmpty {
        return try matchKernel(name, pattern, state, register, callee)
      }
    }
    let numbers = types(of: pattern)
    guard let number = numbers.first else {
      throw mismatch(state, register, expected: title(of: pattern), callee)
    }
    switch unit.typeRules[number].kind {
    case .plain, .object, .record, .buffer, .context:
      guard state.kind == .object, numbers.contains(state.detail) else {
        throw mismatch(state, register, expected: title(of: pattern), callee)
      }
      try checkWhole(state, register, pattern, callee)
    case .memory:
      guard state.isWholeInstance, path.state.instance(state.instance)?.type == number else {
        throw mismatch(state, register, expected: title(of: pattern), callee)
      }
      try checkWhole(state, register, pattern, callee)
    case .local: return try matchLocal(number, pattern, state, register, callee, bindings)
    case .lock, .container, .node, .map, .timer, .workqueue, .refcount, .pointer, .ring:
      return try matchSpecialField(unit.typeRules[number].name, state, register, callee)
    }
    if pattern.isOwned { try checkOwned(state, register, callee) }
    try checkStates(pattern, state, register, callee)
    return CallBindings.Binding(register: state)
  }

  /// The structures of the interface that a pattern means: a first one of the kernel's is none.
  private func types(of pattern: ValuePattern) -> [UInt32] {
    let names = pattern.words.contains(.kernel) ? pattern.otherTypes : pattern.typeNames
    return names.map { name in
      guard let number = unit.typeRules.number(of: name) else {
        preconditionFailure("the interface checked that its types exist")
      }
      return number
    }
  }

  func title(of pattern: ValuePattern) -> String {
    let own = title(of: types(of: pattern))
    guard pattern.words.contains(.kernel) else { return own }
    let kernels = "ptr_, trusted_ptr_, rcu_ptr_"
    return own.isEmpty ? kernels : "\(own), \(kernels)"
  }

  private func title(of types: [UInt32]) -> String {
    types.map { number in
      let rule = unit.typeRules[number]
      return switch rule.kind {
      case .plain: "ptr_" + rule.name
      case .lock, .container, .ring: "map_value, ptr_"
      default: rule.title
      }
    }.joined(separator: ", ")
  }

  /// A call is given the address of the whole, and not of a part.
  private func checkWhole(
    _ state: RegisterState, _ register: Register, _ pattern: ValuePattern,
    _ callee: FunctionContract
  ) throws(Rejection) {
    if state.offset == 0, state.number.constantValue == 0 { return }
    guard !pattern.isOwned else {
      throw reject(
        "R\(register.rawValue) must have zero offset when passed to release func or trusted arg to "
          + "kfunc: it has \(state.offset)", contract: callee)
    }
    guard state.kind == .object,
      ![.plain, .record].contains(unit.typeRules[state.detail].kind)
    else { throw mismatch(state, register, expected: "the address of the whole", callee) }
    try checkUnmoved(state, register)
  }

  /// The argument must be what the program was given itself.
  func checkContext(
    _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) {
    if state.kind == .arguments { return }
    guard state.kind == .object, unit.typeRules[state.detail].kind == .context else {
      throw mismatch(state, register, expected: "ctx", callee)
    }
    try checkUnmoved(state, register)
  }

  func checkIsStack(
    _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) {
    if state.kind == .stack || state.isZero { return }
    throw mismatch(state, register, expected: "fp", callee)
  }

  /// The argument must be a number that is known to lie in `range`.
  mutating func checkBounded(
    _ state: RegisterState, in range: ClosedRange<Int64>, _ register: Register,
    _ callee: FunctionContract
  ) throws(Rejection) {
    guard state.kind == .scalar, range.contains(state.number.signedMin),
      range.contains(state.number.signedMax)
    else {
      let name = callee.name.hasPrefix("bpf_") ? callee.name.dropFirst(4) : callee.name[...]
      let wanted = range == 0...0 ? "non-zero flags" : "flags outside of \(range)"
      throw reject("\(name)() doesn't support \(wanted)", contract: callee)
    }
    demand(state)
  }

  private func matchSpecialField(
    _ type: String, _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) -> CallBindings.Binding {
    guard let layout = layout(of: state) else {
      guard state.kind == .mapValue || state.kind == .allocated else {
        throw mismatch(state, register, expected: "map_value, ptr_", callee)
      }
      throw reject("\(type) not found at offset=\(state.offset)", contract: callee)
    }
    guard let variable = state.number.constantValue else {
      if state.kind == .allocated {
        throw reject(
          "variable ptr_ access var_off=\(state.number.tnum.text) disallowed", contract: callee)
      }
      throw reject(
        "R\(register.rawValue) doesn't have constant offset. \(type) has to be at the constant "
          + "offset", contract: callee)
    }
    let offset = Int(state.offset) + Int(Int64(bitPattern: variable))
    guard let field = layout.field(at: offset), field.typeName == type else {
      throw misplaced(type, at: offset, in: layout, callee)
    }
    if let pointer = field.pointer, pointer.kind == .untrusted {
      throw reject("off=\(offset) kptr isn't referenced kptr", contract: callee)
    }
    return CallBindings.Binding(register: state, field: field)
  }

  /// What was asked for lies elsewhere, or nowhere.
  private func misplaced(
    _ type: String, at offset: Int, in layout: ValueLayout, _ callee: FunctionContract
  ) -> Rejection {
    let place = layout.fields.first { $0.typeName == type }
    if type == "bpf_kptr" {
      return reject("off=\(offset) doesn't point to kptr", contract: callee)
    }
    guard unit.interface.typeRules[type]?.kind == .lock else {
      return reject("\(type) not found at offset=\(offset)", contract: callee)
    }
    let end = place.map { " that is at \($0.offset)" } ?? ""
    return reject("off \(offset) doesn't point to 'struct \(type)'\(end)", contract: callee)
  }

  func matchElement(
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard let container = pattern.instances.first, let field = bindings[container]?.field else {
      throw reject("the contract names no container for R\(register.rawValue)", contract: callee)
    }
    if let pointer = field.pointer {
      try checkKept(state, register, in: pointer)
      if pattern.isOwned { try checkOwned(state, register, callee) }
      return
    }
    guard let contents = field.contents else {
      throw reject("the contract names no container for R\(register.rawValue)", contract: callee)
    }
    if let type = contents.ownType {
      return try matchOwnElement(type, contents, field, pattern, state, register, callee)
    }
    guard state.kind == .object, typeName(state) == contents.type,
      Int(state.offset) == contents.nodeOffset
    else {
      throw mismatch(
        state, register,
        expected: "node at offset=\(contents.nodeOffset) in struct \(contents.type)", callee)
    }
    guard pattern.words.contains(.lent) else { return try checkOwned(state, register, callee) }
    guard path.state.instance(state.instance)?.isLent == true else {
      throw mismatch(state, register, expected: "a node that lies in it", callee)
    }
  }

  /// The node of an object of one of the program's own structures.
  private func matchOwnElement(
    _ type: BTF.TypeID, _ contents: ValueLayout.Contents, _ field: ValueLayout.Field,
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract
  ) throws(Rejection) {
    let place = "arg#\(register.rawValue - 1)"
    let instance = path.state.instance(state.instance)
    if pattern.words.contains(.lent) {
      guard state.kind == .allocated, instance?.isLent == true else {
        throw reject("rbtree_remove node input must be non-owning ref", contract: callee)
      }
    } else {
      guard state.kind == .allocated, instance?.isOwned == true else {
        throw reject("\(place) expected pointer to allocated object", contract: callee)
      }
    }
    guard state.number.constantValue == 0 else {
      throw reject(
        "variable ptr_ access var_off=\(state.number.tnum.text) disallowed", contract: callee)
    }
    let node = unit.objectLayouts[state.detail]?.field(at: Int(state.offset))
    let nodeName = unit.interface.typeRules[field.typeName]?.nodeType ?? "node"
    guard node?.kind == .node, node?.typeName == nodeName else {
      throw reject("\(nodeName) not found at offset=\(state.offset)", contract: callee)
    }
    guard state.detail == type else {
      throw reject(
        "operation on \(field.typeName) expects arg#1 \(nodeName) at offset=\(contents.nodeOffset) in "
          + "struct \(contents.type), but arg is at offset=\(state.offset) in struct "
          + unit.image.types.name(of: state.detail), contract: callee)
    }
    guard Int(state.offset) == contents.nodeOffset else {
      throw reject(
        "\(place) offset=\(state.offset), but expected \(nodeName) at offset=\(contents.nodeOffset) in "
          + "struct \(contents.type)", contract: callee)
    }
  }

  func checkOwned(
    _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) {
    guard path.state.instance(state.instance)?.isOwned == true else {
      throw reject(
        "R\(register.rawValue) must be referenced when passed to release function: "
          + "\(name(of: state)) is only borrowed here", contract: callee)
    }
  }

  func mismatch(
    _ state: RegisterState, _ register: Register, expected: String, _ callee: FunctionContract
  ) -> Rejection {
    let rejection = reject(
      "R\(register.rawValue) type=\(name(of: state)) expected=\(expected)",
      contract: callee,
      hint: state.isZero ? "it is null here: compare it with null before this call" : nil)
    guard state.consumedAt > 0 else { return rejection }
    return rejection.conflicting(with: state.consumedAt - 1, "the value was given away")
  }
}
