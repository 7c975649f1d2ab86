extension InterpreterThread {
  /// The loop that everything runs in.
  ///
  /// One flat table, as an instruction that is told apart by two jumps takes twice as long.
  mutating func execute(_ stepsLeft: inout Int) -> Progress {
    let storage = unit.steps
    let steps = storage.span
    // Kept out of memory: each instruction waits for the slot of the one before.
    var slot = self.slot
    var remaining = stepsLeft
    defer { stepsLeft = remaining }
    while remaining > 0 {
      remaining &-= 1
      let step = steps[slot]
      slot &+= 1
      switch step.kind {
      case .add64: compute64(.add, step)
      case .subtract64: compute64(.subtract, step)
      case .multiply64: compute64(.multiply, step)
      case .divide64: compute64(.divide, step)
      case .divideSigned64: compute64(.divideSigned, step)
      case .modulo64: compute64(.modulo, step)
      case .moduloSigned64: compute64(.moduloSigned, step)
      case .or64: compute64(.or, step)
      case .and64: compute64(.and, step)
      case .xor64: compute64(.xor, step)
      case .shiftLeft64: compute64(.shiftLeft, step)
      case .shiftRight64: compute64(.shiftRight, step)
      case .shiftRightArithmetic64: compute64(.shiftRightArithmetic, step)
      case .add32: compute32(.add, step)
      case .subtract32: compute32(.subtract, step)
      case .multiply32: compute32(.multiply, step)
      case .divide32: compute32(.divide, step)
      case .divideSigned32: compute32(.divideSigned, step)
      case .modulo32: compute32(.modulo, step)
      case .moduloSigned32: compute32(.moduloSigned, step)
      case .or32: compute32(.or, step)
      case .and32: compute32(.and, step)
      case .xor32: compute32(.xor, step)
      case .shiftLeft32: compute32(.shiftLeft, step)
      case .shiftRight32: compute32(.shiftRight, step)
      case .shiftRightArithmetic32: compute32(.shiftRightArithmetic, step)
      case .move64: set(step, operand(step))
      case .move32: set(step, UInt64(operand(step).low))
      case .negate64: set(step, 0 &- registers[step.destination])
      case .negate32: set(step, UInt64(0 &- registers[step.destination].low))
      case .loadImmediate64:
        set(step, step.immediate)
        slot &+= 1
      case .none: break
      case .signExtend8To64: set(step, signExtended(Int8.self, step))
      case .signExtend16To64: set(step, signExtended(Int16.self, step))
      case .signExtend32To64: set(step, signExtended(Int32.self, step))
      case .signExtend8To32: set(step, UInt64(signExtended(Int8.self, step).low))
      case .signExtend16To32: set(step, UInt64(signExtended(Int16.self, step).low))
      case .truncate16: set(step, UInt64(truncated(UInt16.self, step)))
      case .swap16: set(step, UInt64(truncated(UInt16.self, step).byteSwapped))
      case .swap32: set(step, UInt64(truncated(UInt32.self, step).byteSwapped))
      case .swap64: set(step, registers[step.source].byteSwapped)
      case .load8: load(UInt8.self, step)
      case .load16: load(UInt16.self, step)
      case .load32: load(UInt32.self, step)
      case .load64: load(UInt64.self, step)
      case .loadSigned8: load(Int8.self, step)
      case .loadSigned16: load(Int16.self, step)
      case .loadSigned32: load(Int32.self, step)
      case .store8: store(UInt8.self, step)
      case .store16: store(UInt16.self, step)
      case .store32: store(UInt32.self, step)
      case .store64: store(UInt64.self, step)
      case .atomicAdd64: modify64(.add(fetch: true), step)
      case .atomicOr64: modify64(.or(fetch: true), step)
      case .atomicAnd64: modify64(.and(fetch: true), step)
      case .atomicXor64: modify64(.xor(fetch: true), step)
      case .exchange64: modify64(.exchange, step)
      case .compareExchange64: modify64(.compareExchange, step)
      case .atomicAdd32: modify32(.add(fetch: true), step)
      case .atomicOr32: modify32(.or(fetch: true), step)
      case .atomicAnd32: modify32(.and(fetch: true), step)
      case .atomicXor32: modify32(.xor(fetch: true), step)
      case .exchange32: modify32(.exchange, step)
      case .compareExchange32: modify32(.compareExchange, step)
      case .loadAcquire: loadAcquire(step)
      case .storeRelease: storeRelease(step)
      case .jump: slot &+= Int(truncatingIfNeeded: step.immediate)
      case .equal64: slot &+= distance64(.equal, step)
      case .notEqual64: slot &+= distance64(.notEqual, step)
      case .set64: slot &+= distance64(.set, step)
      case .greater64: slot &+= distance64(.greater, step)
      case .greaterOrEqual64: slot &+= distance64(.greaterOrEqual, step)
      case .less64: slot &+= distance64(.less, step)
      case .lessOrEqual64: slot &+= distance64(.lessOrEqual, step)
      case .signedGreater64: slot &+= distance64(.signedGreater, step)
      case .signedGreaterOrEqual64: slot &+= distance64(.signedGreaterOrEqual, step)
      case .signedLess64: slot &+= distance64(.signedLess, step)
      case .signedLessOrEqual64: slot &+= distance64(.signedLessOrEqual, step)
      case .equal32: slot &+= distance32(.equal, step)
      case .notEqual32: slot &+= distance32(.notEqual, step)
      case .set32: slot &+= distance32(.set, step)
      case .greater32: slot &+= distance32(.greater, step)
      case .greaterOrEqual32: slot &+= distance32(.greaterOrEqual, step)
      case .less32: slot &+= distance32(.less, step)
      case .lessOrEqual32: slot &+= distance32(.lessOrEqual, step)
      case .signedGreater32: slot &+= distance32(.signedGreater, step)
      case .signedGreaterOrEqual32: slot &+= distance32(.signedGreaterOrEqual, step)
      case .signedLess32: slot &+= distance32(.signedLess, step)
      case .signedLessOrEqual32: slot &+= distance32(.signedLessOrEqual, step)
      case .mayGoto: slot &+= takesIteration(step) ? 0 : Int(step.offset)
      case .callInFrame, .callOnStack, .callOutOfFrame:
        self.slot = slot &- 1
        callLocal(step)
        slot = self.slot
      case .exit:
        // A coroutine that ends does so at a time.
        startedOn?.noteSteps(left: remaining &+ stepsBeyond)
        if let progress = exit() { return progress }
        slot = self.slot
      case .callNative, .suspend, .resume, .unwind, .loopInFrame, .loopOnStack, .loopOutOfFrame,
        .walkInFrame, .walkOnStack, .walkOutOfFrame, .tailCall, .loadPacket, .safePoint:
        self.slot = slot &- 1
        startedOn?.noteSteps(left: remaining &+ stepsBeyond)
        let progress = transfer(step)
        slot = self.slot
        remaining &-= startedOn?.takeCharge() ?? 0
        if let progress {
          if progress == .blocked {
            // It has done nothing yet, and taken no time.
            remaining &+= 1
            startedOn?.noteSteps(left: remaining &+ stepsBeyond)
          }
          return progress
        }
      case .end: preconditionFailure("a program ran past its last instruction")
      }
    }
    self.slot = slot
    return .outOfSteps
  }
}
