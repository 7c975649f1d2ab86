import Bytecode
import Contracts

/// Memory that calls are given, with a size that the contract or another argument says.
extension Exploration {
  /// No call is given more (Linux: `BPF_MAX_VAR_SIZ`).
  private static var sizeLimit: Int64 { 1 << 29 }

  /// The argument is how many bytes the memory `instance` has: all of them must be there. Of memory that
  /// the call will return, the size must be known.
  mutating func checkSize(
    _ size: RegisterState, _ register: Register, of instance: Int, mayBeZero: Bool,
    isConstant: Bool = false, _ callee: FunctionContract, _ bindings: inout CallBindings
  ) throws(Rejection) {
    let name = "R\(register.rawValue)"
    guard size.kind == .scalar else {
      throw reject("\(name) type=\(size.kindName) expected=scalar", contract: callee)
    }
    guard size.number.signedMin >= 0 else {
      throw reject(
        "\(name) min value is negative, either use unsigned or 'var &= const'", contract: callee)
    }
    guard size.number.signedMax < Self.sizeLimit else {
      throw reject(
        "\(name) unbounded memory access, use 'var &= const' or 'if (var < const)'",
        contract: callee)
    }
    guard mayBeZero || size.number.signedMin > 0 else {
      throw reject(
        "\(name) invalid zero-sized read: u64=[\(size.number.unsignedMin),"
          + "\(size.number.unsignedMax)]", contract: callee)
    }
    demand(size)
    bindings.setSize(size, of: instance)
    let byteCount = Int(size.number.signedMax)
    guard let memory = bindings[instance] else {
      guard size.constantValue != nil else {
        throw reject("\(name) is not a known constant", contract: callee)
      }
      bindings.bind(instance, CallBindings.Binding(register: size, number: register))
      return
    }
    // Of memory that isn't there, a constant says how much the call returns.
    if memory.register.isZero, byteCount == 0 || isConstant { return }
    guard let pattern = memory.pattern else {
      preconditionFailure("only a pattern binds memory")
    }
    try checkMemory(memory.register, memory.number, byteCount: byteCount, pattern, callee)
  }

  /// The argument must be memory that outlives the program.
  func checkStable(
    _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) {
    guard state.kind == .mapValue else {
      throw reject(
        "Unsupported reg type \(state.kindName) for \(callee.name) data: R\(register.rawValue) "
          + "expected=map_value", contract: callee)
    }
  }

  /// The argument must be the address of a string that is part of the program.
  func checkString(
    _ state: RegisterState, _ register: Register, _ callee: FunctionContract
  ) throws(Rejection) {
    let name = "R\(register.rawValue)"
    guard state.kind == .mapValue, unit.maps[Int(state.detail)].forbidsWrites else {
      throw reject(
        "\(name) does not point to a readonly map", contract: callee)
    }
    guard let variable = state.number.constantValue else {
      throw reject("\(name) is not a constant address", contract: callee)
    }
    let map = unit.maps[Int(state.detail)]
    let offset = Int(state.offset) + Int(Int64(bitPattern: variable))
    guard (0...Int(map.valueSize)).contains(offset) else {
      throw reject("\(name) invalid access to map value off=\(offset)", contract: callee)
    }
    // A data section without contents is all zeros.
    guard map.initialValue?[offset...].contains(0) ?? (offset < map.valueSize) else {
      throw reject("string is not zero-terminated", contract: callee)
    }
  }

  /// The argument must be memory of at least `byteCount` bytes that may be read, or written.
  mutating func checkMemory(
    _ state: RegisterState, _ register: Register, byteCount: Int, _ pattern: ValuePattern,
    _ callee: FunctionContract
  ) throws(Rejection) {
    try checkIsMemory(state, register, pattern, callee)
    let access = MemoryAccess(
      register: register, base: state, offset: Int(state.offset), byteCount: byteCount,
      isWrite: pattern.isWritten, isArgument: true)
    switch state.kind {
    case .stack where byteCount == 0: _ = try stackRange(access)
    case _ where byteCount == 0: return
    case .stack:
      // What is not known to be written whole must have been there before.
      if !pattern.isOutput {
        try checkStackMemory(access, mustBeWritten: pattern.words.contains(.written))
      }
      if pattern.isWritten { try overwriteStack(access) }
    case .mapValue: try checkMapValue(access)
    case .memory: try checkGivenMemory(access)
    case .mapKey: try checkMapKey(access)
    default: try checkPacket(access)
    }
    if pattern.words.contains(.aligned) { try checkAlignment(access, isStrict: true) }
  }

  /// Whether calls may be given such memory at all, of whatever size.
  func checkIsMemory(
    _ state: RegisterState, _ register: Register, _ pattern: ValuePattern,
    _ callee: FunctionContract
  ) throws(Rejection) {
    let name = "R\(register.rawValue)"
    switch state.kind {
    case _ where state.isNullable: break
    case .stack, .mapValue, .memory: return
    case .mapKey:
      guard pattern.isWritten else { return }
      throw reject("\(name) cannot write into \(self.name(of: state))", contract: callee)
    case .packet, .packetMeta:
      guard callee.readsPacket else {
        throw reject("helper access to the packet is not allowed", contract: callee)
      }
      guard !pattern.isWritten || packetAccess == .write else {
        throw reject("cannot write into packet", contract: callee)
      }
      return
    default: break
    }
    throw reject(
      "\(name) type=\(self.name(of: state)) expected=fp, pkt, pkt_meta, map_key, map_value, mem, "
        + "ringbuf_mem, buf, trusted_ptr_", contract: callee)
  }
}
