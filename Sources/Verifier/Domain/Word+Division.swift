/// Division as in RFC 9669 §4.1: nothing traps. A quotient by zero is zero and a remainder by zero
/// the dividend; the smallest signed value divided by −1 is itself, with remainder zero.
extension Word {
  func divided(by divisor: Word) -> Word {
    var quotients = SplitRange<W>.empty
    range.forEach { a in
      divisor.forEachNonzero { b in
        quotients.insert(a.lower / b.upper, a.upper / b.lower)
      }
    }
    if divisor.mayBeZero { quotients.insert(0, 0) }
    return Word(tnum: tnum.divided(by: divisor.tnum), range: quotients)
  }

  func dividedSigned(by divisor: Word) -> Word {
    var quotients = SplitRange<W>.empty
    range.forEach { a in
      divisor.forEachNonzero { b in
        let dividend = SplitRange<W>.magnitudes(a)
        let magnitude = SplitRange<W>.magnitudes(b)
        let smallest = dividend.lower / magnitude.upper
        let largest = dividend.upper / magnitude.lower
        if SplitRange<W>.isNegative(a) == SplitRange<W>.isNegative(b) {
          // 2^(bits − 1), from the one overflow, is the smallest signed value as it should be.
          quotients.insert(smallest, largest)
        } else {
          quotients.insertArc(from: W.negated(largest), through: W.negated(smallest))
        }
      }
    }
    if divisor.mayBeZero { quotients.insert(0, 0) }
    return Word(range: quotients)
  }

  func modulo(_ divisor: Word) -> Word {
    var remainders = SplitRange<W>.empty
    range.forEach { a in
      divisor.forEachNonzero { b in
        let bounds = Self.remainders(of: a, by: b)
        remainders.insert(bounds.lower, bounds.upper)
      }
    }
    if divisor.mayBeZero { remainders = remainders.hull(range) }
    return Word(tnum: tnum.remainderBits(divisor.tnum), range: remainders)
  }

  /// The remainder has the sign of the dividend.
  func moduloSigned(_ divisor: Word) -> Word {
    var remainders = SplitRange<W>.empty
    range.forEach { a in
      divisor.forEachNonzero { b in
        let bounds = Self.remainders(
          of: SplitRange<W>.magnitudes(a), by: SplitRange<W>.magnitudes(b))
        if SplitRange<W>.isNegative(a) {
          remainders.insertArc(
            from: W.negated(bounds.upper), through: W.negated(bounds.lower))
        } else {
          remainders.insert(bounds.lower, bounds.upper)
        }
      }
    }
    if divisor.mayBeZero { remainders = remainders.hull(range) }
    return Word(tnum: tnum.remainderBits(divisor.tnum), range: remainders)
  }

  /// Unsigned remainders: in order as long as all dividends have the same quotient.
  private static func remainders(of dividend: Interval, by divisor: Interval) -> Interval {
    if dividend.upper < divisor.lower { return dividend }
    if divisor.lower == divisor.upper,
      dividend.lower / divisor.lower == dividend.upper / divisor.lower
    {
      return Interval(dividend.lower % divisor.lower, dividend.upper % divisor.lower)
    }
    return Interval(0, min(dividend.upper, divisor.upper &- 1))
  }

  private var mayBeZero: Bool { range.contains(0) && tnum.contains(0) }

  /// Calls `body` for each sign of the words other than zero.
  private func forEachNonzero(_ body: (Interval) -> Void) {
    var nonzero = range
    nonzero.trim(0)
    nonzero.forEach(body)
  }
}
