/// One interval for each sign: the words that are non-negative and those that are negative, both as
/// unsigned numbers.
///
///     0 ········ nonNegative ········ signedMax | signBit ······· negative ······· all ones
///
/// Unsigned and signed bounds are two readings of this pair, and each pair of bounds can be told
/// from it: when both sides are inhabited the unsigned bounds are `nonNegative.lower` and
/// `negative.upper`, the signed ones `negative.lower` and `nonNegative.upper`. So neither has to be
/// deduced from the other, and a value such as {−1, 0} is exact.
struct SplitRange<W: BitWidth>: Hashable, Sendable, BitwiseCopyable {
  var nonNegative: Interval
  var negative: Interval

  @inline(__always)
  init(nonNegative: Interval, negative: Interval) {
    self.nonNegative = nonNegative
    self.negative = negative
  }

  @inline(__always)
  static var empty: SplitRange {
    SplitRange(nonNegative: .empty(W.self), negative: .empty(W.self))
  }

  @inline(__always)
  static var all: SplitRange {
    SplitRange(
      nonNegative: Interval(0, W.signedMax), negative: Interval(W.signBit, W.mask))
  }

  @inline(__always)
  var isEmpty: Bool { nonNegative.isEmpty && negative.isEmpty }

  @inline(__always)
  var unsignedMin: UInt64 { min(nonNegative.lower, negative.lower) }

  @inline(__always)
  var unsignedMax: UInt64 { max(nonNegative.upper, negative.upper) }

  /// As a word; ``BitWidth/signed(_:)`` reads it.
  @inline(__always)
  var signedMin: UInt64 { negative.isEmpty ? nonNegative.lower : negative.lower }

  /// As a word; ``BitWidth/signed(_:)`` reads it.
  @inline(__always)
  var signedMax: UInt64 { nonNegative.isEmpty ? negative.upper : nonNegative.upper }

  @inline(__always)
  func contains(_ word: UInt64) -> Bool { nonNegative.contains(word) || negative.contains(word) }

  @inline(__always)
  func isSubset(of other: SplitRange) -> Bool {
    nonNegative.isSubset(of: other.nonNegative) && negative.isSubset(of: other.negative)
  }

  @inline(__always)
  func hull(_ other: SplitRange) -> SplitRange {
    SplitRange(
      nonNegative: nonNegative.hull(other.nonNegative), negative: negative.hull(other.negative))
  }

  /// Calls `body` for each side that is inhabited.
  @inline(__always)
  func forEach(_ body: (Interval) -> Void) {
    if !nonNegative.isEmpty { body(nonNegative) }
    if !negative.isEmpty { body(negative) }
  }
}

extension SplitRange {
  /// Adds the words from `lower` up to `upper`.
  @inline(__always)
  mutating func insert(_ lower: UInt64, _ upper: UInt64) {
    if lower <= W.signedMax {
      nonNegative = nonNegative.hull(Interval(lower, min(upper, W.signedMax)))
    }
    if upper >= W.signBit {
      negative = negative.hull(Interval(max(lower, W.signBit), upper))
    }
  }

  /// Adds the words met when counting up from `start` to `end`, past all ones to zero if need be.
  @inline(__always)
  mutating func insertArc(from start: UInt64, through end: UInt64) {
    if start <= end {
      insert(start, end)
    } else {
      insert(start, W.mask)
      insert(0, end)
    }
  }

  /// Keeps the words that are also in `other`.
  @inline(__always)
  mutating func clip(_ other: SplitRange) {
    clip(nonNegative: other.nonNegative, negative: other.negative)
  }

  /// Keeps the words that are, read unsigned, in `other`.
  @inline(__always)
  mutating func clip(unsigned other: Interval) {
    clip(nonNegative: other, negative: other)
  }

  /// Keeps the words that are, read signed, at least `word`.
  @inline(__always)
  mutating func clip(signedAtLeast word: UInt64) {
    if word <= W.signedMax {
      clip(nonNegative: Interval(word, W.mask), negative: .empty(W.self))
    } else {
      clip(nonNegative: Interval(0, W.mask), negative: Interval(word, W.mask))
    }
  }

  /// Keeps the words that are, read signed, at most `word`.
  @inline(__always)
  mutating func clip(signedAtMost word: UInt64) {
    if word <= W.signedMax {
      clip(nonNegative: Interval(0, word), negative: Interval(0, W.mask))
    } else {
      clip(nonNegative: .empty(W.self), negative: Interval(0, word))
    }
  }

  /// Moves each end to the nearest word that has one of `bits`.
  ///
  /// - Precondition: `bits` isn't zero.
  @inline(__always)
  mutating func clip(intersecting bits: UInt64) {
    nonNegative = Self.clipped(nonNegative, intersecting: bits)
    negative = Self.clipped(negative, intersecting: bits)
  }

  /// Drops `word` where it is an end of a side; a hole inside can't be told.
  @inline(__always)
  mutating func trim(_ word: UInt64) {
    nonNegative = Self.trimmed(nonNegative, word)
    negative = Self.trimmed(negative, word)
  }

  @inline(__always)
  private mutating func clip(nonNegative low: Interval, negative high: Interval) {
    nonNegative = Self.canonical(nonNegative.overlap(low))
    negative = Self.canonical(negative.overlap(high))
  }

  @inline(__always)
  private static func clipped(_ interval: Interval, intersecting bits: UInt64) -> Interval {
    let lowest = bits & (0 &- bits)
    var result = interval
    if result.lower & bits == 0 {
      // Counting up, the lowest of the bits is the first to be set.
      result.lower = (result.lower & ~(lowest &- 1)) | lowest
    }
    if result.upper & bits == 0 {
      // Counting down, it is set when the bit that is borrowed from lies above it.
      let above = result.upper & ~(lowest &- 1)
      let borrowed = above & (0 &- above)
      guard borrowed != 0 else { return .empty(W.self) }
      result.upper = (result.upper & ~borrowed) | (borrowed &- 1)
    }
    return canonical(result)
  }

  @inline(__always)
  private static func canonical(_ interval: Interval) -> Interval {
    interval.isEmpty ? .empty(W.self) : interval
  }

  @inline(__always)
  private static func trimmed(_ interval: Interval, _ word: UInt64) -> Interval {
    guard interval.contains(word) else { return interval }
    if interval.lower == interval.upper { return .empty(W.self) }
    if interval.lower == word { return Interval(word &+ 1, interval.upper) }
    if interval.upper == word { return Interval(interval.lower, word &- 1) }
    return interval
  }
}
