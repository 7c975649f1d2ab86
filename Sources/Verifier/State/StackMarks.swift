/// A set of places in the stacks of a call chain, in units of four bytes: what was read or written.
struct StackMarks {
  /// By frame, the outermost first; see ``Exploration/frameCountMax``.
  private var frames = InlineArray<8, Units>(repeating: Units())

  /// The 128 units of one stack: bit 0 is the unit that ends at `r10`.
  struct Units: Equatable {
    private var words = SIMD2<UInt64>(0, 0)

    var isEmpty: Bool { words == SIMD2(0, 0) }

    var count: Int { words[0].nonzeroBitCount + words[1].nonzeroBitCount }

    func isSuperset(of other: Units) -> Bool { other.words & ~words == SIMD2(0, 0) }
    mutating func formUnion(_ other: Units) { words |= other.words }
    mutating func subtract(_ other: Units) { words &= ~other.words }

    fileprivate mutating func insert(_ unit: Int) { words[unit >> 6] |= 1 << UInt64(unit & 63) }

    /// Bit 0 for the slot's upper four bytes, bit 1 for its lower ones.
    func halves(ofSlot index: Int) -> UInt64 {
      index < 64 ? words[index >> 5] >> UInt64(2 * (index & 31)) & 3 : 3
    }
  }

  private static let unitByteCount = 4

  subscript(frame: Int) -> Units {
    get { frames[frame] }
    set { frames[frame] = newValue }
  }

  /// Adds every unit that bytes of `range`, offsets from `r10`, lie in.
  mutating func insert(touching range: Range<Int>, frame: Int) {
    let first = (-range.upperBound) / Self.unitByteCount
    let last = (-range.lowerBound - 1) / Self.unitByteCount
    for unit in first...last { frames[frame].insert(unit) }
  }

  /// Adds every unit that lies in `range` as a whole.
  mutating func insert(covering range: Range<Int>, frame: Int) {
    let first = (-range.upperBound + Self.unitByteCount - 1) / Self.unitByteCount
    let end = -range.lowerBound / Self.unitByteCount
    for unit in first..<max(first, end) { frames[frame].insert(unit) }
  }

}
