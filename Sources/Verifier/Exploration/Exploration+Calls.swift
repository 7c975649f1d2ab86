import Bytecode
import Contracts
import ObjectFile

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
      forgetWhatBelongsToWorker()
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
    if let callback = callee.notInCallback,
      path.state.frames.contains(where: { $0.callback?.name == callback })
    {
      throw reject("\(callee.name) not allowed in \(callback) cb", contract: callee)
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
}
