import Bytecode

extension Word {
  /// One of the binary operators of RFC 9669 §4.1 at this width, shifts excepted.
  @inline(__always)
  func applying(_ op: ALUOperator, _ other: Word) -> Word {
    switch op {
    case .add: adding(other)
    case .subtract: subtracting(other)
    case .multiply: multiplied(by: other)
    case .divide: divided(by: other)
    case .divideSigned: dividedSigned(by: other)
    case .modulo: modulo(other)
    case .moduloSigned: moduloSigned(other)
    case .and: and(other)
    case .or: or(other)
    case .xor: xor(other)
    case .shiftLeft: shiftedLeft(by: other.shiftCounts)
    case .shiftRight: shiftedRight(by: other.shiftCounts)
    case .shiftRightArithmetic: shiftedRightArithmetic(by: other.shiftCounts)
    }
  }

  /// The sums of two intervals are an arc, which may go round past zero. Each interval lies within
  /// one sign, hence the arc never meets itself, and it is exact.
  @inline(__always)
  func adding(_ other: Word) -> Word {
    var sums = SplitRange<W>.empty
    range.forEach { a in
      other.range.forEach { b in
        sums.insertArc(
          from: (a.lower &+ b.lower) & W.mask, through: (a.upper &+ b.upper) & W.mask)
      }
    }
    return Word(tnum: tnum.adding(other.tnum), range: sums)
  }

  @inline(__always)
  func subtracting(_ other: Word) -> Word {
    var differences = SplitRange<W>.empty
    range.forEach { a in
      other.range.forEach { b in
        differences.insertArc(
          from: (a.lower &- b.upper) & W.mask, through: (a.upper &- b.lower) & W.mask)
      }
    }
    return Word(tnum: tnum.subtracting(other.tnum), range: differences)
  }

  @inline(__always)
  func negated() -> Word { Word(constant: 0).subtracting(self) }

  /// The true products of two intervals lie between two corners. If these are less than one turn
  /// apart, the products modulo the width are an arc, however often the corners overflow.
  func multiplied(by other: Word) -> Word {
    var products = SplitRange<W>.empty
    range.forEach { a in
      other.range.forEach { b in products.insertProducts(a, b) }
    }
    return Word(tnum: tnum.multiplied(by: other.tnum), range: products)
  }
}

extension SplitRange {
  /// Works on distances from zero, so that a corner has at most twice as many bits as the width.
  mutating func insertProducts(_ a: Interval, _ b: Interval) {
    let first = Self.magnitudes(a)
    let second = Self.magnitudes(b)
    let smallest = first.lower.multipliedFullWidth(by: second.lower)
    let largest = first.upper.multipliedFullWidth(by: second.upper)
    let (spread, borrow) = largest.low.subtractingReportingOverflow(smallest.low)
    let turns = largest.high &- smallest.high &- (borrow ? 1 : 0)
    guard turns == 0, spread <= W.mask else {
      self = .all
      return
    }
    let start = smallest.low & W.mask
    let end = largest.low & W.mask
    if Self.isNegative(a) == Self.isNegative(b) {
      insertArc(from: start, through: end)
    } else {
      insertArc(from: W.negated(end), through: W.negated(start))
    }
  }

  /// The distances from zero of an interval that lies within one sign.
  @inline(__always)
  static func magnitudes(_ side: Interval) -> Interval {
    isNegative(side)
      ? Interval(W.magnitude(side.upper), W.magnitude(side.lower)) : side
  }

  @inline(__always)
  static func isNegative(_ side: Interval) -> Bool { side.lower & W.signBit != 0 }
}
