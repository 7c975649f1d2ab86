/// Bitwise operators, one pair of signs at a time: the bits of one side are known best.
extension Word {
  func and(_ other: Word) -> Word {
    combining(with: other) { a, aBits, b, bBits in
      // Bits that surely are all ones change nothing.
      if aBits.unsignedMax & ~bBits.value == 0 { return (a, aBits) }
      if bBits.unsignedMax & ~aBits.value == 0 { return (b, bBits) }
      let bits = aBits.and(bBits)
      return (Interval(bits.value, min(a.upper, b.upper, bits.unsignedMax)), bits)
    }
  }

  func or(_ other: Word) -> Word {
    combining(with: other) { a, aBits, b, bBits in
      if bBits.unsignedMax & ~aBits.value == 0 { return (a, aBits) }
      if aBits.unsignedMax & ~bBits.value == 0 { return (b, bBits) }
      let bits = aBits.or(bBits)
      return (Interval(max(a.lower, b.lower, bits.value), bits.unsignedMax), bits)
    }
  }

  func xor(_ other: Word) -> Word {
    combining(with: other) { a, aBits, b, bBits in
      let bits = aBits.xor(bBits)
      return (Interval(bits.value, bits.unsignedMax), bits)
    }
  }

  /// Joins what `combine` makes of each pair of sides.
  @inline(__always)
  private func combining(
    with other: Word,
    _ combine: (Interval, Tnum<W>, Interval, Tnum<W>) -> (Interval, Tnum<W>)
  ) -> Word {
    var range = SplitRange<W>.empty
    var bits: Tnum<W>?
    forEachSide { a, aBits in
      other.forEachSide { b, bBits in
        let (part, partBits) = combine(a, aBits, b, bBits)
        range.insert(part.lower, part.upper)
        bits = bits?.joined(with: partBits) ?? partBits
      }
    }
    return Word(tnum: bits ?? .unknown, range: range)
  }
}
