import CBaton
import NetStack
import Telemetry

/// What an instance does, at one time: what `baton top` shows. Workers are not stopped for it.
public struct InstanceLoad: Equatable, Codable, Sendable {
  /// When it was looked at, in nanoseconds of the world's clock.
  public var time: UInt64
  public var workers: [WorkerLoad]
  /// What the network stacks of all workers have counted; nil where there are none.
  public var network: StackCounters?
  public var queues: [QueueStatistics]
  public var programs: [ProgramStatistics]
  /// Those that wait longest, the longest first.
  public var oldest: [WaitingCoroutine]
}

public struct WorkerLoad: Equatable, Codable, Sendable {
  public var counters: WorkerCounters
  /// Coroutines that began on the worker and have not ended.
  public var live: Int
  /// Those that sleep on its timer wheel.
  public var sleeping: Int
  /// Whether it waits for its device now.
  public var isParked: Bool
}

/// A coroutine that waits in a queue.
public struct WaitingCoroutine: Equatable, Codable, Sendable {
  /// The worker that it began on, its frame there, and how many were in that frame, with it.
  public var name: String
  public var program: String
  public var queue: String
  /// The worker that suspended it.
  public var worker: UInt32
  public var nanoseconds: UInt64
}

/// A look at a running instance from any thread, as long as one wants: what it has seen does not go before it.
///
/// It reads what workers write as they run. Every figure is one that there was; together they are no moment.
@safe
public final class InstanceObserver: @unchecked Sendable {
  // Sound: of the workers' memory, which does not move, numbers are read; what is changed is made for it.
  private let workerSet: WorkerSet

  init(_ workerSet: WorkerSet) { self.workerSet = workerSet }

  /// How many of those that wait longest are named.
  public static let oldestCount = 10

  public func load() -> InstanceLoad {
    return unsafe InstanceLoad(
      time: workerSet.workers[0].services.pointee.clock.now(),
      workers: workerSet.workers.map(\.load), network: stackCounters,
      queues: workerSet.queueStatistics, programs: workerSet.statistics,
      oldest: workerSet.oldest(Self.oldestCount))
  }

  /// What all workers have counted, without the rest.
  public var counters: WorkerCounters { workerSet.counters }

  /// What the network stacks of all workers have counted; nil where there are none.
  public var stackCounters: StackCounters? { workerSet.stackCounters }

  /// Begins to record what happens to coroutines; nil when somebody does already.
  public func trace() -> TraceSession? { TraceSession(workerSet) }
}

extension Worker {
  fileprivate var load: WorkerLoad {
    unsafe WorkerLoad(
      counters: services.pointee.counters, live: services.pointee.slab.liveCount,
      sleeping: services.pointee.sleepers.count, isParked: services.pointee.isParked)
  }
}

extension WorkerSet {
  fileprivate func oldest(_ count: Int) -> [WaitingCoroutine] {
    var oldest: [WaitingCoroutine] = []
    workers.forEachWaiting { waiting in
      guard oldest.count < count || waiting.nanoseconds > oldest[count - 1].nanoseconds else {
        return
      }
      guard let waiting = described(waiting) else { return }
      let place = oldest.firstIndex { $0.nanoseconds < waiting.nanoseconds } ?? oldest.count
      oldest.insert(waiting, at: place)
      if oldest.count > count { oldest.removeLast() }
    }
    return oldest
  }

  /// Nil where its version is gone by now.
  private func described(_ waiting: WaitingFrame) -> WaitingCoroutine? {
    guard let unit = versions.version(ofFunction: waiting.program)?.unit else { return nil }
    let functions = unit.verified.unit.image.functions
    let (extent, queues) = (unit.extent, unit.verified.queues)
    let queue = waiting.queue - 1 - extent.queues.lowerBound
    // It may be another version's since it was looked at.
    guard queues.indices.contains(queue) else { return nil }
    return WaitingCoroutine(
      name: waiting.name,
      program: functions[waiting.program - extent.functions.lowerBound].name,
      queue: functions[queues[queue]].name, worker: waiting.worker,
      nanoseconds: waiting.nanoseconds)
  }
}
