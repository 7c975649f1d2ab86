import Bytecode

extension Scalar {
  /// Whether `a` compares to `b` so in every case (true), in none (false) or in some (`nil`). The
  /// operands are taken to be independent: comparing a register with itself is the caller's case.
  public static func decide(
    _ comparison: Comparison, _ width: Width, _ a: Scalar, _ b: Scalar
  ) -> Bool? {
    if width == .word32 { return Word.decide(comparison, a.low, b.low) }
    switch comparison {
    case .equal: return decideEqual(a, b)
    case .notEqual: return decideEqual(a, b).map { !$0 }
    default: return Word.decide(comparison, a.full, b.full)
    }
  }

  /// Keeps of `a` and `b` the words that some word of the other compares to so (`taken`), or that
  /// doesn't. False when there are none, that is when this edge can't be taken; the operands then
  /// have no meaning.
  ///
  /// - Parameter width: which part of the operands is compared. The 32-bit forms say something
  ///   about the upper half only as far as reduction finds it.
  public static func refine(
    _ comparison: Comparison, _ width: Width, taken: Bool, _ a: inout Scalar, _ b: inout Scalar
  ) -> Bool {
    switch width {
    case .word32:
      var low = a.low
      var otherLow = b.low
      guard Word.refine(comparison, taken: taken, &low, &otherLow) else { return false }
      return a.replaceLow(low) && b.replaceLow(otherLow)
    case .word64:
      if (comparison == .equal && taken) || (comparison == .notEqual && !taken) {
        guard let common = a.intersection(b) else { return false }
        a = common
        b = common
        return true
      }
      var full = a.full
      var otherFull = b.full
      guard Word.refine(comparison, taken: taken, &full, &otherFull) else { return false }
      return a.replaceFull(full) && b.replaceFull(otherFull)
    }
  }

  /// The low halves may tell two scalars apart when the full words don't.
  private static func decideEqual(_ a: Scalar, _ b: Scalar) -> Bool? {
    if a.isConstant, b.isConstant { return a.tnum == b.tnum }
    return a.intersection(b) == nil ? false : nil
  }

  /// Takes a narrower full word; false when nothing is left.
  @inline(__always)
  private mutating func replaceFull(_ word: Word<W>) -> Bool {
    if word == full { return true }
    self = Scalar(full: word, lowRange: lowRange)
    return reduce()
  }

  /// Takes a narrower low half; false when nothing is left.
  @inline(__always)
  private mutating func replaceLow(_ word: Word<W.Half>) -> Bool {
    if word == low { return true }
    let bits = tnum.replacingLow(word.tnum)
    self = Scalar(full: Word(tnum: bits, range: range), lowRange: word.range)
    return reduce()
  }
}
