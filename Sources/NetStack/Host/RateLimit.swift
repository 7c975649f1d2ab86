/// So many a second, and no more.
struct RateLimit: Sendable, BitwiseCopyable {
  let perSecond: Int
  private var second: UInt64 = .max
  private var count = 0

  init(perSecond: Int) { self.perSecond = perSecond }

  mutating func admits(at now: UInt64) -> Bool {
    let current = now / 1_000_000_000
    if current != second { (second, count) = (current, 0) }
    count += 1
    return count <= perSecond
  }
}
