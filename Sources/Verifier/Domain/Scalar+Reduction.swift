extension Scalar {
  /// Each round narrows bits, full bounds and low bounds by each other; two rounds almost always
  /// reach the end, and stopping early is sound.
  private static var roundCountMax: Int { 4 }

  /// Lets all parts narrow each other; false when no word satisfies them all.
  mutating func reduce() -> Bool {
    if isConstant {
      guard contains(tnum.value) else { return false }
      self = Scalar(constant: tnum.value)
      return true
    }
    var full = self.full
    var lowRange = self.lowRange
    for _ in 0..<Self.roundCountMax {
      guard full.reduce() else { return false }
      var low = Word(
        tnum: full.tnum.resized(to: W.Half.self),
        range: full.range.lowHalves(within: lowRange))
      guard low.reduce() else { return false }
      lowRange = low.range
      let narrowed = full.narrowed(byLow: low)
      if narrowed == full { break }
      full = narrowed
      if full.range.isEmpty { return false }
    }
    self = Scalar(full: full, lowRange: lowRange)
    return true
  }

  /// The scalar of an operator's raw result.
  ///
  /// Operators map inhabited operands to inhabited results. If reduction finds none, an operand was
  /// empty without having been noticed, the code can't be reached, and any scalar is right.
  @inline(__always)
  static func reduced(_ full: Word<W>, lowRange: SplitRange<W.Half>) -> Scalar {
    var result = Scalar(full: full, lowRange: lowRange)
    return result.reduce() ? result : .unknown
  }
}

extension SplitRange where W: HalvedBitWidth {
  /// Of the low halves in `low`, those that words in this range have.
  ///
  /// An interval of fewer than 2^(bits / 2) words has an arc of low halves; others have them all.
  @inline(__always)
  func lowHalves(within low: SplitRange<W.Half>) -> SplitRange<W.Half> {
    var result = SplitRange<W.Half>.empty
    forEach { side in
      guard side.upper &- side.lower < W.Half.mask else {
        result = low
        return
      }
      let start = side.lower & W.Half.mask
      let end = side.upper & W.Half.mask
      if start <= end {
        result.insert(low, clippedTo: Interval(start, end))
      } else {
        result.insert(low, clippedTo: Interval(start, W.Half.mask))
        result.insert(low, clippedTo: Interval(0, end))
      }
    }
    return result
  }
}

extension SplitRange {
  @inline(__always)
  fileprivate mutating func insert(_ other: SplitRange, clippedTo interval: Interval) {
    var clipped = other
    clipped.clip(unsigned: interval)
    self = hull(clipped)
  }

  /// The first word of this range that isn't below `word`.
  @inline(__always)
  fileprivate func smallestMember(atLeast word: UInt64) -> UInt64? {
    if !nonNegative.isEmpty, word <= nonNegative.upper { return max(word, nonNegative.lower) }
    if !negative.isEmpty, word <= negative.upper { return max(word, negative.lower) }
    return nil
  }

  /// The last word of this range that isn't above `word`.
  @inline(__always)
  fileprivate func largestMember(atMost word: UInt64) -> UInt64? {
    if !negative.isEmpty, word >= negative.lower { return min(word, negative.upper) }
    if !nonNegative.isEmpty, word >= nonNegative.lower { return min(word, nonNegative.upper) }
    return nil
  }
}

extension Word where W: HalvedBitWidth {
  /// Takes over the bits of the low half, and moves each bound to the nearest word whose low half is
  /// in range.
  @inline(__always)
  fileprivate func narrowed(byLow low: Word<W.Half>) -> Word {
    var result = Word(tnum: tnum.replacingLow(low.tnum), range: range)
    if low.range == .all { return result }
    result.range.nonNegative = Self.narrowed(range.nonNegative, byLow: low.range)
    result.range.negative = Self.narrowed(range.negative, byLow: low.range)
    return result
  }

  @inline(__always)
  private static func narrowed(_ side: Interval, byLow low: SplitRange<W.Half>) -> Interval {
    guard !side.isEmpty,
      let lower = raised(side.lower, byLow: low, atMost: side.upper),
      let upper = lowered(side.upper, byLow: low, atLeast: lower)
    else { return .empty(W.self) }
    return Interval(lower, upper)
  }

  @inline(__always)
  private static func raised(
    _ word: UInt64, byLow low: SplitRange<W.Half>, atMost limit: UInt64
  ) -> UInt64? {
    let high = word & ~W.Half.mask
    if let found = low.smallestMember(atLeast: word & W.Half.mask) {
      return high | found <= limit ? high | found : nil
    }
    // Carry into the high half, unless that leaves the interval.
    guard high != limit & ~W.Half.mask else { return nil }
    let found = (high &+ W.Half.mask &+ 1) | low.unsignedMin
    return found <= limit ? found : nil
  }

  @inline(__always)
  private static func lowered(
    _ word: UInt64, byLow low: SplitRange<W.Half>, atLeast limit: UInt64
  ) -> UInt64? {
    let high = word & ~W.Half.mask
    if let found = low.largestMember(atMost: word & W.Half.mask) {
      return high | found >= limit ? high | found : nil
    }
    guard high != limit & ~W.Half.mask else { return nil }
    let found = (high &- W.Half.mask &- 1) | low.unsignedMax
    return found >= limit ? found : nil
  }
}
