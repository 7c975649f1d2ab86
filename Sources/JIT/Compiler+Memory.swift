import Bytecode

extension Compiler {
  mutating func emitMemory(_ operation: Operation, at slot: Int) {
    switch operation {
    case .load(let size, let signExtended, let destination, let base, let offset):
      emitLoad(size, signExtended, X86Register(destination), X86Register(base), offset, at: slot)
    case .loadAcquire(let size, let destination, let base, let offset):
      // x86 loads acquire and x86 stores release by themselves.
      emitter.load(
        X86Register(destination), X86Register(base), Int32(offset), byteCount: size.byteCount)
    case .storeRegister(let size, let base, let offset, let source),
      .storeRelease(let size, let base, let offset, let source):
      emitter.store(
        X86Register(base), Int32(offset), X86Register(source), byteCount: size.byteCount)
    case .storeImmediate(let size, let base, let offset, let value):
      emitter.store(X86Register(base), Int32(offset), constant: value, byteCount: size.byteCount)
    case .atomic(let atomic, let size, let base, let offset, let source):
      emitAtomic(
        atomic, Emitter.OperandSize(byteCount: size.byteCount), X86Register(base), Int32(offset),
        X86Register(source))
    default: preconditionFailure("not a memory operation")
    }
  }

  private mutating func emitLoad(
    _ size: MemorySize, _ signExtended: Bool, _ destination: X86Register, _ base: X86Register,
    _ offset: Int16, at slot: Int
  ) {
    let native = verified.nativeLoad(at: slot)
    let displacement = Int32(offset) + Int32(native?.displacement ?? 0)
    emitter.load(
      destination, base, displacement, byteCount: native?.byteCount ?? size.byteCount,
      signExtended: signExtended)
  }

  private static let lockPrefix: UInt8 = 0xf0

  private mutating func emitAtomic(
    _ atomic: AtomicOperator, _ size: Emitter.OperandSize, _ base: X86Register,
    _ displacement: Int32, _ source: X86Register
  ) {
    switch atomic {
    case .add(fetch: false): emitLocked(0x01, size, base, displacement, source)
    case .or(fetch: false): emitLocked(0x09, size, base, displacement, source)
    case .and(fetch: false): emitLocked(0x21, size, base, displacement, source)
    case .xor(fetch: false): emitLocked(0x31, size, base, displacement, source)
    case .add(fetch: true):
      emitter.memoryForm(
        0x0fc1, size, reg: source.rawValue, base: base, displacement: displacement,
        prefix: Self.lockPrefix)
    case .exchange:
      emitter.memoryForm(
        0x87, size, reg: source.rawValue, base: base, displacement: displacement)
    case .compareExchange:
      emitter.memoryForm(
        0x0fb1, size, reg: source.rawValue, base: base, displacement: displacement,
        prefix: Self.lockPrefix)
    case .or(fetch: true): emitFetching(.or, size, base, displacement, source)
    case .and(fetch: true): emitFetching(.and, size, base, displacement, source)
    case .xor(fetch: true): emitFetching(.xor, size, base, displacement, source)
    }
    // A 32-bit exchange that fails leaves the upper half of rax as it was.
    if atomic == .compareExchange, size == .word { emitter.move(.rax, .rax, .word) }
  }

  private mutating func emitLocked(
    _ opcode: UInt16, _ size: Emitter.OperandSize, _ base: X86Register, _ displacement: Int32,
    _ source: X86Register
  ) {
    emitter.memoryForm(
      opcode, size, reg: source.rawValue, base: base, displacement: displacement,
      prefix: Self.lockPrefix)
  }

  /// x86 has no fetching or, and, xor: tries until nobody came between.
  private mutating func emitFetching(
    _ group: Emitter.Group, _ size: Emitter.OperandSize, _ base: X86Register,
    _ displacement: Int32, _ source: X86Register
  ) {
    emitter.move(.scratch2, .rax)
    let address: X86Register = base == .rax ? .scratch2 : base
    let operand: X86Register = source == .rax ? .scratch2 : source
    emitter.load(.rax, address, displacement, byteCount: size == .double ? 8 : 4)
    let retry = emitter.offset
    emitter.move(.scratch, .rax, size)
    emitter.operate(group, size, .scratch, operand)
    emitter.memoryForm(
      0x0fb1, size, reg: X86Register.scratch.rawValue, base: address,
      displacement: displacement, prefix: Self.lockPrefix)
    emitter.jump(.notEqual, toOffset: retry)
    if source == .rax { return }
    emitter.move(source, .rax, size)
    emitter.move(.rax, .scratch2)
  }
}
