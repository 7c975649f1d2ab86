/// Everything the verifier knows about a number in a register: its bits, and its signed and unsigned
/// bounds, on the full width and on the low half (the 32-bit subregister).
///
/// A scalar stands for the set of words that satisfy all of it, and that set is never empty: what
/// would make one says so by `nil` or `false`, which means that the code can't be reached. Every
/// scalar is *reduced*: its parts have narrowed each other.
///
/// 64 bytes, trivially copied. Words are passed as `UInt64` with nothing beyond the width.
public struct Scalar<W: HalvedBitWidth>: Hashable, Sendable, BitwiseCopyable {
  /// What is known about each bit.
  public private(set) var tnum: Tnum<W>
  private(set) var range: SplitRange<W>
  // The intervals of the low half, narrow to keep a scalar in one cache line.
  private var lowNonNegativeLower: UInt32
  private var lowNonNegativeUpper: UInt32
  private var lowNegativeLower: UInt32
  private var lowNegativeUpper: UInt32

  /// Unreduced.
  @inline(__always)
  init(full: Word<W>, lowRange: SplitRange<W.Half>) {
    tnum = full.tnum
    range = full.range
    lowNonNegativeLower = UInt32(truncatingIfNeeded: lowRange.nonNegative.lower)
    lowNonNegativeUpper = UInt32(truncatingIfNeeded: lowRange.nonNegative.upper)
    lowNegativeLower = UInt32(truncatingIfNeeded: lowRange.negative.lower)
    lowNegativeUpper = UInt32(truncatingIfNeeded: lowRange.negative.upper)
  }

  /// Known to be `constant`, modulo the width.
  public init(constant: UInt64) {
    let low = Word<W.Half>(constant: constant)
    self.init(full: Word(constant: constant), lowRange: low.range)
  }

  /// Any word.
  public static var unknown: Scalar { Scalar(full: .unknown, lowRange: .all) }

  /// Any word with these bits.
  public init(_ tnum: Tnum<W>) {
    self.init(full: Word(tnum: tnum), lowRange: .all)
    let inhabited = reduce()
    precondition(inhabited, "a tracked number has words")
  }

  /// Any word in `bounds`.
  ///
  /// - Precondition: the upper bound fits the width.
  public init(unsigned bounds: ClosedRange<UInt64>) {
    precondition(bounds.upperBound <= W.mask, "a bound has no bits beyond the width")
    self = Self.arc(from: bounds.lowerBound, through: bounds.upperBound)
  }

  /// Any word in `bounds` when read as a signed number.
  ///
  /// - Precondition: both bounds fit the width.
  public init(signed bounds: ClosedRange<Int64>) {
    let lower = UInt64(bitPattern: bounds.lowerBound) & W.mask
    let upper = UInt64(bitPattern: bounds.upperBound) & W.mask
    precondition(
      W.signed(lower) == bounds.lowerBound && W.signed(upper) == bounds.upperBound,
      "a bound fits the width")
    self = Self.arc(from: lower, through: upper)
  }

  private static func arc(from start: UInt64, through end: UInt64) -> Scalar {
    var range = SplitRange<W>.empty
    range.insertArc(from: start, through: end)
    var result = Scalar(full: Word(range: range), lowRange: .all)
    let inhabited = result.reduce()
    precondition(inhabited, "an interval has words")
    return result
  }

  @inline(__always)
  var full: Word<W> { Word(tnum: tnum, range: range) }

  @inline(__always)
  var lowRange: SplitRange<W.Half> {
    SplitRange(
      nonNegative: Interval(UInt64(lowNonNegativeLower), UInt64(lowNonNegativeUpper)),
      negative: Interval(UInt64(lowNegativeLower), UInt64(lowNegativeUpper)))
  }

  /// The low half as a word of its own.
  @inline(__always)
  var low: Word<W.Half> { Word(tnum: tnum.resized(to: W.Half.self), range: lowRange) }
}
