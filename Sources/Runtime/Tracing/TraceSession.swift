import CBaton
import Foundation
import Synchronization
import Telemetry
import World

/// A recording of what happens to the coroutines of an instance, from when it is made until it goes. There is one at a
/// time. Whoever has it takes out what was noted, often enough that workers find room.
@safe
public final class TraceSession {
  private let workerSet: WorkerSet
  private let rings: [TraceRing.Pointer]
  private let lostBefore: [UInt64]
  private let scale: TickScale

  /// Events that are taken out of all rings at a time.
  private static let batchCount = 1 << 17

  init?(_ workerSet: WorkerSet) {
    guard
      workerSet.isTraced.compareExchange(
        expected: false, desired: true, ordering: .sequentiallyConsistent
      ).exchanged
    else { return nil }
    self.workerSet = workerSet
    scale = workerSet.tickScale()
    unsafe rings = workerSet.workers.map { worker in
      unsafe worker.services.pointee.tracePort.begin {
        unsafe TraceRing(worker: worker.index, clock: worker.services.pointee.clock)
      }
    }
    unsafe lostBefore = rings.map { unsafe $0.pointee.lostCount }
  }

  deinit {
    for worker in workerSet.workers { unsafe worker.services.pointee.tracePort.end() }
    workerSet.isTraced.store(false, ordering: .sequentiallyConsistent)
  }

  public var workerCount: Int { workerSet.workers.count }

  /// What the numbers in the events stand for.
  public var names: TraceNames { workerSet.traceNames }

  /// What happened on one worker, in its order.
  public struct Batch: Equatable, Codable, Sendable {
    public var worker: Int
    /// ``TraceEvent``s, one after the other.
    public var octets: Data
    /// How many found no room on this worker since the session began.
    public var lost: UInt64
    /// Whether there probably is more.
    public var isFull: Bool
  }

  /// How ticks become times.
  public var times: TickScale { scale }

  /// Takes out some of what was noted: 131,072 events at most, of each worker its share.
  public func take() -> [Batch] {
    let limit = max(Self.batchCount / workerCount, 1)
    return unsafe rings.enumerated().map { worker, ring in
      var octets = Data()
      unsafe ring.pointee.take(limit: limit) { unsafe octets.append(contentsOf: $0) }
      return unsafe Batch(
        worker: worker, octets: octets, lost: ring.pointee.lostCount - lostBefore[worker],
        isFull: octets.count == limit * TraceEvent.byteCount)
    }
  }
}

extension TraceSession.Batch {
  /// Calls `body` with each event.
  public func forEach(_ body: (TraceEvent) -> Void) {
    let octets = [UInt8](octets)
    for start in stride(from: 0, to: octets.count, by: TraceEvent.byteCount) {
      if let event = TraceEvent(octets.span, at: start) { body(event) }
    }
  }
}

extension WorkerSet {
  /// For the times of this world; after at least ten milliseconds of it, where it has any by itself.
  fileprivate func tickScale() -> TickScale {
    let clock = unsafe workers[0].services.pointee.clock
    guard !clock.isVirtual else {
      return TickScale(beginning, beginning)
    }
    while clock.now() - beginning.nanoseconds < 10_000_000 { usleep(1000) }
    return TickScale(beginning, clock.moment())
  }

  fileprivate var traceNames: TraceNames {
    let names = versions.names
    return TraceNames(
      instance: "baton \(getpid())", functions: names.functions, queues: names.queues,
      slabs: workers.map { unsafe $0.services.pointee.slab.place })
  }
}
