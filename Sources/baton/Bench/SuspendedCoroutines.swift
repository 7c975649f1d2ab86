import Devices
import Foundation
import Runtime
import World

/// Coroutines that do nothing but suspend and be resumed, by the programs of one source in Benchmarks/Programs. Each
/// owns a packet of a memory device.
final class SuspendedCoroutines {
  private let runtime: SteppedRuntime

  /// - Throws: ``Refused`` where that many can't be had.
  init(_ source: String, count: Int, hasSafePoints: Bool = true) throws {
    let unit = try loadProgram(
      "\(Installation.root)/Benchmarks/Programs/\(source)", engine: .jit, workerCount: 1,
      hasSafePoints: hasSafePoints)
    var configuration = MemoryLink.Configuration()
    // Some packets are on their way.
    configuration.shape.chunkCount = max(2048, count + 1024)
    let link = try MemoryLink(configuration)
    runtime = try SteppedRuntime(
      unit: unit, frameLimit: count, chunkCount: 2 * configuration.shape.chunkCount
    ) { DeviceQueue(try link.openQueue(0, at: .near, poolID: 0)) }
    var client = EchoClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)))
    var rounds = 0
    while runtime.frameCount < count {
      client.sendBatch(of: min(64, count - runtime.frameCount))
      // A packet each, and the worker's program.
      for _ in 0..<80 { _ = runtime.step() }
      rounds += 1
      guard rounds <= count / 8 + 64 else {
        throw Refused("only \(runtime.frameCount) of \(count) coroutines could be made")
      }
    }
  }

  deinit { runtime.shutDown() }

  /// Nanoseconds that a coroutine takes from being resumed until it is kept again, over as many runs of the worker
  /// program.
  func cost(runs: Int) -> Double {
    let begin = WorldClock.monotonic.now()
    let resumed = runtime.runWorkerProgram(count: runs)
    return Double(WorldClock.monotonic.now() - begin) / Double(resumed)
  }
}
