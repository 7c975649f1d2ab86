/// What one worker counted. It is the only writer; anybody may read.
public struct WorkerCounters: Sendable, Equatable, Codable {
  /// Packets taken from the device, each of which became a coroutine or was dropped.
  public var received: UInt64 = 0
  /// Packets that programs have copied, or that another worker received for a connection here: each copy is another packet.
  public var copied: UInt64 = 0
  public var transmitted: UInt64 = 0
  /// Packets whose program chose to drop or abort, or gave them back.
  public var droppedByProgram: UInt64 = 0
  /// Packets for the network stack of a worker that has none.
  public var droppedPassed: UInt64 = 0
  /// Packets that the network stack has taken over.
  public var givenToStack: UInt64 = 0
  /// Packets that the network stack has made and sent, and those that the device had no room for.
  public var sentByStack: UInt64 = 0
  public var refusedOfStack: UInt64 = 0
  /// No frame was left for another coroutine.
  public var droppedNoFrame: UInt64 = 0
  public var droppedTransmitFull: UInt64 = 0
  /// Packets released because their coroutine was destroyed or threw, or because the instance
  /// was shut down before they became one.
  public var droppedDestroyed: UInt64 = 0
  public var spawned: UInt64 = 0
  public var finished: UInt64 = 0
  public var destroyed: UInt64 = 0
  public var thrown: UInt64 = 0
  /// Suspended from outside, at safe points.
  public var preempted: UInt64 = 0
  /// Programs that ran for too long, and were ended.
  public var cancelled: UInt64 = 0
  /// Coroutines that nobody resumed for too long, and that were ended; they are not among those destroyed.
  public var forgotten: UInt64 = 0
  public var turns: UInt64 = 0
  /// Turns in which there was nothing to do.
  public var idleTurns: UInt64 = 0
  /// Turns that ended with every chunk of the device with coroutines: nothing can be received until some come back.
  public var chunklessTurns: UInt64 = 0
  /// The time that all turns took in which there was something to do.
  public var busyNanoseconds: UInt64 = 0
  /// How long it has worked on cores of other groups, in nanoseconds; how often a coroutine was suspended there, as its time
  /// was over or the core's own workers wanted it back; and how often it has gone to another core by itself.
  public var lentNanoseconds: UInt64 = 0
  public var coresGivenBack: UInt64 = 0
  public var coresChanged: UInt64 = 0
  /// How often it found a program's lock held by another worker, and how long it has waited for those.
  public var lockWaits: UInt64 = 0
  public var lockWaitNanoseconds: UInt64 = 0
  /// How many of the locks that its programs have taken were timed, one of 251, how long those were held together, and the one
  /// that was held longest.
  public var locksTimed: UInt64 = 0
  public var lockHeldNanoseconds: UInt64 = 0
  public var lockHeldLongest: UInt64 = 0
  /// How late its first timer was at the end of its last turn, in nanoseconds.
  public var timerLag: UInt64 = 0
  /// How often it slept.
  public var parks: UInt64 = 0
  /// How often it woke another worker.
  public var wakes: UInt64 = 0

  public init() {}

  public static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.received += b.received
    sum.copied += b.copied
    sum.transmitted += b.transmitted
    sum.droppedByProgram += b.droppedByProgram
    sum.droppedPassed += b.droppedPassed
    sum.givenToStack += b.givenToStack
    sum.sentByStack += b.sentByStack
    sum.refusedOfStack += b.refusedOfStack
    sum.droppedNoFrame += b.droppedNoFrame
    sum.droppedTransmitFull += b.droppedTransmitFull
    sum.droppedDestroyed += b.droppedDestroyed
    sum.spawned += b.spawned
    sum.finished += b.finished
    sum.destroyed += b.destroyed
    sum.thrown += b.thrown
    sum.preempted += b.preempted
    sum.cancelled += b.cancelled
    sum.forgotten += b.forgotten
    sum.turns += b.turns
    sum.idleTurns += b.idleTurns
    sum.chunklessTurns += b.chunklessTurns
    sum.busyNanoseconds += b.busyNanoseconds
    sum.lentNanoseconds += b.lentNanoseconds
    sum.coresGivenBack += b.coresGivenBack
    sum.coresChanged += b.coresChanged
    sum.lockWaits += b.lockWaits
    sum.lockWaitNanoseconds += b.lockWaitNanoseconds
    sum.locksTimed += b.locksTimed
    sum.lockHeldNanoseconds += b.lockHeldNanoseconds
    sum.lockHeldLongest = max(a.lockHeldLongest, b.lockHeldLongest)
    sum.timerLag = max(a.timerLag, b.timerLag)
    sum.parks += b.parks
    sum.wakes += b.wakes
    return sum
  }

  /// Packets that came in, and those that were made of them.
  public var begunCount: UInt64 { received + copied }

  /// Packets that got nowhere.
  public var droppedCount: UInt64 {
    droppedByProgram + droppedPassed + droppedNoFrame + droppedTransmitFull + droppedDestroyed
  }

  /// Every packet that was begun has ended in exactly one way.
  public var endedCount: UInt64 {
    transmitted + givenToStack + droppedCount
  }
}
