import World

/// What a program meets in one run: how long its packet, or its memory, is, and what lies there, in the
/// maps, and in the dice.
///
/// All memory is filled from a few words, so that a failure's input is short and can be made shorter.
package struct FuzzInput: Equatable, Sendable {
  /// Of the packet. Memory always has the size that its program was verified for.
  package var packetByteCount: Int
  package var words: [UInt64]
  package var seed: UInt64

  package init(packetByteCount: Int, words: [UInt64], seed: UInt64) {
    self.packetByteCount = packetByteCount
    self.words = words
    self.seed = seed
  }

  package static let packetByteCounts = 0...256

  /// Octets for a place of memory, which `salt` tells from others.
  func octets(count: Int, salt: UInt64) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(count + 7)
    var mixer = seed &+ salt &* 0x9e37_79b9_7f4a_7c15
    while octets.count < count {
      mixer = mixer &* 0x5851_f42d_4c95_7f2d &+ 0x1405_7b7e_f767_814f
      let word = words.isEmpty ? 0 : words[Int(mixer >> 33) % words.count]
      for index in 0..<8 { octets.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * index))) }
    }
    octets.removeLast(octets.count - count)
    return octets
  }
}

extension FuzzInput {
  /// Numbers at whose edges operations go wrong.
  static let edges: [UInt64] = [
    0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 33, 63, 64, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000,
    0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0001,
    0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, 0xffff_ffff_0000_0000, 0xffff_ffff_8000_0000,
    0xffff_ffff_ffff_ff80, 0xffff_ffff_ffff_fffe, .max,
  ]

  /// An input for a program in which these numbers stand.
  init(_ random: inout RandomSource, near numbers: [Int64]) {
    var words: [UInt64] = []
    for _ in 0..<4 + random.next() % 6 {
      switch random.next() % 12 {
      case 0: words.append(random.next())
      case 8, 9, 10, 11: words.append(random.next() % 48)
      case 1, 2, 3:
        let near = numbers.isEmpty ? 0 : numbers[Int(random.next() % UInt64(numbers.count))]
        words.append(UInt64(bitPattern: near) &+ random.next() % 3 &- 1)
      case 4:
        // Two halves of their own.
        let halves = (0..<2).map { _ in Self.edges[Int(random.next() % UInt64(Self.edges.count))] }
        words.append(halves[0] << 32 | halves[1] & 0xffff_ffff)
      case 5: words.append(random.next() >> (random.next() % 64))
      default: words.append(Self.edges[Int(random.next() % UInt64(Self.edges.count))])
      }
    }
    self.init(
      packetByteCount: Self.packetByteCount(&random, near: numbers), words: words,
      seed: random.next())
  }

  private static func packetByteCount(
    _ random: inout RandomSource, near numbers: [Int64]
  ) -> Int {
    let possible = numbers.filter { (14...127).contains($0) }
    switch random.next() % 4 {
    case 0: return 14 + Int(random.next() % 64)
    case 1:
      guard !possible.isEmpty else { return 64 }
      let near = possible[Int(random.next() % UInt64(possible.count))]
      return max(14, Int(near) + Int(random.next() % 3) - 1)
    default: return 100 + Int(random.next() % 100)
    }
  }
}
