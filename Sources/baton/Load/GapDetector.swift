/// When a thread that never sleeps did not run: somebody else had its processor, or the machine's host.
struct GapDetector {
  private var last: UInt64
  private(set) var gaps: [Range<UInt64>] = []

  private static let least: UInt64 = 20_000

  init(at now: UInt64) {
    last = now
    gaps.reserveCapacity(1 << 16)
  }

  mutating func look(at now: UInt64) {
    if now - last > Self.least { gaps.append(last..<now) }
    last = now
  }

  /// How much of the time from `begin` on, until now, lies in gaps.
  func lost(since begin: UInt64) -> UInt64 {
    var sum: UInt64 = 0
    for gap in gaps.reversed() {
      guard gap.upperBound > begin else { break }
      sum += gap.upperBound - max(gap.lowerBound, begin)
    }
    return sum
  }
}
