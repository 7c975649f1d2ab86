import Bytecode

/// What single instructions do. All of it is inlined into the loop, where operator and type are
/// constants.
extension InterpreterThread {
  @inline(__always)
  func operand(_ step: Step) -> UInt64 { registers[step.source] &+ step.immediate }

  @inline(__always)
  func set(_ step: Step, _ value: UInt64) { registers[step.destination] = value }

  @inline(__always)
  func compute64(_ op: ALUOperator, _ step: Step) {
    set(step, op.apply(registers[step.destination], operand(step)))
  }

  @inline(__always)
  func compute32(_ op: ALUOperator, _ step: Step) {
    set(step, UInt64(op.apply(registers[step.destination].low, operand(step).low)))
  }

  @inline(__always)
  func truncated<Word: FixedWidthInteger>(_ type: Word.Type, _ step: Step) -> Word {
    Word(truncatingIfNeeded: registers[step.source])
  }

  @inline(__always)
  func signExtended<Word: FixedWidthInteger & SignedInteger>(
    _ type: Word.Type, _ step: Step
  ) -> UInt64 {
    UInt64(truncatingIfNeeded: truncated(type, step))
  }

  // MARK: Branches

  /// How many slots a branch skips.
  @inline(__always)
  func distance64(_ comparison: Comparison, _ step: Step) -> Int {
    comparison.holds(registers[step.destination], operand(step)) ? Int(step.offset) : 0
  }

  @inline(__always)
  func distance32(_ comparison: Comparison, _ step: Step) -> Int {
    let holds = comparison.holds(
      registers[step.destination].low.extended, operand(step).low.extended)
    return holds ? Int(step.offset) : 0
  }

  // MARK: Memory

  @inline(__always)
  private func address(_ base: UInt8, _ step: Step) -> UInt64 {
    registers[base] &+ Int64(step.offset).unsigned
  }

  /// Signed words are sign-extended, others zero-extended.
  @inline(__always)
  func load<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type, _ step: Step) {
    set(step, UInt64(truncatingIfNeeded: Memory.load(type, at: address(step.source, step))))
  }

  @inline(__always)
  func store<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type, _ step: Step) {
    Memory.store(Word(truncatingIfNeeded: operand(step)), at: address(step.destination, step))
  }

  @inline(__always)
  func loadAcquire(_ step: Step) {
    set(
      step, Memory.loadAcquire(byteCount: step.immediate, at: address(step.source, step)))
  }

  @inline(__always)
  func storeRelease(_ step: Step) {
    Memory.storeRelease(
      registers[step.source], byteCount: step.immediate, at: address(step.destination, step))
  }

  @inline(__always)
  func modify64(_ op: AtomicOperator, _ step: Step) {
    registers[UInt8(truncatingIfNeeded: step.immediate)] = Memory.modify64(
      op, at: address(step.destination, step), with: registers[step.source],
      expected: registers[Register.r0.rawValue])
  }

  /// RFC 9669 §5.3: a fetched 32-bit value is zero-extended.
  @inline(__always)
  func modify32(_ op: AtomicOperator, _ step: Step) {
    let old = Memory.modify32(
      op, at: address(step.destination, step), with: registers[step.source].low,
      expected: registers[Register.r0.rawValue].low)
    registers[UInt8(truncatingIfNeeded: step.immediate)] = UInt64(old)
  }
}
