import Bytecode
import Contracts

/// A load or store, as the checks see it.
struct MemoryAccess {
  var register: Register
  var base: RegisterState
  /// From what the base points to: its fixed offset and the instruction's.
  var offset: Int
  var byteCount: Int
  var isWrite: Bool
  /// A call is given the memory, to do as it says.
  var isArgument = false

  var registerName: String { "R\(register.rawValue)" }
}

extension Exploration {
  mutating func accessMemory(_ operation: Operation) throws(Rejection) {
    switch operation {
    case .load(let size, let signExtended, let destination, let base, let offset):
      let access = try access(base, offset, size, isWrite: false)
      let value = try load(access)
      try write(
        destination, signExtended ? try signExtend(value, size, access) : value)
    case .loadAcquire(let size, let destination, let base, let offset):
      let access = try access(base, offset, size, isWrite: false)
      try checkAtomic(access, "loads from")
      try write(destination, try load(access))
    case .storeRegister(let size, let base, let offset, let source):
      let value = try linked(source)
      try store(value, to: try access(base, offset, size, isWrite: true))
    case .storeRelease(let size, let base, let offset, let source):
      let access = try access(base, offset, size, isWrite: true)
      try checkAtomic(access, "stores into")
      try store(try read(source).copied, to: access)
    case .storeImmediate(let size, let base, let offset, let value):
      let constant = RegisterState.constant(UInt64(bitPattern: Int64(value)))
      try store(constant, to: try access(base, offset, size, isWrite: true))
    case .atomic(let atomic, let size, let base, let offset, let source):
      try modify(atomic, source, try access(base, offset, size, isWrite: true))
    default: preconditionFailure("not a memory operation")
    }
  }

  private func access(
    _ base: Register, _ offset: Int16, _ size: MemorySize, isWrite: Bool
  ) throws(Rejection) -> MemoryAccess {
    let state = try read(base)
    let access = MemoryAccess(
      register: base, base: state, offset: Int(state.offset) + Int(offset),
      byteCount: size.byteCount, isWrite: isWrite)
    try checkAlignment(access, isStrict: isAlignmentStrict)
    return access
  }

  private func signExtend(
    _ value: RegisterState, _ size: MemorySize, _ access: MemoryAccess
  ) throws(Rejection) -> RegisterState {
    guard value.kind == .scalar else {
      throw reject(
        "invalid bpf_context access off=\(access.offset) size=\(access.byteCount): "
          + "\(access.registerName) sign-extending load of a pointer")
    }
    if has(.signExtendingLoadForgotten) { return value }
    return .scalar(
      value.number.signExtended(fromBits: size.byteCount * 8, .word64), from: value.sources)
  }

  private mutating func modify(
    _ atomic: AtomicOperator, _ source: Register, _ access: MemoryAccess
  ) throws(Rejection) {
    _ = try read(source)
    if atomic == .compareExchange { _ = try read(.r0) }
    try checkAtomic(access, "stores into")
    var reading = access
    reading.isWrite = false
    let old = try load(reading)
    try store(.unknownScalar, to: access)
    if has(.atomicFetchForgotten) { return }
    switch atomic {
    case .compareExchange: try write(.r0, old)
    case .exchange, .add(fetch: true), .or(fetch: true), .and(fetch: true), .xor(fetch: true):
      try write(source, old)
    default: break
    }
  }

  /// Atomic operations work on shared or private memory, at multiples of their size, and never on
  /// packets and interface types.
  private func checkAtomic(_ access: MemoryAccess, _ verb: String) throws(Rejection) {
    switch access.base.kind {
    case .packet, .packetMeta, .packetEnd, .object:
      throw reject(
        "BPF_ATOMIC \(verb) \(access.registerName) \(name(of: access.base)) is not allowed")
    case .memory where access.base.isPart && !isJudgedAsLinux:
      throw reject(
        "BPF_ATOMIC \(verb) \(access.registerName) \(name(of: access.base)) is not allowed",
        hint: "where a part of other memory begins, nobody knows: it may not be aligned")
    default: try checkAlignment(access, isStrict: true)
    }
  }

  mutating func load(_ access: MemoryAccess) throws(Rejection) -> RegisterState {
    try checkNonNull(access)
    switch access.base.kind {
    case .stack: return try loadFromStack(access)
    case .mapValue:
      try checkMapValue(access)
      if let pointer = try keptPointer(at: access) {
        try evidence.noteAccess(at: path.slot, to: .kernel)
        return load(pointer)
      }
      if let constant = constant(at: access) {
        try evidence.noteAccess(at: path.slot, to: .memory)
        return .constant(constant)
      }
    case .packet, .packetMeta:
      try checkPacket(access)
    case .memory:
      try checkGivenMemory(access)
    case .mapKey:
      try checkMapKey(access)
    case .object: return try loadField(access)
    case .kernel: return try loadKernelField(access)
    case .allocated: try accessObject(access)
    case .arguments: return try loadArgument(access)
    case .map: return try loadMapField(access)
    default: throw invalidAccess(access)
    }
    try evidence.noteAccess(at: path.slot, to: .memory)
    return .scalar(Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
  }

  /// Addresses are no secret: a program may store them anywhere. Read back from where others may write,
  /// they are numbers.
  mutating func store(
    _ value: RegisterState, to access: MemoryAccess
  ) throws(Rejection) {
    try checkNonNull(access)
    switch access.base.kind {
    case .stack:
      try storeToStack(value, access)
    case .mapValue:
      try checkMapValue(access)
      if let pointer = try keptPointer(at: access) { try checkStore(value, in: pointer, access) }
    case .packet, .packetMeta:
      guard packetAccess == .write else { throw reject("cannot write into packet") }
      try checkPacket(access)
    case .memory: try checkGivenMemory(access)
    case .mapKey: throw reject("write to change key \(access.registerName) not allowed")
    case .object:
      try storeField(access)
      return
    case .allocated:
      try accessObject(access)
      return
    case .kernel: throw reject("only read is supported")
    case .map where !isJudgedAsLinux: throw invalidAccess(access)
    case .map:
      throw reject(
        "only read from \(unit.maps[Int(access.base.detail)].structureName) is supported")
    case .arguments:
      throw reject("invalid bpf_context access off=\(access.offset) size=\(access.byteCount)")
    default: throw invalidAccess(access)
    }
    try evidence.noteAccess(at: path.slot, to: .memory)
  }

  private func checkNonNull(_ access: MemoryAccess) throws(Rejection) {
    guard access.base.isNullable else { return }
    throw reject(
      "\(access.registerName) invalid mem access '\(name(of: access.base))'",
      hint: "compare the pointer with null before using it")
  }

  func invalidAccess(_ access: MemoryAccess) -> Rejection {
    let rejection = reject(
      "\(access.registerName) invalid mem access '\(name(of: access.base))'")
    guard access.base.consumedAt > 0 else { return rejection }
    return rejection.conflicting(with: access.base.consumedAt - 1, "the value was given away")
  }
}
