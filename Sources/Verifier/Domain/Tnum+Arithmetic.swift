/// Arithmetic modulo the width.
extension Tnum {
  /// Optimal. A sum bit is unknown where an addend's is, or where the carry into it may differ: the
  /// carries of the smallest and of the largest sum tell.
  @inline(__always)
  public func adding(_ other: Tnum) -> Tnum {
    let smallest = value &+ other.value
    let largest = smallest &+ mask &+ other.mask
    return Tnum(known: smallest, unknown: (smallest ^ largest) | mask | other.mask)
  }

  /// Optimal, like addition: the borrows of the smallest and of the largest difference tell.
  @inline(__always)
  public func subtracting(_ other: Tnum) -> Tnum {
    let difference = value &- other.value
    let largest = difference &+ mask
    let smallest = difference &- other.mask
    return Tnum(known: difference, unknown: (smallest ^ largest) | mask | other.mask)
  }

  @inline(__always)
  public func negated() -> Tnum { Tnum(constant: 0).subtracting(self) }

  /// Long multiplication, from the product of what is known: a known bit of the multiplier adds the
  /// unknown bits of the multiplicand, and where a bit is unknown, the sums with and without the
  /// whole multiplicand are joined. Taking the number with more unknown bits as the multiplier is
  /// more precise: joins keep bits which adding something unknown would lose.
  public func multiplied(by other: Tnum) -> Tnum {
    let swap = mask.nonzeroBitCount < other.mask.nonzeroBitCount
    let multiplier = swap ? other : self
    let multiplicand = swap ? self : other
    if multiplier.mask == W.mask { return multiplicand.multipliedByAnything() }
    let unknownPart = Tnum(known: 0, unknown: multiplicand.mask)
    var sum = Tnum(constant: value &* other.value)
    var pending = multiplicand.isConstant ? multiplier.mask : multiplier.unsignedMax
    while pending != 0 {
      let count = UInt64(truncatingIfNeeded: pending.trailingZeroBitCount)
      if multiplier.mask &>> count & 1 == 0 {
        sum = sum.adding(unknownPart.shiftedLeft(by: count))
      } else {
        sum = sum.joined(with: sum.adding(multiplicand.shiftedLeft(by: count)))
      }
      pending &= pending &- 1
    }
    return sum
  }

  /// Only the trailing zeros outlive a factor of which nothing is known.
  private func multipliedByAnything() -> Tnum {
    let zeros = UInt64(min(unsignedMax.trailingZeroBitCount, W.bits))
    return zeros == UInt64(W.bits) ? Tnum(constant: 0) : Tnum.unknown.shiftedLeft(by: zeros)
  }

  /// Unsigned; anything divided by zero is zero (RFC 9669 §4.1). Exact for powers of two; otherwise
  /// only the size of the quotient is known.
  public func divided(by divisor: Tnum) -> Tnum {
    if divisor == Tnum(constant: 0) { return divisor }
    if divisor.isConstant, divisor.value & (divisor.value &- 1) == 0 {
      return shiftedRight(by: UInt64(divisor.value.trailingZeroBitCount))
    }
    return Tnum(from: 0, through: unsignedMax / max(divisor.value, 1))
  }

  /// Unsigned; anything modulo zero is itself (RFC 9669 §4.1).
  public func modulo(_ divisor: Tnum) -> Tnum {
    let remainder = remainderBits(divisor)
    let bound = Tnum(from: 0, through: min(unsignedMax, divisor.unsignedMax &- 1))
    guard divisor.value != 0 else { return remainder }
    return remainder.intersection(bound) ?? remainder
  }

  /// A remainder differs from the dividend by a multiple of the divisor, so it keeps as many low
  /// bits as the divisor has trailing zeros: all of them when the divisor is zero. Holds for signed
  /// division as well.
  @inline(__always)
  func remainderBits(_ divisor: Tnum) -> Tnum {
    let varying = divisor.unsignedMax
    return Tnum(known: value, unknown: mask | varying | (0 &- varying))
  }
}
