import Bytecode

/// What bugs that are planted do.
extension Exploration {
  /// Whether to make this mistake.
  @inline(__always)
  func has(_ bug: PlantedBug) -> Bool { probe.plant == bug }
}

extension Number {
  /// What an operation on two numbers gives with the bug.
  func spoilt(
    _ bug: PlantedBug, _ op: ALUOperator, _ width: Width, _ a: Number, _ b: Number
  ) -> Number {
    switch (bug, op) {
    case (.logic32Unbounded, .and), (.logic32Unbounded, .or), (.logic32Unbounded, .xor):
      guard width == .word32 else { return self }
      // As if no bit were ever added.
      let limit = UInt64(max(a.low32UnsignedMax, b.low32UnsignedMax))
      return intersection(Number(unsigned: 0...limit)) ?? self
    case (.arithmeticShift32AsLogical, .shiftRightArithmetic) where width == .word32:
      return a.applying(.shiftRight, .word32, b)
    case (.multiplicationOverflow, .multiply) where width == .word64:
      let (low, high) = (a.unsignedMin &* b.unsignedMin, a.unsignedMax &* b.unsignedMax)
      return low <= high ? intersection(Number(unsigned: low...high)) ?? self : self
    case (.divisorTruncated, .divide), (.divisorTruncated, .modulo):
      // A divisor that is not 0 is believed to have a lower half that is not 0.
      guard width == .word32, b.unsignedMin > 0 else { return self }
      var (divisor, zero) = (b, Number(constant: 0))
      guard Number.refine(.notEqual, .word32, taken: true, &divisor, &zero) else {
        return a.applying(op, width, Number(constant: 1))
      }
      return a.applying(op, width, divisor)
    default: return self
    }
  }

  /// The lower half, by the bounds' lower halves.
  var withTruncatedBounds: Number {
    let (low, high) = (unsignedMin & 0xffff_ffff, unsignedMax & 0xffff_ffff)
    let half = zeroExtended(fromBits: 32)
    return low <= high ? half.intersection(Number(unsigned: low...high)) ?? half : half
  }
}

extension StackState {
  /// Believes of a part of a number that it is the number.
  mutating func link(at index: Int, to number: RegisterState) {
    var slot = self[index]
    slot.spilled.link(to: number)
    self[index] = slot
  }
}

extension State {
  /// Believes that the caller's registers are those of the function that has returned.
  mutating func takeCalleeSaved(of frame: Frame) {
    for register in 6...9 where frame.registers[register].kind == .scalar {
      frames[frames.count - 1].registers[register] = frame.registers[register]
    }
  }
}
