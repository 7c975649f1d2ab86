import Bytecode
import Contracts
import ObjectFile

/// What the arguments of one call bound the contract's instances to.
struct CallBindings {
  struct Binding {
    var register: RegisterState
    /// The special field of a map value that the argument points to.
    var field: ValueLayout.Field?
    /// Which register passes it.
    var number = Register.r0
    /// What the argument has to be.
    var pattern: ValuePattern?
    /// How many bytes of it are meant, where another argument says that.
    var size: RegisterState?
    /// It is no argument: only what one belongs to, which was acquired there.
    var isOwner = false
    var acquiredAt: Int32?

    init(register: RegisterState, field: ValueLayout.Field? = nil, number: Register = .r0) {
      self.register = register
      self.field = field
      self.number = number
    }
  }

  private var bindings: [Int: Binding] = [:]

  subscript(instance: Int) -> Binding? { bindings[instance] }

  mutating func bind(_ instance: Int, _ binding: Binding) { bindings[instance] = binding }

  /// What the call has bound to an instance of its callback's prototype: the two have the same names.
  func binding(
    of instance: Int, in prototype: FunctionContract, calledBy callee: FunctionContract
  ) -> Binding? {
    let name = prototype.signature.instanceNames[instance]
    return callee.signature.instanceNames.firstIndex(of: name).flatMap { bindings[$0] }
  }

  mutating func setSize(_ size: RegisterState, of instance: Int) {
    bindings[instance]?.size = size
  }
}

extension Exploration {
  mutating func call() throws(Rejection) -> Progress {
    switch unit.callees[path.slot] {
    case .local(let function)?:
      if let global = try globalFunction(function) {
        try call(global, function)
      } else {
        try enter(function)
      }
      return .goesOn
    case .exported(let index)?:
      evidence.calledExports.insert(index)
      return try callExported(unit.interface.functions[overload(of: index)])
    case .replaced(let index, let function)?:
      return try callExported(unit.interface.functions[index], runBy: function)
    case .unknown?, nil: preconditionFailure("refused before any path is followed")
    }
  }

  /// The declaration that is meant, where there are several: that for the type of map which is passed.
  private func overload(of index: Int) -> Int {
    let argument = path.state[.r1]
    guard argument.kind == .map else { return index }
    return unit.interface.function(index, forMapType: unit.maps[Int(argument.detail)].type)
  }

  /// BPF-to-BPF calls nest no deeper (Linux: `MAX_CALL_FRAMES`).
  static var frameCountMax: Int { 8 }

  private mutating func enter(_ function: Int) throws(Rejection) {
    try enter(function) { exploration, frame in
      for index in 1...5 {
        frame.registers[index] = exploration.path.state[Register(rawValue: UInt8(index))].copied
      }
    }
  }

  /// Goes on in a function of the unit, whose arguments `pass` puts into its frame.
  mutating func enter(
    _ function: Int, passing pass: (inout Exploration, inout State.Frame) throws(Rejection) -> Void
  ) throws(Rejection) {
    guard path.state.frames.count < Self.frameCountMax else {
      throw reject("the call stack of \(path.state.frames.count + 1) frames is too deep !")
    }
    var frame = State.Frame(function: function, callSite: path.slot)
    try pass(&self, &frame)
    frame.registers[Register.r10.index] = RegisterState(
      kind: .stack, detail: UInt32(path.state.frames.count))
    path.stackWrites[path.state.frames.count] = StackMarks.Units()
    path.state.frames.append(frame)
    path.slot = unit.image.functions[function].start
  }

  /// - Parameter replacement: the function of the unit that stands for it.
  private mutating func callExported(
    _ callee: FunctionContract, runBy replacement: Int? = nil
  ) throws(Rejection) -> Progress {
    try checkCaller(callee)
    try checkPromises(of: callee)
    var bindings = CallBindings()
    for (index, parameter) in callee.signature.parameters.enumerated() {
      let register = Register(rawValue: UInt8(index + 1))
      try check(parameter, in: register, of: callee, &bindings)
    }
    try checkFinalStates(of: callee, bindings)
    if let replacement { try checkLocks(held: callee, runBy: replacement) }
    try applyLocks(of: callee, bindings)
    try applySections(of: callee)
    if callee.iterates {
      try iterate(callee, bindings)
      return .goesOn
    }
    if callee.endsProgram {
      try endProgram(callee)
      return .ends
    }
    if callee.throws {
      try noteUnwinding(callee, registers: 0...9)
      return .ends
    }
    if callee.suspends {
      try noteUnwinding(callee, registers: 6...9)
      path.crossingCount += 1
    }
    if let replacement { try noteUnwinding(of: replacement, in: callee, bindings) }
    if callee.tailCalls { try checkTailCall(callee) }
    if callee.callsBack {
      try postponeCallback(of: callee, bindings)
      try noteLaterCallbacks(of: callee, bindings)
    }
    try applyOutcomes(of: callee, bindings)
    if callee.tailCalls { try leaveByTailCall() }
    return .goesOn
  }

  /// Whether the call may come from here.
  private func checkCaller(_ callee: FunctionContract) throws(Rejection) {
    if let callers = callee.callers, !callingRoles.allSatisfy(callers.contains) {
      let what =
        callee.helperNumber == nil
        ? "calling \(unit.interface.functionTitle) \(callee.name) is not allowed from"
        : "program of this type cannot use helper \(callee.nameAndNumber):"
      throw reject(
        callee.refusal ?? "\(what) a \(roleName) program", contract: callee,
        hint: callers.names.isEmpty
          ? nil : "allowed in: \(callers.names.joined(separator: ", "))")
    }
    if callee.needsGPL, !unit.image.isGPLCompatible {
      throw reject(
        "cannot call GPL-restricted function \(callee.nameAndNumber) from non-GPL compatible program",
        contract: callee, hint: "declare the program's licence in a section “license”")
    }
    if let lock = path.state.locks.last(where: { $0.type != nil }),
      callee.suspends || callee.sleeps || callee.resumes
    {
      throw reject(
        "\(callee.name) can't be called while a lock is held", contract: callee,
        hint: "unlock it before this call"
      ).conflicting(with: lock.acquiredAt, "the lock was taken")
    }
    guard let lock = path.state.spinLock else { return }
    guard !callee.isBarredBySpinLock else {
      throw reject(
        "function calls are not allowed while holding a lock", contract: callee,
        hint: "the lock was taken at insn \(insn(lock.acquiredAt)); unlock it before this call")
    }
  }

  // MARK: Parameters

  private mutating func check(
    _ parameter: Signature.Parameter, in register: Register, of callee: FunctionContract,
    _ bindings: inout CallBindings
  ) throws(Rejection) {
    let state = try read(register)
    switch parameter {
    case .any, .count: return
    case .program(let role):
      guard state.kind == .function, unit.role(of: Int(state.detail)) == role else {
        throw reject(
          "R\(register.rawValue) is not the address of a \(role) program", contract: callee)
      }
      evidence.noteProgram(Int(state.detail), calledAt: path.slot)
    case .type(let instance, let isKernels):
      try checkType(state, register, instance, isKernels: isKernels, callee, &bindings)
    case .constantSize(let instance, let mayBeZero):
      guard state.constantValue != nil else {
        throw reject("R\(register.rawValue) must be a known constant", contract: callee)
      }
      try checkSize(
        state, register, of: instance, mayBeZero: mayBeZero, isConstant: true, callee, &bindings)
    case .bounded(let range): try checkBounded(state, in: range, register, callee)
    case .callback: try checkCallback(state, register, callee)
    case .passed(let instance):
      bindings.bind(instance, CallBindings.Binding(register: state, number: register))
    case .size(let instance, let mayBeZero):
      try checkSize(state, register, of: instance, mayBeZero: mayBeZero, callee, &bindings)
    case .value(let pattern):
      var binding = try match(pattern, state, register, callee, bindings)
      binding.pattern = pattern
      binding.number = register
      try unify(pattern, binding, callee, &bindings)
      bindMap(of: binding, pattern, &bindings)
      if pattern.type == .map { try checkSameMap(pattern, state, register, callee, bindings) }
      // A key or value belongs to the instance that its map has bound already.
      if let instance = pattern.instances.last, !pattern.type.isPart,
        bindings[instance]?.isOwner ?? true
      {
        bindings.bind(instance, binding)
      }
    }
  }

  /// A special field of a map's value, `bpf_timer<'m,'t>`, says which map that is.
  private func bindMap(
    of binding: CallBindings.Binding, _ pattern: ValuePattern, _ bindings: inout CallBindings
  ) {
    guard let map = pattern.instances.first, pattern.instances.count > 1, bindings[map] == nil,
      binding.field != nil, binding.register.kind == .mapValue
    else { return }
    bindings.bind(map, binding)
  }

  /// The map that is passed must be the one whose value was passed before.
  private func checkSameMap(
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard let bound = pattern.instances.last.flatMap({ bindings[$0] }), let field = bound.field,
      bound.register.detail != state.detail
    else { return }
    let title = unit.interface.typeRules[field.typeName]?.kind.rawValue ?? field.typeName
    throw reject(
      "\(title) pointer in R\(bound.number.rawValue) map_uid=\(bound.register.detail) doesn't match map pointer in "
        + "R\(register.rawValue) map_uid=\(state.detail)", contract: callee)
  }

  mutating func match(
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> CallBindings.Binding {
    let name = "R\(register.rawValue)"
    if pattern.isNullable, state.isZero { return CallBindings.Binding(register: state) }
    // Linux takes null itself where it may be, but nothing that is given away without being known.
    if state.isNullable, !pattern.isNullable || pattern.isOwned && isJudgedAsLinux {
      throw nullable(state, pattern, register, callee)
    }
    switch pattern.type {
    case .map:
      guard state.kind == .map else {
        throw reject("\(name) type=\(self.name(of: state)) expected=map_ptr", contract: callee)
      }
      try checkMapType(pattern, state, callee)
      // A map of a map of maps is another one than all that the unit has.
      evidence.noteMap(Int(state.detail), calledAt: path.slot)
    case .key, .value:
      try checkMapMemory(pattern, state, register, callee, bindings)
    case .object: return try matchObject(pattern, state, register, callee, bindings)
    case .element:
      try matchElement(pattern, state, register, callee, bindings)
    // Checked with its size.
    case .memory:
      try checkIsMemory(state, register, pattern, callee)
      if pattern.isStable { try checkStable(state, register, callee) }
    case .string: try checkString(state, register, callee)
    case .fixedMemory(let byteCount):
      try checkMemory(state, register, byteCount: byteCount, pattern, callee)
    case .context, .typed: try checkContext(state, register, callee)
    case .stack: try checkIsStack(state, register, callee)
    case .allocated:
      if pattern.words.contains(.perProcessor) {
        guard state.kind == .kernel, state.trust == .perProcessor else {
          throw mismatch(state, register, expected: "percpu_ptr_", callee)
        }
        // No program has one of its own yet, and those of the kernel may not be given away.
        if pattern.isOwned { throw unsupported("objects for each processor", callee) }
        return CallBindings.Binding(register: state)
      }
      return try matchAllocated(pattern, state, register, callee)
    case .type: throw reject("the contract's parameter can't be a type", contract: callee)
    }
    return CallBindings.Binding(register: state)
  }

  /// A pointer that may be null where it may not.
  private func nullable(
    _ state: RegisterState, _ pattern: ValuePattern, _ register: Register,
    _ callee: FunctionContract
  ) -> Rejection {
    let hint = "compare R\(register.rawValue) with null first"
    guard !pattern.isNullable else {
      return reject(
        "Possibly NULL pointer passed to helper arg\(register.rawValue)", contract: callee,
        hint: hint)
    }
    guard callee.helperNumber != nil || callee.role != nil else {
      return reject(
        "Possibly NULL pointer passed to trusted arg\(register.rawValue - 1)", contract: callee,
        hint: hint)
    }
    let expected: String
    switch pattern.type {
    case .map: expected = "map_ptr"
    case .object: expected = title(of: pattern)
    default: expected = "fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_"
    }
    return reject(
      "R\(register.rawValue) type=\(name(of: state)) expected=\(expected)", contract: callee,
      hint: hint)
  }

  private func checkMapType(
    _ pattern: ValuePattern, _ state: RegisterState, _ callee: FunctionContract
  ) throws(Rejection) {
    guard !pattern.mapTypes.isEmpty else { return }
    let type = unit.maps[Int(state.detail)].type
    guard pattern.mapTypes.contains(where: { unit.interface.mapTypes[$0] == type }) else {
      throw reject(
        "cannot pass map_type \(type) into func \(callee.nameAndNumber)", contract: callee)
    }
  }

  /// The argument must be readable memory of the map's key or value size.
  private mutating func checkMapMemory(
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard let instance = pattern.instances.first, let map = bindings[instance]?.register else {
      throw reject("the contract names no map for R\(register.rawValue)", contract: callee)
    }
    let definition = unit.maps[Int(map.detail)]
    if pattern.type == .value, !pattern.isOutput, definition.forbidsWrites {
      throw reject("write into map forbidden, value_size=\(definition.valueSize)", contract: callee)
    }
    try checkMemory(
      state, register,
      byteCount: Int(pattern.type == .key ? definition.keySize : definition.valueSize), pattern,
      callee)
  }

  private mutating func matchObject(
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
    case .lock, .container, .node, .map, .timer, .workqueue, .refcount, .pointer:
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
      case .lock, .container: "map_value, ptr_"
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
  private func checkContext(
    _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) {
    if state.kind == .arguments { return }
    guard state.kind == .object, unit.typeRules[state.detail].kind == .context else {
      throw mismatch(state, register, expected: "ctx", callee)
    }
    try checkUnmoved(state, register)
  }

  private func checkIsStack(
    _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) {
    if state.kind == .stack || state.isZero { return }
    throw mismatch(state, register, expected: "fp", callee)
  }

  /// The argument must be a number that is known to lie in `range`.
  private mutating func checkBounded(
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

  private func matchElement(
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
