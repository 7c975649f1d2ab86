import Bytecode

extension Word {
  /// Whether `a` compares to `b` so for all their words (true), for none (false) or for some (`nil`).
  @inline(__always)
  static func decide(_ comparison: Comparison, _ a: Word, _ b: Word) -> Bool? {
    switch comparison {
    case .equal: decideEqual(a, b)
    case .notEqual: decideEqual(a, b).map { !$0 }
    case .set: decideSet(a, b)
    case .greater: decideLess(b, a)
    case .less: decideLess(a, b)
    case .greaterOrEqual: decideLess(a, b).map { !$0 }
    case .lessOrEqual: decideLess(b, a).map { !$0 }
    case .signedGreater: decideSignedLess(b, a)
    case .signedLess: decideSignedLess(a, b)
    case .signedGreaterOrEqual: decideSignedLess(a, b).map { !$0 }
    case .signedLessOrEqual: decideSignedLess(b, a).map { !$0 }
    }
  }

  @inline(__always)
  private static func decideEqual(_ a: Word, _ b: Word) -> Bool? {
    if a.tnum.isConstant, b.tnum.isConstant { return a.tnum.value == b.tnum.value }
    return a.intersection(b) == nil ? false : nil
  }

  /// `a & b != 0`.
  @inline(__always)
  private static func decideSet(_ a: Word, _ b: Word) -> Bool? {
    if a.tnum.value & b.tnum.value != 0 { return true }
    if a.tnum.unsignedMax & b.tnum.unsignedMax == 0 { return false }
    var common = a.and(b)
    guard common.reduce() else { return nil }
    return common.range.unsignedMin > 0 ? true : nil
  }

  @inline(__always)
  private static func decideLess(_ a: Word, _ b: Word) -> Bool? {
    if a.range.unsignedMax < b.range.unsignedMin { return true }
    if a.range.unsignedMin >= b.range.unsignedMax { return false }
    return nil
  }

  @inline(__always)
  private static func decideSignedLess(_ a: Word, _ b: Word) -> Bool? {
    if W.signed(a.range.signedMax) < W.signed(b.range.signedMin) { return true }
    if W.signed(a.range.signedMin) >= W.signed(b.range.signedMax) { return false }
    return nil
  }
}

extension Word {
  /// Keeps of `a` and `b` what can compare so; false when nothing obviously can. Unreduced.
  @inline(__always)
  static func refine(
    _ comparison: Comparison, taken: Bool, _ a: inout Word, _ b: inout Word
  ) -> Bool {
    switch (comparison, taken) {
    case (.equal, true), (.notEqual, false): keepEqual(&a, &b)
    case (.equal, false), (.notEqual, true): keepUnequal(&a, &b)
    case (.set, true): keepIntersecting(&a, &b)
    case (.set, false): keepDisjoint(&a, &b)
    case (.less, true), (.greaterOrEqual, false): keepLess(&a, &b)
    case (.greater, true), (.lessOrEqual, false): keepLess(&b, &a)
    case (.lessOrEqual, true), (.greater, false): keepLessOrEqual(&a, &b)
    case (.greaterOrEqual, true), (.less, false): keepLessOrEqual(&b, &a)
    case (.signedLess, true), (.signedGreaterOrEqual, false): keepSignedLess(&a, &b)
    case (.signedGreater, true), (.signedLessOrEqual, false): keepSignedLess(&b, &a)
    case (.signedLessOrEqual, true), (.signedGreater, false): keepSignedLessOrEqual(&a, &b)
    case (.signedGreaterOrEqual, true), (.signedLess, false): keepSignedLessOrEqual(&b, &a)
    }
  }

  @inline(__always)
  private static func keepEqual(_ a: inout Word, _ b: inout Word) -> Bool {
    guard let common = a.intersection(b) else { return false }
    a = common
    b = common
    return true
  }

  @inline(__always)
  private static func keepUnequal(_ a: inout Word, _ b: inout Word) -> Bool {
    let first = a.tnum
    if b.tnum.isConstant { a.range.trim(b.tnum.value) }
    if first.isConstant { b.range.trim(first.value) }
    return true
  }

  /// `a & b != 0`: each has a bit that the other may have, and if that is only one, it is known.
  @inline(__always)
  private static func keepIntersecting(_ a: inout Word, _ b: inout Word) -> Bool {
    let possible = a.tnum.unsignedMax & b.tnum.unsignedMax
    guard possible != 0 else { return false }
    if possible & (possible &- 1) == 0 {
      a.tnum = Tnum(known: a.tnum.value | possible, unknown: a.tnum.mask & ~possible)
      b.tnum = Tnum(known: b.tnum.value | possible, unknown: b.tnum.mask & ~possible)
    }
    a.range.clip(intersecting: possible)
    b.range.clip(intersecting: possible)
    return !a.range.isEmpty && !b.range.isEmpty
  }

  /// `a & b == 0`: a bit that one surely has, the other lacks.
  @inline(__always)
  private static func keepDisjoint(_ a: inout Word, _ b: inout Word) -> Bool {
    guard a.tnum.value & b.tnum.value == 0 else { return false }
    let first = a.tnum
    a.tnum = Tnum(known: a.tnum.value, unknown: a.tnum.mask & ~b.tnum.value)
    b.tnum = Tnum(known: b.tnum.value, unknown: b.tnum.mask & ~first.value)
    return true
  }

  @inline(__always)
  private static func keepLess(_ a: inout Word, _ b: inout Word) -> Bool {
    let smallest = a.range.unsignedMin
    let largest = b.range.unsignedMax
    guard smallest < largest else { return false }
    a.range.clip(unsigned: Interval(0, largest &- 1))
    b.range.clip(unsigned: Interval(smallest &+ 1, W.mask))
    return true
  }

  @inline(__always)
  private static func keepLessOrEqual(_ a: inout Word, _ b: inout Word) -> Bool {
    let smallest = a.range.unsignedMin
    let largest = b.range.unsignedMax
    a.range.clip(unsigned: Interval(0, largest))
    b.range.clip(unsigned: Interval(smallest, W.mask))
    return !a.range.isEmpty && !b.range.isEmpty
  }

  @inline(__always)
  private static func keepSignedLess(_ a: inout Word, _ b: inout Word) -> Bool {
    let smallest = a.range.signedMin
    let largest = b.range.signedMax
    guard W.signed(smallest) < W.signed(largest) else { return false }
    a.range.clip(signedAtMost: (largest &- 1) & W.mask)
    b.range.clip(signedAtLeast: (smallest &+ 1) & W.mask)
    return true
  }

  @inline(__always)
  private static func keepSignedLessOrEqual(_ a: inout Word, _ b: inout Word) -> Bool {
    let smallest = a.range.signedMin
    let largest = b.range.signedMax
    a.range.clip(signedAtMost: largest)
    b.range.clip(signedAtLeast: smallest)
    return !a.range.isEmpty && !b.range.isEmpty
  }
}
