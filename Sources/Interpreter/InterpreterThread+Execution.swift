import Bytecode

extension InterpreterThread {
  /// The loop that everything runs in.
  mutating func execute(_ stepsLeft: inout Int) -> Progress {
    let steps = unit.steps
    // Kept out of memory: each instruction waits for the slot of the one before.
    var slot = self.slot
    var remaining = stepsLeft
    defer { stepsLeft = remaining }
    while remaining > 0 {
      remaining &-= 1
      let step = steps[slot]
      slot &+= 1
      switch step.kind {
      case .alu64:
        registers[step.destination] = step.arithmetic.apply(
          registers[step.destination], operand(step))
      case .alu32:
        registers[step.destination] = UInt64(
          step.arithmetic.apply(registers[step.destination].low, operand(step).low))
      case .move64: registers[step.destination] = operand(step)
      case .move32: registers[step.destination] = UInt64(operand(step).low)
      case .branch64:
        if step.comparison.holds(registers[step.destination], operand(step)) {
          slot &+= Int(step.offset)
        }
      case .branch32:
        if step.comparison.holds(
          registers[step.destination].low.extended, operand(step).low.extended)
        {
          slot &+= Int(step.offset)
        }
      case .jump: slot &+= Int(truncatingIfNeeded: step.immediate)
      case .loadImmediate64:
        registers[step.destination] = step.immediate
        slot &+= 1
      case .load8, .load16, .load32, .load64, .loadSigned8, .loadSigned16, .loadSigned32:
        registers[step.destination] = load(step)
      case .store8, .store16, .store32, .store64: store(step)
      case .callInFrame, .callOnStack, .callOutOfFrame, .callNative, .suspend, .resume, .unwind,
        .exit, .loopInFrame, .loopOnStack, .loopOutOfFrame, .walkInFrame, .walkOnStack,
        .walkOutOfFrame, .tailCall, .loadPacket:
        self.slot = slot - 1
        let progress = transfer(step)
        slot = self.slot
        if let progress {
          if progress == .blocked { remaining += 1 }
          return progress
        }
      case .mayGoto: if !takesIteration(step) { slot &+= Int(step.offset) }
      case .end: preconditionFailure("a program ran past its last instruction")
      default: compute(step)
      }
    }
    self.slot = slot
    return .outOfSteps
  }

  @inline(__always)
  private func operand(_ step: Step) -> UInt64 { registers[step.source] &+ step.immediate }

  // MARK: Memory

  @inline(__always)
  private func load(_ step: Step) -> UInt64 {
    let address = registers[step.source] &+ Int64(step.offset).unsigned
    return switch step.kind {
    case .load8: UInt64(Memory.load(UInt8.self, at: address))
    case .load16: UInt64(Memory.load(UInt16.self, at: address))
    case .load32: UInt64(Memory.load(UInt32.self, at: address))
    case .loadSigned8: Int64(Memory.load(Int8.self, at: address)).unsigned
    case .loadSigned16: Int64(Memory.load(Int16.self, at: address)).unsigned
    case .loadSigned32: Int64(Memory.load(Int32.self, at: address)).unsigned
    default: Memory.load(at: address)
    }
  }

  @inline(__always)
  private func store(_ step: Step) {
    let address = registers[step.destination] &+ Int64(step.offset).unsigned
    let value = operand(step)
    switch step.kind {
    case .store8: Memory.store(UInt8(truncatingIfNeeded: value), at: address)
    case .store16: Memory.store(UInt16(truncatingIfNeeded: value), at: address)
    case .store32: Memory.store(value.low, at: address)
    default: Memory.store(value, at: address)
    }
  }

  /// RFC 9669 §5.3: a fetched 32-bit value is zero-extended.
  private mutating func modify(_ step: Step) {
    let address = registers[step.destination] &+ Int64(step.offset).unsigned
    let operand = registers[step.source]
    let old: UInt64
    if step.kind == .atomic64 {
      old = Memory.modify64(step.atomic, at: address, with: operand, expected: registers[0])
    } else {
      old = UInt64(
        Memory.modify32(
          step.atomic, at: address, with: operand.low, expected: registers[0].low))
    }
    if step.atomic == .compareExchange {
      registers[0] = old
    } else if step.atomic.isFetching {
      registers[step.source] = old
    }
  }

  // MARK: What is seldom

  @inline(never)
  private mutating func compute(_ step: Step) {
    switch step.kind {
    case .atomic32, .atomic64: modify(step)
    case .loadAcquire:
      registers[step.destination] = Memory.loadAcquire(
        byteCount: step.immediate, at: registers[step.source] &+ Int64(step.offset).unsigned)
    case .storeRelease:
      Memory.storeRelease(
        registers[step.source], byteCount: step.immediate,
        at: registers[step.destination] &+ Int64(step.offset).unsigned)
    case .negate64: registers[step.destination] = 0 &- registers[step.destination]
    case .negate32: registers[step.destination] = UInt64(0 &- registers[step.destination].low)
    case .none: break
    default: registers[step.destination] = step.kind.converting(registers[step.source])
    }
  }
}

extension Step.Kind {
  /// Sign extensions, truncations and byte swaps (RFC 9669 §4.1 and §4.2).
  fileprivate func converting(_ value: UInt64) -> UInt64 {
    switch self {
    case .signExtend8To64: Int64(Int8(truncatingIfNeeded: value)).unsigned
    case .signExtend16To64: Int64(Int16(truncatingIfNeeded: value)).unsigned
    case .signExtend32To64: Int64(Int32(truncatingIfNeeded: value)).unsigned
    case .signExtend8To32: UInt64(Int64(Int8(truncatingIfNeeded: value)).unsigned.low)
    case .signExtend16To32: UInt64(Int64(Int16(truncatingIfNeeded: value)).unsigned.low)
    case .truncate16: UInt64(UInt16(truncatingIfNeeded: value))
    case .swap16: UInt64(UInt16(truncatingIfNeeded: value).byteSwapped)
    case .swap32: UInt64(value.low.byteSwapped)
    case .swap64: value.byteSwapped
    default: preconditionFailure("not a conversion")
    }
  }
}
