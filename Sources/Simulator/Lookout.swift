/// Somebody who looks at a simulation again and again while it runs.
public struct Lookout {
  private let interval: UInt64
  private let look: (UInt64) -> Bool
  /// When the last look is due, in nanoseconds.
  let end: UInt64
  /// When the next look is due; nil after the last one.
  private(set) var next: UInt64?

  /// - Parameters:
  ///   - interval: from look to look, in nanoseconds, the first one after the first interval.
  ///   - end: there are no looks after this moment, in nanoseconds.
  ///   - look: is told the time; false where nothing is to be seen any more.
  public init(every interval: UInt64, until end: UInt64, _ look: @escaping (UInt64) -> Bool) {
    precondition(interval > 0)
    self.interval = interval
    self.end = end
    self.look = look
    next = interval <= end ? interval : nil
  }

  /// Looks.
  mutating func take() {
    guard let now = next else { return }
    next = look(now) && now + interval <= end ? now + interval : nil
  }
}
