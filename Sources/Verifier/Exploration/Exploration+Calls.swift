import Bytecode
import Contracts

/// What the arguments of one call bound the contract's instances to.
struct CallBindings {
  struct Binding {
    var register: RegisterState
    /// The special field of a map value that the argument points to.
    var field: ValueLayout.Field?
    /// Which register passes it.
    var number = Register.r0
    /// Memory that the callee writes.
    var isOutput = false

    init(register: RegisterState, field: ValueLayout.Field? = nil, number: Register = .r0) {
      self.register = register
      self.field = field
      self.number = number
    }
  }

  private var bindings: [Int: Binding] = [:]

  subscript(instance: Int) -> Binding? { bindings[instance] }

  mutating func bind(_ instance: Int, _ binding: Binding) { bindings[instance] = binding }
}

extension Exploration {
  mutating func call() throws(Rejection) -> Progress {
    switch unit.callees[path.slot] {
    case .local(let function)?:
      try enter(function)
      return .goesOn
    case .exported(let index)?: return try callExported(unit.interface.functions[index])
    case .unknown?, nil: preconditionFailure("refused before any path is followed")
    }
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
      throw reject("the call stack of \(path.state.frames.count + 1) frames is too deep")
    }
    var frame = State.Frame(function: function, callSite: path.slot)
    try pass(&self, &frame)
    frame.registers[Register.r10.index] = RegisterState(
      kind: .stack, detail: UInt32(path.state.frames.count))
    path.stackWrites[path.state.frames.count] = StackMarks.Units()
    path.state.frames.append(frame)
    path.slot = unit.image.functions[function].start
  }

  private mutating func callExported(_ callee: FunctionContract) throws(Rejection) -> Progress {
    try checkCaller(callee)
    var bindings = CallBindings()
    for (index, parameter) in callee.signature.parameters.enumerated() {
      let register = Register(rawValue: UInt8(index + 1))
      try check(parameter, in: register, of: callee, &bindings)
    }
    try applyLocks(of: callee, bindings)
    if callee.throws {
      try noteUnwinding(callee, registers: 0...9)
      return .ends
    }
    if callee.suspends {
      try noteUnwinding(callee, registers: 6...9)
      path.crossingCount += 1
    }
    if callee.tailCalls { try checkTailCall(callee) }
    if callee.callsBack { try postponeCallback(of: callee, bindings) }
    try applyOutcomes(of: callee, bindings)
    return .goesOn
  }

  private func checkCaller(_ callee: FunctionContract) throws(Rejection) {
    let roleName = role.role ?? ""
    if let callers = callee.callers, !callers.contains(roleName) {
      throw reject(
        "calling \(callee.name) is not allowed from a \(roleName) program", contract: callee,
        hint: "allowed in: \(callers.joined(separator: ", "))")
    }
    guard let lock = path.state.lock else { return }
    guard callee.requiresLock != nil || callee.releasesLock != nil || callee.acquiresLock != nil
    else {
      throw reject(
        "function calls are not allowed while holding a lock", contract: callee,
        hint: "the lock was taken at insn \(lock.acquiredAt); unlock it before this call")
    }
  }

  // MARK: Parameters

  private mutating func check(
    _ parameter: Signature.Parameter, in register: Register, of callee: FunctionContract,
    _ bindings: inout CallBindings
  ) throws(Rejection) {
    let state = try read(register)
    switch parameter {
    case .any: return
    case .program(let role):
      guard state.kind == .function, unit.role(of: Int(state.detail)) == role else {
        throw reject(
          "R\(register.rawValue) is not the address of a \(role) program", contract: callee)
      }
      evidence.noteProgram(Int(state.detail), calledAt: path.slot)
    case .callback: try checkCallback(state, register, callee)
    case .passed(let instance):
      bindings.bind(instance, CallBindings.Binding(register: state, number: register))
    case .size(let instance, let mayBeZero):
      try checkSize(state, register, of: instance, mayBeZero: mayBeZero, callee, &bindings)
    case .value(let pattern):
      var binding = try match(pattern, state, register, callee, bindings)
      binding.isOutput = pattern.isOutput
      binding.number = register
      // A key or value belongs to the instance that its map has bound already.
      if let instance = pattern.instances.last, bindings[instance] == nil {
        bindings.bind(instance, binding)
      }
    }
  }

  private mutating func match(
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) -> CallBindings.Binding {
    let name = "R\(register.rawValue)"
    if state.isNullable, !pattern.isNullable {
      throw reject(
        "Possibly NULL pointer passed to trusted arg\(register.rawValue - 1)", contract: callee,
        hint: "compare \(name) with null first")
    }
    switch pattern.type {
    case .map:
      guard state.kind == .map else {
        throw reject("\(name) type=\(state.kindName) expected=map_ptr", contract: callee)
      }
      try checkMapType(pattern, state, callee)
      // An inner map is only known when the program runs.
      if state.identity == 0 { evidence.noteMap(Int(state.detail), calledAt: path.slot) }
    case .key, .value:
      try checkMapMemory(pattern, state, register, callee, bindings)
    case .object(let type):
      return try matchObject(type, pattern, state, register, callee)
    case .element:
      try matchElement(pattern, state, register, callee, bindings)
    // Checked with its size.
    case .memory:
      if pattern.isStable { try checkStable(state, register, callee) }
    case .string: try checkString(state, register, callee)
    case .fixedMemory(let byteCount):
      try checkMemory(state, register, byteCount: byteCount, isOutput: pattern.isOutput, callee)
    }
    return CallBindings.Binding(register: state)
  }

  private func checkMapType(
    _ pattern: ValuePattern, _ state: RegisterState, _ callee: FunctionContract
  ) throws(Rejection) {
    guard !pattern.mapTypes.isEmpty else { return }
    let type = unit.maps[Int(state.detail)].type
    guard pattern.mapTypes.contains(where: { unit.interface.mapTypes[$0] == type }) else {
      throw reject(
        "cannot pass map_type \(type) into func \(callee.name)#\(callee.helperNumber ?? 0)",
        contract: callee)
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
    if pattern.type == .value, !pattern.isOutput, definition.isReadOnly {
      throw reject("write into map forbidden, value_size=\(definition.valueSize)", contract: callee)
    }
    try checkMemory(
      state, register,
      byteCount: Int(pattern.type == .key ? definition.keySize : definition.valueSize),
      isOutput: pattern.isOutput, callee)
  }

  private mutating func matchObject(
    _ type: String, _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract
  ) throws(Rejection) -> CallBindings.Binding {
    guard let number = unit.typeRules.number(of: type) else {
      preconditionFailure("the interface checked that its types exist")
    }
    switch unit.typeRules[number].kind {
    case .plain:
      guard state.kind == .object, state.detail == number, state.offset == 0 else {
        throw mismatch(state, register, expected: "\(type) pointer", callee)
      }
    case .memory:
      guard state.isWholeInstance, state.offset == 0,
        path.state.instance(state.instance)?.type == number
      else { throw mismatch(state, register, expected: "\(type) pointer", callee) }
    case .local: return try matchLocal(number, pattern, state, register, callee)
    case .lock, .container, .node, .map:
      return try matchSpecialField(type, state, register, callee)
    }
    if pattern.isOwned { try checkOwned(state, register, callee) }
    return CallBindings.Binding(register: state)
  }

  private func matchSpecialField(
    _ type: String, _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) -> CallBindings.Binding {
    guard state.kind == .mapValue else {
      throw mismatch(state, register, expected: "map_value with a \(type)", callee)
    }
    guard let variable = state.number.constantValue else {
      throw reject(
        "R\(register.rawValue) doesn't have constant offset. \(type) has to be at the constant "
          + "offset", contract: callee)
    }
    let offset = Int(state.offset) + Int(Int64(bitPattern: variable))
    let layout = unit.valueLayouts[Int(state.detail)]
    guard let field = layout.field(at: offset), field.typeName == type else {
      throw reject(
        "off \(offset) doesn't point to 'struct \(type)'", contract: callee)
    }
    return CallBindings.Binding(register: state, field: field)
  }

  private func matchElement(
    _ pattern: ValuePattern, _ state: RegisterState, _ register: Register,
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard let container = pattern.instances.first,
      let contents = bindings[container]?.field?.contents
    else {
      throw reject("the contract names no container for R\(register.rawValue)", contract: callee)
    }
    guard state.kind == .object, typeName(state) == contents.type,
      Int(state.offset) == contents.nodeOffset
    else {
      throw mismatch(
        state, register,
        expected: "node at offset=\(contents.nodeOffset) in struct \(contents.type)", callee)
    }
    try checkOwned(state, register, callee)
  }

  func checkOwned(
    _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) {
    guard path.state.instance(state.instance)?.isOwned == true else {
      throw reject(
        "R\(register.rawValue) must be owned: \(state.kindName)\(typeName(state)) is only borrowed "
          + "here",
        contract: callee)
    }
  }

  private func mismatch(
    _ state: RegisterState, _ register: Register, expected: String, _ callee: FunctionContract
  ) -> Rejection {
    let hint =
      state.consumedAt > 0
      ? "the value was given away by the call at insn \(state.consumedAt - 1)" : nil
    return reject(
      "R\(register.rawValue) type=\(state.kindName)\(typeName(state)) expected=\(expected)",
      contract: callee, hint: hint)
  }
}
