/// A tracked number: what is known about each bit of a word.
///
/// A bit set in `mask` is unknown; every other bit equals the same bit of `value`. The domain and
/// its optimal addition and subtraction are described in "Sound, Precise, and Fast Abstract
/// Interpretation with Tristate Numbers" (CGO 2022).
///
/// Invariant: `value & mask == 0`, and neither has bits beyond the width.
public struct Tnum<W: BitWidth>: Hashable, Sendable, BitwiseCopyable {
  public let value: UInt64
  public let mask: UInt64

  /// - Precondition: no bit is both known and unknown, and none lies beyond the width.
  @inline(__always)
  public init(value: UInt64, mask: UInt64) {
    precondition(value & mask == 0, "a bit is either known or unknown")
    precondition((value | mask) & ~W.mask == 0, "a word has no bits beyond its width")
    self.value = value
    self.mask = mask
  }

  /// Known to be `constant`, modulo the width.
  @inline(__always)
  public init(constant: UInt64) {
    value = constant & W.mask
    mask = 0
  }

  /// The value whose bits in `unknown` may be anything and whose other bits are those of `known`.
  @inline(__always)
  init(known: UInt64, unknown: UInt64) {
    mask = unknown & W.mask
    value = known & ~unknown & W.mask
  }

  /// The bits that all words from `lower` through `upper` share.
  @inline(__always)
  public init(from lower: UInt64, through upper: UInt64) {
    self.init(known: lower, unknown: Self.bitsThatVary(from: lower, through: upper))
  }

  @inline(__always)
  public static var unknown: Tnum { Tnum(known: 0, unknown: W.mask) }

  @inline(__always)
  public var isConstant: Bool { mask == 0 }

  /// The largest unsigned word; the smallest is `value`.
  @inline(__always)
  var unsignedMax: UInt64 { value | mask }

  /// True when `concrete` is one of the words this number may be.
  @inline(__always)
  public func contains(_ concrete: UInt64) -> Bool { concrete & ~mask == value }

  /// True when every word of this number is one of `other`.
  @inline(__always)
  public func isSubset(of other: Tnum) -> Bool {
    mask & ~other.mask == 0 && value & ~other.mask == other.value
  }

  /// The number that is both; `nil` when they disagree about a bit.
  @inline(__always)
  public func intersection(_ other: Tnum) -> Tnum? {
    let agreed = ~mask & ~other.mask
    guard (value ^ other.value) & agreed == 0 else { return nil }
    return Tnum(known: value | other.value, unknown: mask & other.mask)
  }

  /// The smallest number that holds the words of both.
  @inline(__always)
  public func joined(with other: Tnum) -> Tnum {
    Tnum(known: value, unknown: mask | other.mask | (value ^ other.value))
  }
}

extension Tnum {
  /// This number without the words outside `interval`, whose ends are words of this number.
  @inline(__always)
  func within(_ interval: Interval) -> Tnum {
    let varying = Self.bitsThatVary(from: interval.lower, through: interval.upper)
    return Tnum(known: interval.lower, unknown: mask & varying)
  }

  /// The part of `interval` between its first and last word of this number; `nil` without any.
  @inline(__always)
  func shrink(_ interval: Interval) -> Interval? {
    if mask == W.mask { return interval }
    guard let lower = smallestMember(atLeast: interval.lower),
      let upper = largestMember(atMost: interval.upper), lower <= upper
    else { return nil }
    return Interval(lower, upper)
  }

  /// The first word of this number that isn't below `bound`.
  @inline(__always)
  func smallestMember(atLeast bound: UInt64) -> UInt64? {
    let wrong = (bound ^ value) & ~mask & W.mask
    if wrong == 0 { return bound }
    // Above the first known bit that `bound` gets wrong, `bound` itself is right.
    let top = Self.topBit(wrong)
    if value & top != 0 {
      // The member has a one where `bound` has a zero: whatever follows may be as small as it can.
      return (bound & ~(top | (top &- 1))) | (value & (top | (top &- 1)))
    }
    // The member has a zero where `bound` has a one: it must be ahead already, by an unknown bit
    // further up that `bound` leaves zero. The lowest such bit makes the smallest member.
    let raisable = mask & ~bound & ~(top | (top &- 1))
    guard raisable != 0 else { return nil }
    let raised = raisable & (0 &- raisable)
    return (bound & ~(raised &- 1)) | raised | (value & (raised &- 1))
  }

  /// The last word of this number that isn't above `bound`.
  @inline(__always)
  func largestMember(atMost bound: UInt64) -> UInt64? {
    // Complementing every bit turns the order around.
    let mirror = Tnum(known: ~value, unknown: mask)
    guard let found = mirror.smallestMember(atLeast: ~bound & W.mask) else { return nil }
    return ~found & W.mask
  }

  @inline(__always)
  private static func topBit(_ word: UInt64) -> UInt64 {
    1 &<< UInt64(63 &- word.leadingZeroBitCount)
  }

  /// From the first bit in which the two ends differ down, every bit takes both values.
  @inline(__always)
  static func bitsThatVary(from lower: UInt64, through upper: UInt64) -> UInt64 {
    let differing = lower ^ upper
    return differing == 0 ? 0 : ~0 &>> UInt64(differing.leadingZeroBitCount)
  }
}
