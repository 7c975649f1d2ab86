/// How many instructions a program may take between two looks at what others ask for: as many as take about half a
/// microsecond, which is learned.
///
/// Looks that go to the clock come in pairs, of which the second one measures a budget. Between two pairs machine code
/// looks by itself at whether anybody asks for anything.
struct StopBudget {
  private(set) var instructions: Int64 = 2_048
  /// Looks without the clock from here on.
  private(set) var quickLooks: Int32 = 0
  private var run = WorkerSignals.Run.none
  private var lastLook: UInt64 = 0
  /// The last look was one budget ago.
  private var measures = false
  /// Something has run since then whose time says nothing of instructions.
  private var isCutShort = false

  private static let range: ClosedRange<Int64> = 512...16_384
  private static let usualNanoseconds: UInt64 = 500

  init() {}

  /// That of a world in which an instruction takes a time that is known.
  init(picosecondsPerInstruction: UInt64) {
    instructions = Int64(max(1, Self.usualNanoseconds * 1_000 / picosecondsPerInstruction))
  }

  /// As many instructions as take about that time, in nanoseconds.
  func instructions(taking nanoseconds: UInt64) -> Int64 {
    instructions * Int64(nanoseconds) / Int64(Self.usualNanoseconds)
  }
  private static let wanted: ClosedRange<UInt64> = 400...900
  private static let quickLooksBetweenPairs: Int32 = 30

  /// The next look comes at once: nothing is learned from when it does.
  mutating func cutShort() { isCutShort = true }

  /// A look, in nanoseconds.
  mutating func note(_ run: WorkerSignals.Run, at now: UInt64) {
    // Who runs in between takes time, too.
    let isRight = isCutShort || measures && (run != self.run || learn(now - lastLook))
    quickLooks = isRight ? Self.quickLooksBetweenPairs : 0
    measures = !isRight
    isCutShort = false
    self.run = run
    lastLook = now
  }

  /// Whether a budget that took so long is one as it should be.
  private mutating func learn(_ elapsed: UInt64) -> Bool {
    if elapsed < Self.wanted.lowerBound { instructions += instructions / 2 }
    if elapsed > Self.wanted.upperBound { instructions -= instructions / 3 }
    let allowed = min(max(instructions, Self.range.lowerBound), Self.range.upperBound)
    let isAtBound = allowed != instructions
    instructions = allowed
    return isAtBound || Self.wanted.contains(elapsed)
  }
}
