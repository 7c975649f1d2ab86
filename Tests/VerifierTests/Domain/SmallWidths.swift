import Verifier

enum Bits2: BitWidth { static var bits: Int { 2 } }
enum Bits3: BitWidth { static var bits: Int { 3 } }
enum Bits5: BitWidth { static var bits: Int { 5 } }

enum Bits4: HalvedBitWidth {
  static var bits: Int { 4 }
  typealias Half = Bits2
}

enum Bits6: HalvedBitWidth {
  static var bits: Int { 6 }
  typealias Half = Bits3
}

/// Wide enough for bytes, which here have one bit.
enum Bits8: HalvedBitWidth {
  static var bits: Int { 8 }
  typealias Half = Bits4
}

/// A set of words of at most six bits: bit `n` stands for the word `n`.
struct WordSet: Hashable, Sequence, CustomStringConvertible {
  var bits: UInt64 = 0

  init(bits: UInt64 = 0) { self.bits = bits }

  var isEmpty: Bool { bits == 0 }

  func contains(_ word: UInt64) -> Bool { bits >> word & 1 == 1 }

  mutating func insert(_ word: UInt64) { bits |= 1 << word }

  func isSubset(of other: WordSet) -> Bool { bits & ~other.bits == 0 }

  func makeIterator() -> Iterator { Iterator(rest: bits) }

  var description: String { "{\(map(String.init).joined(separator: ","))}" }

  struct Iterator: IteratorProtocol {
    var rest: UInt64

    mutating func next() -> UInt64? {
      guard rest != 0 else { return nil }
      defer { rest &= rest &- 1 }
      return UInt64(rest.trailingZeroBitCount)
    }
  }
}

/// SplitMix64: every sequence is told by its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// Without optimisation the same tests take a sample of the pairs.
#if DEBUG
  let isThorough = false
#else
  let isThorough = true
#endif
