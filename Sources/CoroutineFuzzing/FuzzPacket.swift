import World

/// What the fuzzer sends: an Ethernet header, the packet's number, and words to compute with.
enum FuzzPacket {
  static let byteCount = 64
  static let numberOffset = 14
  static let wordsOffset = 16
  static let wordCount = 6
  /// As many as the surroundings have room to note something of.
  static let countMax = 64
  /// How many are under way at a time.
  static let pendingCountMax = 16

  /// The packet of a number; the same seed makes the same ones.
  static func octets(number: Int, seed: UInt64) -> [UInt8] {
    var random = RandomSource(seed: seed &+ UInt64(number) &* 0x9e37_79b9)
    var octets = Array(repeating: UInt8(0x55), count: wordsOffset)
    octets[numberOffset] = UInt8(number)
    for _ in 0..<wordCount { octets += random.next().octets }
    return octets
  }
}

extension UInt64 {
  /// Least significant first.
  var octets: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }

  init(octets: some Collection<UInt8>) {
    self = octets.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
