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
    workers.forEachWaiting { waiting in
      let index = waiting.queue - 1 - place.firstQueue
      guard queues.indices.contains(index) else { return }
      queues[index].depth += 1
      queues[index].oldestNanoseconds = max(queues[index].oldestNanoseconds, waiting.nanoseconds)
    }
    for index in queues.indices { queues[index].countThoseThatDidNotWait() }
    return queues
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
