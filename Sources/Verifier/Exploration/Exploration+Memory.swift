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
      let value = size == .double ? try linked(source) : try read(source).copied
      try store(value, from: source, to: try access(base, offset, size, isWrite: true))
    case .storeRelease(let size, let base, let offset, let source):
      let access = try access(base, offset, size, isWrite: true)
      try checkAtomic(access, "stores into")
      try store(try read(source).copied, from: source, to: access)
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
    return MemoryAccess(
      register: base, base: state, offset: Int(state.offset) + Int(offset),
      byteCount: size.byteCount, isWrite: isWrite)
  }

  private func signExtend(
    _ value: RegisterState, _ size: MemorySize, _ access: MemoryAccess
  ) throws(Rejection) -> RegisterState {
    guard value.kind == .scalar else {
      throw reject("\(access.registerName) sign-extending load of a pointer")
    }
    // The engines know where a context's fields really are for plain loads only.
    guard evidence.nativeAccess(at: path.slot) == nil else {
      throw reject(
        "invalid bpf_context access off=\(access.offset) size=\(access.byteCount)",
        hint: "load the field unsigned and extend its sign afterwards")
    }
    return .scalar(
      value.number.signExtended(fromBits: size.byteCount * 8, .word64))
  }

  private mutating func modify(
    _ atomic: AtomicOperator, _ source: Register, _ access: MemoryAccess
  ) throws(Rejection) {
    guard try read(source).kind == .scalar else {
      throw reject("R\(source.rawValue) leaks addr into mem")
    }
    try checkAtomic(access, "stores into")
    var reading = access
    reading.isWrite = false
    guard try load(reading).kind == .scalar else {
      throw reject("\(access.registerName) atomic operation on a spilled pointer")
    }
    try store(.unknownScalar, to: access)
    let result = RegisterState.scalar(Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
    switch atomic {
    case .compareExchange:
      guard try read(.r0).kind == .scalar else { throw reject("R0 leaks addr into mem") }
      try write(.r0, result)
    case .exchange, .add(fetch: true), .or(fetch: true), .and(fetch: true), .xor(fetch: true):
      try write(source, result)
    default: break
    }
  }

  /// Atomic operations work on shared or private memory of their own size's alignment, never on
  /// packets and interface types.
  private func checkAtomic(_ access: MemoryAccess, _ verb: String) throws(Rejection) {
    switch access.base.kind {
    case .stack, .mapValue, .memory: break
    default:
      throw reject(
        "BPF_ATOMIC \(verb) \(access.registerName) \(access.base.kindName) is not allowed")
    }
    // Stacks, values and given memory begin at multiples of eight.
    let low = UInt64(access.byteCount - 1)
    let tnum = access.base.number.tnum
    let fixed = UInt64(bitPattern: Int64(access.offset)) &+ tnum.value
    guard tnum.mask & low == 0, fixed & low == 0 else {
      throw reject(
        "misaligned access off \(access.offset) size \(access.byteCount): atomic operations need "
          + "aligned memory")
    }
  }

  mutating func load(_ access: MemoryAccess) throws(Rejection) -> RegisterState {
    try checkNonNull(access)
    switch access.base.kind {
    case .stack: return try loadFromStack(access)
    case .mapValue:
      try checkMapValue(access)
    case .packet, .packetMeta:
      try checkPacket(access)
    case .memory:
      try checkGivenMemory(access)
    case .mapKey:
      try checkMapKey(access)
    case .object:
      return try loadField(access)
    default: throw invalidAccess(access)
    }
    try evidence.noteAccess(at: path.slot, native: nil)
    return .scalar(Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
  }

  /// - Parameter source: the register that holds the value, for messages.
  mutating func store(
    _ value: RegisterState, from source: Register? = nil, to access: MemoryAccess
  ) throws(Rejection) {
    try checkNonNull(access)
    switch access.base.kind {
    case .stack: try storeToStack(value, access)
    case .mapValue:
      try checkMapValue(access)
      try checkNoAddress(value, source, "map")
    case .packet, .packetMeta:
      try checkPacket(access)
      try checkNoAddress(value, source, "packet")
    case .memory:
      try checkGivenMemory(access)
      try checkNoAddress(value, source, "mem")
    case .mapKey: throw reject("write to change key \(access.registerName) not allowed")
    case .object:
      throw reject(
        "\(access.registerName) only read is supported into \(typeName(access.base))")
    default: throw invalidAccess(access)
    }
    try evidence.noteAccess(at: path.slot, native: nil)
  }

  /// What outlives the program, or is seen by others, holds no pointers: read back, they would be
  /// numbers, and what they point to may be gone.
  private func checkNoAddress(
    _ value: RegisterState, _ source: Register?, _ place: String
  ) throws(Rejection) {
    guard value.isPointer, let source else { return }
    throw reject("R\(source.rawValue) leaks addr into \(place)")
  }

  private func checkNonNull(_ access: MemoryAccess) throws(Rejection) {
    guard access.base.isNullable else { return }
    throw reject(
      "\(access.registerName) invalid mem access '\(access.base.kindName)\(typeName(access.base))'",
      hint: "compare the pointer with null before using it")
  }

  private func invalidAccess(_ access: MemoryAccess) -> Rejection {
    let hint =
      access.base.consumedAt > 0
      ? "the value was given away by the call at insn \(access.base.consumedAt - 1)" : nil
    return reject(
      "\(access.registerName) invalid mem access '\(access.base.kindName)'", hint: hint)
  }

  // MARK: Map values

  func checkMapValue(_ access: MemoryAccess) throws(Rejection) {
    let map = unit.maps[Int(access.base.detail)]
    guard !(access.isWrite && map.isReadOnly) else {
      throw reject("write into map forbidden, value_size=\(map.valueSize) off=\(access.offset)")
    }
    try checkBounds(access, byteCount: Int(map.valueSize), "map value, value_size")
    try checkSpecialFields(access)
  }

  func checkMapKey(_ access: MemoryAccess) throws(Rejection) {
    let map = unit.maps[Int(access.base.detail)]
    try checkBounds(access, byteCount: Int(map.keySize), "map key, key_size")
  }

  func checkGivenMemory(_ access: MemoryAccess) throws(Rejection) {
    try checkBounds(access, byteCount: Int(access.base.detail), "memory, mem_size")
  }

  /// - Parameter name: what is accessed, and the word for its size.
  private func checkBounds(
    _ access: MemoryAccess, byteCount: Int, _ name: String
  ) throws(Rejection) {
    let number = access.base.number
    guard number.signedMin + Int64(access.offset) >= 0 else {
      throw reject(
        "\(access.registerName) min value is negative, either use unsigned index or do a "
          + "if (index >=0) check.")
    }
    // Variable parts stay far below the limits of 64 bits: each sum adds at most `offsetLimit`.
    let end = number.signedMax + Int64(access.offset + access.byteCount)
    guard end <= Int64(byteCount) else {
      throw reject(
        "invalid access to \(name)=\(byteCount) off=\(access.offset) size=\(access.byteCount)",
        hint: number.constantValue == nil ? "bound the index before using it" : nil)
    }
  }

  private func checkSpecialFields(_ access: MemoryAccess) throws(Rejection) {
    let layout = unit.valueLayouts[Int(access.base.detail)]
    let number = access.base.number
    let first = access.offset + Int(number.signedMin)
    let span = Int(number.signedMax - number.signedMin)
    if let field = layout.field(overlapping: first, byteCount: access.byteCount + span) {
      throw reject("\(field.typeName) cannot be accessed directly by load/store")
    }
  }

  // MARK: Packets

  func checkPacket(_ access: MemoryAccess) throws(Rejection) {
    let base = access.base
    guard base.number.signedMin + Int64(access.offset) >= 0 else {
      throw reject(
        "\(access.registerName) min value is negative, either use unsigned index or do a "
          + "if (index >=0) check.")
    }
    guard access.offset >= 0, access.offset + access.byteCount <= Int(base.packetRange) else {
      throw reject(
        "invalid access to packet, off=\(access.offset) size=\(access.byteCount), "
          + "\(access.registerName)(id=\(base.identity),off=\(base.offset),r=\(base.packetRange))",
        hint: "compare the end of the access with data_end first")
    }
  }

  // MARK: Interface types

  private mutating func loadField(_ access: MemoryAccess) throws(Rejection) -> RegisterState {
    let rule = unit.typeRules[access.base.detail]
    guard let field = rule.field(at: access.offset, byteCount: access.byteCount) else {
      throw reject(
        "access beyond struct \(rule.name) at off \(access.offset) size \(access.byteCount)")
    }
    switch field.content {
    case .opaque, .nested:
      throw reject("\(rule.name)::\(field.name) cannot be accessed directly by load/store")
    case .packetData, .packetMeta, .packetEnd:
      return try loadPacketPointer(field, of: rule, access)
    case .scalar: break
    }
    try noteNative(field, access)
    return .scalar(Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
  }

  private mutating func loadPacketPointer(
    _ field: FieldRule, of rule: TypeRule, _ access: MemoryAccess
  ) throws(Rejection) -> RegisterState {
    guard access.offset == field.offset, access.byteCount == field.byteCount else {
      throw reject("invalid bpf_context access off=\(access.offset) size=\(access.byteCount)")
    }
    try noteNative(field, access)
    let kind: RegisterState.Kind =
      switch field.content {
      case .packetData: .packet
      case .packetMeta: .packetMeta
      default: .packetEnd
      }
    return RegisterState(kind: kind, instance: access.base.instance)
  }

  /// Notes where the load really goes, for the engines.
  private mutating func noteNative(
    _ field: FieldRule, _ access: MemoryAccess
  ) throws(Rejection) {
    guard let native = field.native else {
      try evidence.noteAccess(at: path.slot, native: nil)
      return
    }
    let within = access.offset - field.offset
    let target = Evidence.NativeAccess(
      offset: native.offset + within,
      byteCount: within == 0 && access.byteCount == field.byteCount
        ? native.byteCount : access.byteCount,
      declaredOffset: access.offset)
    try evidence.noteAccess(at: path.slot, native: target)
  }
}
