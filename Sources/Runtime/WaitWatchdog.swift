/// Has all workers stand still, and look for coroutines that nobody resumes, where one seems to have waited for too long.
///
/// A pure machine: its caller has the clock, and says how long the one has waited that waits longest.
struct WaitWatchdog {
  private let standstill: Standstill
  /// How long a coroutine may wait, in nanoseconds.
  private let limit: UInt64
  /// Since when the workers are asked to stand still.
  private var asked: UInt64?
  /// When to look next.
  private(set) var next: UInt64 = 0

  init(_ standstill: Standstill, limit: UInt64) {
    self.standstill = standstill
    self.limit = limit
  }

  /// How long workers wait for one that does not come. It may be in the midst of a long turn; another time it is not.
  private var patience: UInt64 { min(max(limit / 40, 100_000), 2_000_000) }

  /// Looks on, if it is time for it. True when the workers are to be woken, as they are asked to stand still.
  mutating func look(at now: UInt64, longestWait: () -> UInt64) -> Bool {
    guard now >= next else { return false }
    if let asked {
      follow(since: asked, at: now)
      return false
    }
    guard longestWait() >= limit else {
      next = now + limit / 4
      return false
    }
    standstill.ask()
    asked = now
    next = now + patience
    return true
  }

  private mutating func follow(since asked: UInt64, at now: UInt64) {
    if !standstill.isAsked {
      self.asked = nil
      next = now + limit / 4
    } else if standstill.withdraw() {
      self.asked = nil
      // Whoever waits for somebody loses a tenth of the time at most.
      next = now + 10 * patience
    } else {
      next = now + patience
    }
  }
}
