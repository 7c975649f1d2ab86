/// The amounts by which a word may be shifted: at most one for each bit, so they can be tried.
struct ShiftCounts {
  let lower: UInt64
  let upper: UInt64
  let value: UInt64
  let mask: UInt64

  @inline(__always)
  init(_ count: UInt64) {
    lower = count
    upper = count
    value = count
    mask = 0
  }

  @inline(__always)
  init<W: BitWidth>(_ word: Word<W>) {
    lower = word.range.unsignedMin
    upper = word.range.unsignedMax
    value = word.tnum.value
    mask = word.tnum.mask
  }

  /// Joins what `shift` makes of each amount, and stops when nothing is known any more.
  @inline(__always)
  func join<W: BitWidth>(_ shift: (UInt64) -> Word<W>) -> Word<W> {
    if lower == upper { return shift(lower) }
    var result: Word<W>?
    for count in lower...upper where count & ~mask == value {
      let shifted = shift(count)
      result = result?.joined(with: shifted) ?? shifted
      if result == .unknown { break }
    }
    return result ?? .unknown
  }
}

/// Shifts modulo the width: the amount is masked by one less than it (RFC 9669 §4.1).
extension Word {
  /// The amounts that this word means as the right operand of a shift.
  @inline(__always)
  var shiftCounts: ShiftCounts {
    if tnum.isConstant { return ShiftCounts(tnum.value & UInt64(W.bits - 1)) }
    var masked = and(Word(constant: UInt64(W.bits - 1)))
    return ShiftCounts(masked.reduce() ? masked : Word(constant: 0))
  }

  @inline(__always)
  func shiftedLeft(by counts: ShiftCounts) -> Word { counts.join(shiftedLeft) }

  @inline(__always)
  func shiftedRight(by counts: ShiftCounts) -> Word { counts.join(shiftedRight) }

  @inline(__always)
  func shiftedRightArithmetic(by counts: ShiftCounts) -> Word {
    counts.join(shiftedRightArithmetic)
  }

  /// - Parameter count: below the width, as in all that follow.
  @inline(__always)
  func shiftedLeft(by count: UInt64) -> Word {
    var range = SplitRange<W>.empty
    self.range.forEach { range.insertShiftedLeft($0, by: count) }
    return Word(tnum: tnum.shiftedLeft(by: count), range: range)
  }

  @inline(__always)
  func shiftedRight(by count: UInt64) -> Word {
    var range = SplitRange<W>.empty
    self.range.forEach { range.insert($0.lower &>> count, $0.upper &>> count) }
    return Word(tnum: tnum.shiftedRight(by: count), range: range)
  }

  @inline(__always)
  func shiftedRightArithmetic(by count: UInt64) -> Word {
    var range = SplitRange<W>.empty
    self.range.forEach {
      range.insert(
        Tnum<W>.shiftedRightArithmetic($0.lower, by: count),
        Tnum<W>.shiftedRightArithmetic($0.upper, by: count))
    }
    return Word(tnum: tnum.shiftedRightArithmetic(by: count), range: range)
  }
}

extension SplitRange {
  /// The words of `interval` times 2^`count`: an arc as long as they are less than a turn apart.
  @inline(__always)
  mutating func insertShiftedLeft(_ interval: Interval, by count: UInt64) {
    if interval.upper &- interval.lower > W.mask &>> count {
      self = .all
    } else {
      insertArc(
        from: (interval.lower &<< count) & W.mask, through: (interval.upper &<< count) & W.mask)
    }
  }
}
