import Bytecode

extension Scalar {
  /// The results of `self OP rhs` by RFC 9669 §4.1: arithmetic wraps, shift amounts are masked,
  /// dividing by zero gives zero or the dividend, and 32-bit forms zero the upper half.
  public func applying(_ op: ALUOperator, _ width: Width, _ rhs: Scalar) -> Scalar {
    if width == .word32 { return Self.zeroExtending(low.applying(op, rhs.low)) }
    switch op {
    case .add, .subtract, .multiply, .and, .or, .xor:
      // The low half of these results depends on the low halves alone.
      return .reduced(full.applying(op, rhs.full), lowRange: low.applying(op, rhs.low).range)
    case .shiftLeft:
      return shiftedLeft(by: rhs.full.shiftCounts)
    case .divide, .divideSigned, .modulo, .moduloSigned, .shiftRight, .shiftRightArithmetic:
      return .reduced(full.applying(op, rhs.full), lowRange: .all)
    }
  }

  /// −`self`; the 32-bit form zeroes the upper half.
  public func negated(_ width: Width) -> Scalar {
    switch width {
    case .word32: Self.zeroExtending(low.negated())
    case .word64: .reduced(full.negated(), lowRange: low.negated().range)
    }
  }

  /// A result of the low half, with zeros above it.
  static func zeroExtending(_ low: Word<W.Half>) -> Scalar {
    var range = SplitRange<W>.empty
    range.insert(low.range.unsignedMin, low.range.unsignedMax)
    return .reduced(
      Word(tnum: low.tnum.resized(to: W.self), range: range), lowRange: low.range)
  }

  private func shiftedLeft(by counts: ShiftCounts) -> Scalar {
    let full = counts.join { self.shiftedLeftFull(by: $0) }
    let low = counts.join { count in
      count < UInt64(W.Half.bits) ? self.low.shiftedLeft(by: count) : Word(constant: 0)
    }
    return .reduced(full, lowRange: low.range)
  }

  /// From half the width on, what is left comes from the low half, whose bounds may say more.
  @inline(__always)
  private func shiftedLeftFull(by count: UInt64) -> Word<W> {
    var result = full.shiftedLeft(by: count)
    guard count >= UInt64(W.Half.bits) else { return result }
    var range = SplitRange<W>.empty
    lowRange.forEach { range.insertShiftedLeft($0, by: count) }
    result.range.clip(range)
    return result
  }
}

extension Scalar {
  /// The low `bits` bits, zeros above: what a narrow load or a 32-bit move leaves.
  ///
  /// - Precondition: `bits` is from 1 to the width.
  public func zeroExtended(fromBits bits: Int) -> Scalar {
    precondition((1...W.bits).contains(bits), "a part of a word")
    if bits == W.bits { return self }
    if bits == W.Half.bits { return Self.zeroExtending(low) }
    let count = UInt64(W.bits - bits)
    let full = shiftedLeftFull(by: count).shiftedRight(by: count)
    guard bits < W.Half.bits else { return .reduced(full, lowRange: lowRange) }
    let lowCount = UInt64(W.Half.bits - bits)
    let low = self.low.shiftedLeft(by: lowCount).shiftedRight(by: lowCount)
    return .reduced(full, lowRange: low.range)
  }

  /// The low `bytes` bytes, zeros above.
  public func zeroExtended(fromBytes bytes: Int) -> Scalar { zeroExtended(fromBits: 8 * bytes) }

  /// The low `bits` bits with their sign extended to `width`; the 32-bit form zeroes the upper half
  /// (`movsx`, sign-extending loads).
  ///
  /// - Precondition: `bits` is from 1 to the width of the result.
  public func signExtended(fromBits bits: Int, _ width: Width) -> Scalar {
    let resultBits = width == .word32 ? W.Half.bits : W.bits
    precondition((1...resultBits).contains(bits), "a part of a word")
    let low = lowSignExtended(fromBits: bits)
    if width == .word32 { return Self.zeroExtending(low) }
    let count = UInt64(W.bits - bits)
    let full = shiftedLeftFull(by: count).shiftedRightArithmetic(by: count)
    return .reduced(full, lowRange: low.range)
  }

  @inline(__always)
  private func lowSignExtended(fromBits bits: Int) -> Word<W.Half> {
    guard bits < W.Half.bits else { return low }
    let count = UInt64(W.Half.bits - bits)
    return low.shiftedLeft(by: count).shiftedRightArithmetic(by: count)
  }

  /// The low `bits` bits with their bytes reversed where `order` asks for it on a little-endian
  /// host, zeros above. Only single bits survive a reversal: bounds come from them.
  ///
  /// A byte is an eighth of the width, so that small widths are swapped by the same source.
  ///
  /// - Precondition: `bits` is a whole number of bytes, at most the width.
  public func byteSwapped(_ order: ByteOrder, bits: Int) -> Scalar {
    let cut = zeroExtended(fromBits: bits)
    if order == .toLittleEndian { return cut }
    let byteBits = W.bits / 8
    precondition(byteBits > 0 && bits % byteBits == 0, "a whole number of bytes")
    let count = bits / byteBits
    return Scalar(
      Tnum(
        known: Self.reversingBytes(cut.tnum.value, count: count, byteBits: UInt64(byteBits)),
        unknown: Self.reversingBytes(cut.tnum.mask, count: count, byteBits: UInt64(byteBits))))
  }

  private static func reversingBytes(_ word: UInt64, count: Int, byteBits: UInt64) -> UInt64 {
    var rest = word
    var result: UInt64 = 0
    for _ in 0..<count {
      result = (result &<< byteBits) | (rest & ((1 &<< byteBits) &- 1))
      rest &>>= byteBits
    }
    return result
  }
}
