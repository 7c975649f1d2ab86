import Devices
import Foundation
import Runtime
import World

/// Coroutines that do nothing but suspend and be resumed, by the programs of one source in Benchmarks/Programs. Each
/// owns a packet of a memory device.
final class SuspendedCoroutines {
  private let runtime: SteppedRuntime
  /// How many live at once where whole lives are measured.
  private static let batchCount = 64

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
      unit: unit, frameLimit: max(count, Self.batchCount),
      chunkCount: 2 * configuration.shape.chunkCount
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

  /// The same while somebody traces, and takes out what was noted before there is no room for more.
  func tracedCost(rounds: Int) throws -> Double {
    let cost = try costInSession(rounds: rounds)
    // Workers look whether they are traced when a turn begins.
    beginTurns()
    return cost
  }

  private func costInSession(rounds: Int) throws -> Double {
    guard let session = runtime.observer.trace() else { throw Refused("somebody traces already") }
    beginTurns()
    var (nanoseconds, resumed): (UInt64, UInt64) = (0, 0)
    for _ in 0..<rounds {
      let begin = WorldClock.monotonic.now()
      // Of three events for each of 1,024 coroutines.
      resumed += runtime.runWorkerProgram(count: 16)
      nanoseconds += WorldClock.monotonic.now() - begin
      let batches = session.take()
      guard batches.allSatisfy({ $0.lost == 0 && !$0.octets.isEmpty }) else {
        throw Refused("events were lost")
      }
    }
    return Double(nanoseconds) / Double(resumed)
  }

  private func beginTurns() { for _ in 0..<8 { _ = runtime.step() } }

  /// Nanoseconds that a coroutine takes from being resumed until it is kept again, over as many runs of the worker
  /// program.
  func cost(runs: Int) -> Double {
    let begin = WorldClock.monotonic.now()
    let resumed = runtime.runWorkerProgram(count: runs)
    return Double(WorldClock.monotonic.now() - begin) / Double(resumed)
  }

  /// Nanoseconds that a coroutine takes from its beginning to its end, where the worker program resumes it once.
  func lifeCost(rounds: Int) -> Double {
    time(rounds: rounds) {
      let spawned = runtime.spawn(count: Self.batchCount)
      let resumed = runtime.runWorkerProgram(count: 1)
      return spawned == Self.batchCount && resumed == UInt64(spawned)
    }
  }

  /// What its packet takes of that: to be taken out of its pool, and to be given back.
  func packetCost(rounds: Int) -> Double {
    time(rounds: rounds) { runtime.passPackets(count: Self.batchCount) }
  }

  /// Nanoseconds for one of a batch.
  private func time(rounds: Int, _ batch: () -> Bool) -> Double {
    let begin = WorldClock.monotonic.now()
    for _ in 0..<rounds { precondition(batch(), "there are chunks and frames for a batch") }
    return Double(WorldClock.monotonic.now() - begin) / Double(rounds * Self.batchCount)
  }
}
