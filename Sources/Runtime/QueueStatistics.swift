import CBaton
import Telemetry
import Verifier

/// What has gone through a queue, which is a queue program, and what waits in it: of all workers.
///
/// Workers are not stopped for it, so the figures are not those of one moment; they are exact when none of them runs.
public struct QueueStatistics: Equatable, Codable, Sendable {
  /// The program's.
  public var name: String
  /// Coroutines that its program was given, each as often as it was.
  public var handedOver: UInt64 = 0
  /// Those that its program did not keep.
  public var refused: UInt64 = 0
  /// Those that were destroyed while they waited.
  public var destroyed: UInt64 = 0
  /// Those that wait.
  public var depth: UInt64 = 0
  /// How long the one that waits longest has waited.
  public var oldestNanoseconds: UInt64 = 0
  /// How long those that went on had waited, all together; each to a turn of its worker.
  public var waitNanoseconds: UInt64 = 0
  /// The same, by how many waited how long.
  public var waits = LogHistogram()

  /// Those that were resumed.
  public var wentOn: UInt64 { waits.count }

  public var meanNanoseconds: Double { Double(waitNanoseconds) / Double(max(wentOn, 1)) }

  init(name: String) { self.name = name }
}

extension LoadedUnit {
  /// In the order of the object.
  func queueStatistics(of workers: [Worker]) -> [QueueStatistics] {
    var queues = verified.queues.enumerated().map { index, function in
      history(of: function, number: place.firstQueue + index + 1, workers)
    }
    forEachWaiting(of: workers) { waiting in
      let index = waiting.queue - 1 - place.firstQueue
      guard queues.indices.contains(index) else { return }
      queues[index].depth += 1
      queues[index].oldestNanoseconds = max(queues[index].oldestNanoseconds, waiting.nanoseconds)
    }
    for index in queues.indices { queues[index].countThoseThatDidNotWait() }
    return queues
  }

  /// A frame that waits in a queue, as it was seen.
  @safe
  struct Waiting {
    let frame: UnsafeMutablePointer<baton_frame>
    /// The worker that it belongs to, and its index there.
    var home: Int
    var index: Int
    /// The queue's number.
    var queue: Int
    var generation: UInt32
    /// The number of its program, among those of all versions.
    var program: Int
    /// The worker that suspended it.
    var worker: UInt32
    /// When it was suspended, at the latest; since when it could be resumed, which it can't while it sleeps on a timer
    /// wheel; and when it was seen.
    var suspension: UInt64
    var readiness: UInt64
    var time: UInt64

    /// For how long it waits, and could have been resumed.
    var nanoseconds: UInt64 { time > suspension ? time - suspension : 0 }
    var readyNanoseconds: UInt64 { time > readiness ? time - readiness : 0 }

    /// The worker that it began on, its frame there, and how many were in that frame, with it.
    var name: String { "\(home).\(index).\(generation)" }
  }

  /// Calls `body` with each frame that waits in a queue, of whatever version.
  ///
  /// Frames change meanwhile. Their memory is theirs as long as the workers live, and only numbers are read, once each;
  /// so what is said of a frame may be over, but never is nonsense.
  func forEachWaiting(of workers: [Worker], _ body: (Waiting) -> Void) {
    // Whoever runs has the mark of the queue that it was in last.
    let running = workers.map { unsafe UInt(bitPattern: $0.execution.pointee.current) }
    for worker in workers {
      let now = unsafe worker.services.pointee.clock.now()
      unsafe worker.services.pointee.slab.forEachFrame { index, frame in
        let queue = unsafe WaitStatistics.queue(of: frame)
        guard queue != 0, !running.contains(UInt(bitPattern: frame)) else { return }
        let since = unsafe frame.pointee.handle.suspended_at
        unsafe body(
          Waiting(
            frame: frame, home: worker.index, index: index, queue: queue,
            generation: frame.pointee.handle.generation, program: Int(frame.pointee.program),
            worker: frame.pointee.handle.worker, suspension: since,
            readiness: max(since, frame.pointee.due), time: now))
      }
    }
  }

  private func history(
    of function: Int, number: Int, _ workers: [Worker]
  ) -> QueueStatistics {
    let program = verified.unit.image.functions[function]
    var queue = QueueStatistics(name: program.name)
    for worker in workers {
      let (waits, histogram) = unsafe worker.services.pointee.waits.ofQueue(number)
      queue.handedOver +=
        unsafe worker.services.pointee.statistics.ofProgram(
          at: place.firstSlot + program.start
        ).count
      queue.refused += waits.refused
      queue.destroyed += waits.destroyed
      queue.waitNanoseconds &+= waits.nanoseconds
      queue.waits += histogram
    }
    return queue
  }
}

extension QueueStatistics {
  /// Engines count nobody who went on in the turn in which it was suspended: who isn't anywhere else has.
  fileprivate mutating func countThoseThatDidNotWait() {
    let elsewhere = refused + destroyed + depth + waits.count
    if handedOver > elsewhere { waits.add(0, count: handedOver - elsewhere) }
    // Differences of clocks between workers may leave a little less than nothing.
    if Int64(bitPattern: waitNanoseconds) < 0 { waitNanoseconds = 0 }
  }
}
