/// The unsigned words from `lower` up to and including `upper`; none when `lower > upper`.
///
/// The empty interval of a width has one form, `lower` all ones and `upper` zero, so that a hull is
/// a plain minimum and maximum.
struct Interval: Hashable, Sendable, BitwiseCopyable {
  var lower: UInt64
  var upper: UInt64

  @inline(__always)
  init(_ lower: UInt64, _ upper: UInt64) {
    self.lower = lower
    self.upper = upper
  }

  @inline(__always)
  static func empty<W: BitWidth>(_: W.Type) -> Interval { Interval(W.mask, 0) }

  @inline(__always)
  var isEmpty: Bool { lower > upper }

  @inline(__always)
  func contains(_ word: UInt64) -> Bool { lower <= word && word <= upper }

  @inline(__always)
  func isSubset(of other: Interval) -> Bool {
    isEmpty || (other.lower <= lower && upper <= other.upper)
  }

  /// The smallest interval that holds both.
  @inline(__always)
  func hull(_ other: Interval) -> Interval {
    Interval(min(lower, other.lower), max(upper, other.upper))
  }

  /// The words in both. An empty result may be in any form: see ``SplitRange/clip(_:)``.
  @inline(__always)
  func overlap(_ other: Interval) -> Interval {
    Interval(max(lower, other.lower), min(upper, other.upper))
  }
}
