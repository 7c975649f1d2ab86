/// A set of stack words of four bytes, over all frames of a call chain.
///
/// Word 0 of a frame ends at its `r10`, word 1 four bytes below, and so on.
struct StackMask: Equatable {
  static let wordByteCount = 4
  private static let wordsPerFrame = 128
  private static let frameCount = 8

  private var bits: InlineArray<16, UInt64> = .init(repeating: 0)

  static let all = StackMask(bits: .init(repeating: .max))

  init() {}
  private init(bits: InlineArray<16, UInt64>) { self.bits = bits }

  static func == (a: StackMask, b: StackMask) -> Bool {
    a.bits.indices.allSatisfy { a.bits[$0] == b.bits[$0] }
  }

  var isEmpty: Bool { bits.indices.allSatisfy { bits[$0] == 0 } }

  /// The word that holds the byte at `offset` (negative) from `r10`.
  private static func word(at offset: Int) -> Int { (-offset - 1) / wordByteCount }

  func contains(frame: Int, byteAt offset: Int) -> Bool {
    let word = Self.word(at: offset)
    return bits[frame * 2 + word / 64] & 1 << UInt64(word % 64) != 0
  }

  /// Adds every word that the bytes touch.
  mutating func insert(frame: Int, touching range: Range<Int>) {
    for word in Self.word(at: range.upperBound - 1)...Self.word(at: range.lowerBound) {
      bits[frame * 2 + word / 64] |= 1 << UInt64(word % 64)
    }
  }

  /// Adds every word that the bytes cover whole.
  mutating func insert(frame: Int, covering range: Range<Int>) {
    for word in Self.word(at: range.upperBound - 1)...Self.word(at: range.lowerBound)
    where -(word + 1) * Self.wordByteCount >= range.lowerBound
      && -word * Self.wordByteCount <= range.upperBound
    {
      bits[frame * 2 + word / 64] |= 1 << UInt64(word % 64)
    }
  }

  mutating func insertAll(frame: Int) {
    bits[frame * 2] = .max
    bits[frame * 2 + 1] = .max
  }

  mutating func formUnion(_ other: StackMask) {
    for index in bits.indices { bits[index] |= other.bits[index] }
  }

  mutating func subtract(_ other: StackMask) {
    for index in bits.indices { bits[index] &= ~other.bits[index] }
  }
}
