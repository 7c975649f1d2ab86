/// Bitwise operations, shifts and changes of width: all optimal.
extension Tnum {
  @inline(__always)
  public func and(_ other: Tnum) -> Tnum {
    let possible = unsignedMax & other.unsignedMax
    let certain = value & other.value
    return Tnum(known: certain, unknown: possible & ~certain)
  }

  @inline(__always)
  public func or(_ other: Tnum) -> Tnum {
    let certain = value | other.value
    return Tnum(known: certain, unknown: (mask | other.mask) & ~certain)
  }

  @inline(__always)
  public func xor(_ other: Tnum) -> Tnum {
    Tnum(known: value ^ other.value, unknown: mask | other.mask)
  }

  /// - Parameter count: below the width, as in all shifts.
  @inline(__always)
  public func shiftedLeft(by count: UInt64) -> Tnum {
    Tnum(known: value &<< count, unknown: mask &<< count)
  }

  @inline(__always)
  public func shiftedRight(by count: UInt64) -> Tnum {
    Tnum(known: value &>> count, unknown: mask &>> count)
  }

  /// Copies the sign bit down, and with it whether it is known.
  @inline(__always)
  public func shiftedRightArithmetic(by count: UInt64) -> Tnum {
    Tnum(
      known: Self.shiftedRightArithmetic(value, by: count),
      unknown: Self.shiftedRightArithmetic(mask, by: count))
  }

  @inline(__always)
  static func shiftedRightArithmetic(_ word: UInt64, by count: UInt64) -> UInt64 {
    UInt64(truncatingIfNeeded: W.signed(word) &>> Int64(truncatingIfNeeded: count)) & W.mask
  }

  /// The low `bits` bits, the others zero.
  @inline(__always)
  public func truncated(toBits bits: Int) -> Tnum {
    let kept: UInt64 = ~0 &>> UInt64(64 &- bits)
    return Tnum(known: value & kept, unknown: mask & kept)
  }

  /// The low `bits` bits, the others copies of the topmost of them.
  @inline(__always)
  public func signExtended(fromBits bits: Int) -> Tnum {
    let count = UInt64(W.bits &- bits)
    return shiftedLeft(by: count).shiftedRightArithmetic(by: count)
  }

  /// The same bits in a word of another width: cut off, or preceded by zeros.
  @inline(__always)
  func resized<V: BitWidth>(to _: V.Type) -> Tnum<V> {
    Tnum<V>(known: value, unknown: mask & V.mask)
  }

  /// This number with its low bits replaced by those of `low`.
  @inline(__always)
  func replacingLow<V: BitWidth>(_ low: Tnum<V>) -> Tnum {
    Tnum(known: (value & ~V.mask) | low.value, unknown: (mask & ~V.mask) | low.mask)
  }
}
