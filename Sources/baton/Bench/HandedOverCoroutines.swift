import Devices
import Foundation
import Maps
import Runtime
import World

/// Suspended coroutines that two workers, each bound to a core, hand to each other through rings, by
/// Benchmarks/Programs/handed_over.c.
final class HandedOverCoroutines {
  private let runtime: RealRuntime
  private let measurements: Map

  /// What a worker does with what it gets, as the programs number it.
  enum Mode: UInt8 {
    /// It hands the handle back as it is.
    case atOnce = 0
    /// The same in batches of ``batchCount``, of which each worker has one.
    case inBatches = 1
    /// It resumes the coroutine, which is handed back when it is suspended again.
    case resumed = 2
  }

  static let batchCount = 32

  init(_ mode: Mode) throws {
    let count = mode == .inBatches ? 2 * Self.batchCount : 1
    let unit = try loadProgram(
      "\(Installation.root)/Benchmarks/Programs/handed_over.c", engine: .jit, workerCount: 2)
    guard let measurements = unit.map(named: "measurements") else {
      throw BadInput("handed_over.c has no map “measurements”")
    }
    self.measurements = measurements
    let isSet = measurements.update(
      key: [0, 0, 0, 0],
      value: Array(repeating: 0, count: 8) + [mode.rawValue] + Array(repeating: 0, count: 7))
    precondition(isSet == 0, "an array has its values")
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = 2
    let link = try MemoryLink(configuration)
    runtime = try RealRuntime(
      unit: unit, workerCount: 2, cores: [0, 1], idling: .spin, frameLimit: count,
      chunkCount: 2 * configuration.shape.chunkCount
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    runtime.start()
    var client = EchoClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 2)))
    client.sendBatch(of: count)
    let deadline = WorldClock.monotonic.now() + 5_000_000_000
    while runtime.frameCount < count || receivedCount == 0 {
      guard WorldClock.monotonic.now() < deadline else {
        throw Refused("\(runtime.frameCount) of \(count) coroutines are on their way after 5 s")
      }
      usleep(1000)
    }
  }

  deinit { runtime.shutDown() }

  /// How many handles the first worker has got.
  private var receivedCount: UInt64 {
    let value = measurements.value(forKey: [0, 0, 0, 0]) ?? []
    return value.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Nanoseconds for each time that a handle got from one worker to the other, over `milliseconds`.
  func cost(milliseconds: UInt32) -> Double {
    let (begin, before) = (WorldClock.monotonic.now(), receivedCount)
    usleep(milliseconds * 1000)
    let (end, after) = (WorldClock.monotonic.now(), receivedCount)
    // What the first one gets, the second one got before.
    return Double(end - begin) / Double(2 * (after - before))
  }
}
