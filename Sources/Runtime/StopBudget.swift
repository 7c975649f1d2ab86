/// How many instructions a program may take between two looks at the clock and at what others ask for: as many as take
/// about half a microsecond, which is learned from look to look.
struct StopBudget {
  private(set) var instructions: Int64 = 2_048
  private var run = WorkerSignals.Run.none
  private var lastLook: UInt64 = 0

  private static let range: ClosedRange<Int64> = 512...16_384
  private static let wanted: ClosedRange<UInt64> = 300...700

  /// A look, in nanoseconds. From one to the next of the same run its budget was used up.
  mutating func note(_ run: WorkerSignals.Run, at now: UInt64) {
    if run == self.run {
      let elapsed = now - lastLook
      if elapsed < Self.wanted.lowerBound { instructions += instructions / 2 }
      if elapsed > Self.wanted.upperBound { instructions -= instructions / 3 }
      instructions = min(max(instructions, Self.range.lowerBound), Self.range.upperBound)
    }
    self.run = run
    lastLook = now
  }
}
