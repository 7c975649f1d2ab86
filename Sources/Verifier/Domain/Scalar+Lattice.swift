extension Scalar {
  /// The scalar that holds the words of both, as tight as the parts allow.
  public func joined(with other: Scalar) -> Scalar {
    Scalar(full: full.joined(with: other.full), lowRange: lowRange.hull(other.lowRange))
  }

  /// What holds in both; `nil` when no word is in both.
  public func intersection(_ other: Scalar) -> Scalar? {
    if other.isConstant { return contains(other.tnum.value) ? other : nil }
    guard let bits = tnum.intersection(other.tnum) else { return nil }
    var bounds = range
    bounds.clip(other.range)
    var lowBounds = lowRange
    lowBounds.clip(other.lowRange)
    if bounds.isEmpty || lowBounds.isEmpty { return nil }
    var result = Scalar(full: Word(tnum: bits, range: bounds), lowRange: lowBounds)
    return result.reduce() ? result : nil
  }

  /// Holds this scalar and `previous`, and jumps ahead where this one outgrew it: for loop heads,
  /// where every chain of widenings must end.
  ///
  /// A bound that moved goes to the limit of signed half words, then of unsigned ones, then to that
  /// of its sign. Bits are kept below the first that was lost: the alignment of a counter stays.
  public func widened(from previous: Scalar) -> Scalar {
    let union = joined(with: previous)
    if union == previous { return previous }
    let lost = union.tnum.mask & ~previous.tnum.mask
    let bits = Tnum<W>(known: union.tnum.value, unknown: union.tnum.mask | lost | (0 &- lost))
    return .reduced(
      Word(
        tnum: bits,
        range: union.range.widened(
          from: previous.range, near: W.Half.signedMax, far: W.Half.mask)),
      lowRange: union.lowRange.widened(from: previous.lowRange, near: 0, far: 0))
  }
}

extension SplitRange {
  /// This range with each bound that lies outside `previous` moved on to the nearest limit that
  /// holds it. The first limits, `near` and `far`, are distances from 0 and from −1.
  fileprivate func widened(from previous: SplitRange, near: UInt64, far: UInt64) -> SplitRange {
    // Complementing every bit swaps the signs and turns the order around.
    SplitRange(
      nonNegative: Self.widened(
        nonNegative, from: previous.nonNegative, near: near, far: far),
      negative: Self.mirror(
        Self.widened(
          Self.mirror(negative), from: Self.mirror(previous.negative), near: near, far: far)))
  }

  /// - Parameter side: non-negative, and holds `previous`.
  private static func widened(
    _ side: Interval, from previous: Interval, near: UInt64, far: UInt64
  ) -> Interval {
    if side == previous || previous.isEmpty { return side }
    var result = side
    if side.lower < previous.lower { result.lower = 0 }
    if side.upper > previous.upper {
      result.upper = side.upper <= near ? near : side.upper <= far ? far : W.signedMax
    }
    return result
  }

  private static func mirror(_ side: Interval) -> Interval {
    side.isEmpty ? side : Interval(~side.upper & W.mask, ~side.lower & W.mask)
  }
}
