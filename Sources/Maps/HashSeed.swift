/// What makes the hash of one map differ from that of others, so that nobody who chooses keys can
/// make them collide.
struct HashSeed {
  let whitening: UInt64
  let multiplier: UInt64

  /// Both words from one random number, by two steps of SplitMix64.
  init(_ seed: UInt64) {
    whitening = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    // Odd, so that the low half of a product keeps the factor's information.
    multiplier = Self.mix(seed &+ 0x3C6E_F372_FE94_F82A) | 1
  }

  /// The one that sends every key to the same hash.
  static let colliding = HashSeed(whitening: 0, multiplier: 0)

  private init(whitening: UInt64, multiplier: UInt64) {
    self.whitening = whitening
    self.multiplier = multiplier
  }

  private static func mix(_ state: UInt64) -> UInt64 {
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// The two halves of the 128-bit product, folded: each bit of the word reaches both ends.
  @inline(__always)
  func fold(_ word: UInt64) -> UInt64 {
    let (high, low) = word.multipliedFullWidth(by: multiplier)
    return high ^ low
  }
}
