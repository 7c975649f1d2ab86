/// What is known about one word: its bits, and an interval for each sign.
///
/// The operators are those of one width. ``Scalar`` runs them on the full word and on its low half,
/// so 32-bit and 64-bit arithmetic are the same source. They leave their result unreduced.
struct Word<W: BitWidth>: Hashable, Sendable, BitwiseCopyable {
  var tnum: Tnum<W>
  var range: SplitRange<W>

  @inline(__always)
  init(tnum: Tnum<W>, range: SplitRange<W>) {
    self.tnum = tnum
    self.range = range
  }

  @inline(__always)
  init(tnum: Tnum<W>) { self.init(tnum: tnum, range: .all) }

  @inline(__always)
  init(range: SplitRange<W>) { self.init(tnum: .unknown, range: range) }

  @inline(__always)
  init(constant: UInt64) {
    tnum = Tnum(constant: constant)
    range = .empty
    range.insert(tnum.value, tnum.value)
  }

  @inline(__always)
  static var unknown: Word { Word(tnum: .unknown, range: .all) }

  @inline(__always)
  func joined(with other: Word) -> Word {
    Word(tnum: tnum.joined(with: other.tnum), range: range.hull(other.range))
  }
}

extension Word {
  /// Lets the bits and the intervals narrow each other; false when no word satisfies both.
  ///
  /// One pass is exact. Each end of an interval moves to the nearest word with the right bits, and
  /// then the bits in which the ends of an interval agree are known. No bound could be tighter,
  /// since each is now met by a word, and likewise each value of an unknown bit.
  @inline(__always)
  mutating func reduce() -> Bool {
    range.nonNegative = tnum.shrink(range.nonNegative) ?? .empty(W.self)
    range.negative = tnum.shrink(range.negative) ?? .empty(W.self)
    if range.negative.isEmpty {
      if range.nonNegative.isEmpty { return false }
      tnum = tnum.within(range.nonNegative)
    } else if range.nonNegative.isEmpty {
      tnum = tnum.within(range.negative)
    } else {
      tnum = tnum.within(range.nonNegative).joined(with: tnum.within(range.negative))
    }
    return true
  }

  /// The common part, reduced; `nil` when there is none.
  @inline(__always)
  func intersection(_ other: Word) -> Word? {
    guard let bits = tnum.intersection(other.tnum) else { return nil }
    var result = Word(tnum: bits, range: range)
    result.range.clip(other.range)
    return result.reduce() ? result : nil
  }

  /// Calls `body` with the interval and the bits of each sign that is inhabited. The bits of one
  /// side are often known far better than those of the word: all of them, for {−1, 0}.
  @inline(__always)
  func forEachSide(_ body: (Interval, Tnum<W>) -> Void) {
    range.forEach { body($0, tnum.within($0)) }
  }
}
