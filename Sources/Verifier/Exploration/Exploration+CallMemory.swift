import Bytecode
import Contracts

/// Memory that calls are given, with a size that the contract or another argument says.
extension Exploration {
  /// No call is given more (Linux: `BPF_MAX_VAR_SIZ`).
  private static var sizeLimit: Int64 { 1 << 29 }

  /// The argument is how many bytes the memory `instance` has: all of them must be there.
  mutating func checkSize(
    _ size: RegisterState, _ register: Register, of instance: Int, mayBeZero: Bool,
    _ callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    guard let memory = bindings[instance] else {
      preconditionFailure("the contract was checked for a memory of each size")
    }
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
    if memory.register.isZero, byteCount == 0 { return }
    try checkMemory(
      memory.register, memory.number, byteCount: byteCount, isOutput: memory.isOutput, callee)
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
