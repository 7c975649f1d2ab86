import Testing
import Wire
import World

@Suite struct ChecksumTests {
  /// The worked example of RFC 1071 §3: 0001 f203 f4f5 f6f7 sums to ddf2.
  @Test func theRFCsExample() {
    var checksum = InternetChecksum()
    checksum.add([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7].span)
    #expect(~checksum.value == 0xddf2)
  }

  /// As RFC 1071 §1 says it, word by word.
  private func naive(_ octets: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: octets.count, by: 2) {
      let second = index + 1 < octets.count ? octets[index + 1] : 0
      sum += UInt32(octets[index]) << 8 | UInt32(second)
      sum = (sum & 0xffff) + sum >> 16
    }
    return ~UInt16(sum)
  }

  /// Random octets, and often many of those that make carries.
  private func octets(_ count: Int, _ random: inout RandomSource) -> [UInt8] {
    let filler: UInt8? = [nil, 0x00, 0xff].randomElement(using: &random)!
    return (0..<count).map { _ in
      if let filler, Int.random(in: 0..<8, using: &random) > 0 { return filler }
      return .random(in: 0...255, using: &random)
    }
  }

  @Test(arguments: UInt64(1)...64)
  func itIsTheNaiveSum(seed: UInt64) {
    var random = RandomSource(seed: seed)
    for count in Array(0...100) + [1459, 1460, 1500, 9000, 65535] {
      let data = octets(count + 8, &random)
      let start = Int.random(in: 0...8, using: &random)
      let piece = Array(data[start..<start + count])
      var checksum = InternetChecksum()
      checksum.add(data.span.extracting(start..<start + count))
      #expect(checksum.value == naive(piece), "seed \(seed), \(count) octets from \(start) on")
    }
  }

  /// Pieces of any length, summed, copied, and summed apart and then joined, come to the sum of the whole.
  @Test(arguments: UInt64(1)...200)
  func piecesAddUp(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let data = octets(.random(in: 0...300, using: &random), &random)
    var copy = [UInt8](repeating: 0, count: data.count)
    var whole = InternetChecksum()
    var offset = 0
    while offset < data.count {
      let count = Int.random(in: 0...min(40, data.count - offset), using: &random)
      let piece = data.span.extracting(offset..<offset + count)
      var target = copy.mutableSpan
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        whole.add(piece)
        for index in offset..<offset + count { target[index] = data[index] }
      case 1:
        whole.copy(from: piece, to: &target, at: offset)
      default:
        var apart = InternetChecksum()
        apart.copy(from: piece, to: &target, at: offset)
        whole.add(apart)
      }
      offset += count
    }
    #expect(whole.value == naive(data), "seed \(seed)")
    #expect(copy == data, "seed \(seed)")
  }

  /// Numbers count as their octets in network byte order, wherever they lie.
  @Test(arguments: [[], [7]] as [[UInt8]])
  func numbersAreOctets(before: [UInt8]) {
    var checksum = InternetChecksum()
    checksum.add(before.span)
    checksum.add(0x0102 as UInt16)
    checksum.add(0x0304_0506 as UInt32)
    checksum.add(0x1112_1314_1516_1718_191a_1b1c_1d1e_1f20 as UInt128)
    #expect(checksum.value == naive(before + Array(1...6) + Array(0x11...0x20)))
  }

  /// A field that changes changes the checksum as if all were summed again (RFC 1624).
  @Test(arguments: UInt64(1)...200)
  func updatesAreSumsOfTheChanged(seed: UInt64) {
    var random = RandomSource(seed: seed)
    var data = octets(40, &random)
    // A packet isn't all zeros: there is at least its version.
    data[0] = 0x45
    let (short, long) = (data.span.uint16(at: 10), data.span.uint32(at: 12))
    let checksum = naive(data)
    let newShort = UInt16.random(in: 0...UInt16.max, using: &random)
    let newLong = [0, UInt32.max, .random(in: 0...UInt32.max, using: &random)]
      .randomElement(using: &random)!
    var target = data.mutableSpan
    target.store(newShort, at: 10)
    target.store(newLong, at: 12)
    let updated = InternetChecksum.updated(
      InternetChecksum.updated(checksum, from: short, to: newShort), from: long, to: newLong)
    #expect(updated == naive(data), "seed \(seed)")
  }

  /// The example of RFC 1624 §4: an update comes to 0000, and not to ffff.
  @Test func theExampleOfTheUpdate() {
    #expect(InternetChecksum.updated(0xdd2f, from: 0x5555 as UInt16, to: 0x3285) == 0)
  }
}
