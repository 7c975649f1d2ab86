/// When a worker's latest long turns began and ended.
///
/// Coroutines are suspended at the time at which their turn began, as far as their frames say. Where a turn takes long, one
/// may have waited for less than it seems, by as much as the turn took.
struct LongTurns {
  /// What is a long turn, in nanoseconds.
  var threshold: UInt64 = .max
  private var turns = InlineArray<16, (begin: UInt64, end: UInt64)>(repeating: (0, 0))
  private var next = 0

  /// How many long turns take so long together that it does not matter which one before them somebody was suspended in.
  /// Twice as many are kept: one that ends with a standstill is noted before that and behind it.
  static let count = 8

  mutating func note(from begin: UInt64, to end: UInt64) {
    guard end - begin >= threshold else { return }
    turns[next] = (begin, end)
    next = (next + 1) % (2 * Self.count)
  }

  /// When the turn ended in which it was that time; nil for a short one.
  func end(ofTurnAt time: UInt64) -> UInt64? {
    for index in turns.indices where turns[index].begin <= time && time < turns[index].end {
      return turns[index].end
    }
    return nil
  }
}
