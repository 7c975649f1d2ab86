import CBaton
import Devices
import World

/// An instance with one worker that the caller drives by hand, on its own thread: for measuring a
/// piece of the way alone, and for embedding where threads are not wanted.
public final class SteppedRuntime {
  private let workerSet: WorkerSet
  private var worker: Worker { workerSet.workers[0] }

  /// With `network`, the worker is a host of these addresses.
  public init(
    unit: LoadedUnit, frameLimit: Int, chunkCount: Int, network: NetworkConfiguration? = nil,
    makeQueue: () throws -> DeviceQueue
  ) throws {
    var seed = SystemRandomNumberGenerator()
    workerSet = try WorkerSet(
      unit: unit, count: 1, frameLimit: frameLimit, chunkCount: chunkCount, clock: .monotonic,
      seed: seed.next(), network: network
    ) { _ in try makeQueue() }
    worker.begin()
  }

  deinit { worker.pause() }

  /// Does the next piece of work; false when a whole turn found nothing to do.
  public func step() -> Bool {
    worker.enter()
    defer { baton_set_current_execution(nil) }
    return worker.advance(stepLimit: .max) != .idle
  }

  /// Does all there is to be done, up to a whole turn that finds nothing.
  public func runUntilIdle() {
    worker.enter()
    defer { baton_set_current_execution(nil) }
    while worker.takeTurn() != .idle {}
  }

  /// Runs the first worker program `count` times, with nothing between; the sum of its results.
  public func runWorkerProgram(count: Int) -> UInt64 {
    worker.enter()
    defer { baton_set_current_execution(nil) }
    var sum: UInt64 = 0
    for _ in 0..<count { sum += worker.runFirstProgram() }
    return sum
  }

  /// Makes up to `count` coroutines over empty packets of the worker's own queue, and runs each until it is suspended;
  /// how many there were chunks and frames for. The unit has a data path.
  public func spawn(count: Int) -> Int {
    worker.enter()
    defer { baton_set_current_execution(nil) }
    return worker.spawnOverEmptyPackets(count: count)
  }

  /// Takes `count` packets out of the queue's pool and gives them back, one after the other: what ``spawn(count:)`` does
  /// beside making coroutines. False where there is no chunk.
  public func passPackets(count: Int) -> Bool { worker.passPackets(count: count) }

  public var counters: WorkerCounters { workerSet.counters }
  public var frameCount: Int { workerSet.frameCount }
  /// Connections that services have, where the worker is a host.
  public var connectionCount: Int {
    guard let network = unsafe worker.services.pointee.network else { return 0 }
    return unsafe network.pointee.servedCount
  }
  /// For other threads, and for longer than the instance lives.
  public var observer: InstanceObserver { InstanceObserver(workerSet) }

  /// Destroys what is still suspended.
  public func shutDown() { workerSet.destroyAll() }
}
