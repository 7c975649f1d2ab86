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
    _ callee: FunctionContract, _ bindings: inout CallBindings
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
        "\(name) invalid zero-sized read: u64=[\(size.number.signedMin),"
          + "\(size.number.signedMax)]", contract: callee)
    }
    demand(size)
    let byteCount = Int(size.number.signedMax)
    guard let memory = bindings[instance] else {
      guard size.constantValue != nil else {
        throw reject("\(name) is not a known constant", contract: callee)
      }
      bindings.bind(instance, CallBindings.Binding(register: size, number: register))
      return
    }
    if memory.register.isZero, byteCount == 0 { return }
    try checkMemory(
      memory.register, memory.number, byteCount: byteCount, isOutput: memory.isOutput, callee)
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
    guard state.kind == .mapValue, unit.maps[Int(state.detail)].isReadOnly else {
      throw reject("\(name) does not point to a readonly map", contract: callee)
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
    _ state: RegisterState, _ register: Register, byteCount: Int, isOutput: Bool,
    _ callee: FunctionContract
  ) throws(Rejection) {
    let access = MemoryAccess(
      register: register, base: state, offset: Int(state.offset), byteCount: byteCount,
      isWrite: isOutput)
    switch state.kind {
    case _ where byteCount == 0: return
    case .stack: try isOutput ? overwriteStack(access) : checkStackMemory(access)
    case .mapValue: try checkMapValue(access)
    case .packet, .packetMeta: try checkPacket(access)
    case .memory: try checkGivenMemory(access)
    case .mapKey where !isOutput: try checkMapKey(access)
    default:
      throw reject(
        "R\(register.rawValue) type=\(state.kindName) expected=fp, pkt, pkt_meta, map_key, "
          + "map_value, mem", contract: callee)
    }
  }
}
