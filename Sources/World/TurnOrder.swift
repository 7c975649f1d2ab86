/// In which order virtual workers take their turns, and whose time passes meanwhile.
public enum TurnOrder: Equatable, Sendable {
  /// The seed chooses, a few instructions at a time, and time passes for all alike: for finding what goes wrong between
  /// two instructions.
  case interleaved
  /// Each worker is a core with a time of its own, and they run side by side: for finding out how long things take.
  case timed(CoreTiming)
}

/// How time passes on virtual cores.
public struct CoreTiming: Equatable, Sendable {
  /// What a bytecode instruction costs (DESIGN section 5: virtual cost is steps × rate).
  public var picosecondsPerStep: UInt64
  /// How far a core may run ahead of the one that is furthest behind. It bounds by how much one core may see too early
  /// what another one has done.
  public var lookaheadNanoseconds: UInt64

  /// - Parameters:
  ///   - picosecondsPerStep: 1 and more.
  ///   - lookaheadNanoseconds: up to a second; the less, the more often the cores change places.
  public init(picosecondsPerStep: UInt64 = 1_000, lookaheadNanoseconds: UInt64 = 200) {
    self.picosecondsPerStep = picosecondsPerStep
    self.lookaheadNanoseconds = lookaheadNanoseconds
  }

  /// An instruction takes between a picosecond and a millisecond.
  public var isValid: Bool {
    (1...1_000_000_000).contains(picosecondsPerStep) && lookaheadNanoseconds <= 1_000_000_000
  }
}
