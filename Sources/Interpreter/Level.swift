/// Programs that run within one another: a worker resumes a coroutine, which awaits a queue.
struct Level {
  var kind: Kind
  /// The thread's own stack is free below this address.
  var stackTop: UInt64
  /// The instruction of the level below that this level's end completes, and its `r10`.
  var callSlot = 0
  var callFramePointer: UInt64 = 0

  enum Kind {
    /// A program that is no coroutine and no queue: its end is the end of the run.
    case program
    case coroutine
    case queue
  }
}

/// At most a worker program, the coroutine that it resumed, and the queue program of that.
struct LevelStack {
  static let limit = 3

  private var levels = InlineArray<3, Level>(repeating: Level(kind: .program, stackTop: 0))
  private(set) var count = 0

  var top: Level {
    precondition(count > 0, "nothing runs")
    return levels[count - 1]
  }

  mutating func push(_ level: Level) {
    precondition(count < Self.limit, "nothing resumes nested")
    levels[count] = level
    count += 1
  }

  mutating func pop() -> Level {
    precondition(count > 0, "nothing runs")
    count -= 1
    return levels[count]
  }
}
