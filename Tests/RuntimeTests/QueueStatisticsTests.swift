import Runtime
import SamplePrograms
import Testing

/// What is known of the queues that coroutines wait in.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct QueueStatisticsTests {
  private func sleepers(_ engine: EngineKind, in world: WorldKind) throws -> Instance {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/sleepers.c", engine: engine, workerCount: 2)
    return try Instance(unit, in: world, workerCount: 2, seed: 6)
  }

  /// A frame whose coroutine sleeps that long.
  private func frame(microseconds: UInt16) -> [UInt8] {
    Array(repeating: 0x55, count: 14)
      + [UInt8(truncatingIfNeeded: microseconds), UInt8(microseconds >> 8)]
      + Array(repeating: 0, count: 44)
  }

  private func queue(of instance: Instance) throws -> QueueStatistics {
    let queues = instance.queueStatistics
    #expect(queues.map(\.name) == ["sleep_until"])
    return try #require(queues.first)
  }

  @Test(arguments: EngineKind.allCases, WorldKind.allCases)
  func whoWaitsIsSeen(_ engine: EngineKind, _ world: WorldKind) throws {
    let instance = try sleepers(engine, in: world)
    #expect(try queue(of: instance).handedOver == 0)
    for number in 0..<50 { #expect(instance.peers[number % 2].offer(frame(microseconds: .max))) }
    #expect(instance.advance { (try? queue(of: instance).depth) == 50 })
    let first = try queue(of: instance)
    #expect(first.handedOver == 50 && first.wentOn == 0 && first.refused == 0)
    let isOlder = instance.advance {
      (try? queue(of: instance).oldestNanoseconds).map { $0 >= 100_000 } ?? false
    }
    #expect(isOlder)
    instance.expectBalanceAfterShutDown()
    let last = try queue(of: instance)
    #expect(last.destroyed == 50 && last.depth == 0 && last.oldestNanoseconds == 0)
    #expect(last.wentOn == 0)
  }

  /// Nobody has waited less than it slept.
  @Test(arguments: EngineKind.allCases, WorldKind.allCases)
  func waitsAreMeasured(_ engine: EngineKind, _ world: WorldKind) throws {
    let instance = try sleepers(engine, in: world)
    let times = (0..<60).map { UInt16(100 + 5 * $0) }
    for (number, time) in times.enumerated() {
      #expect(instance.peers[number % 2].offer(frame(microseconds: time)))
    }
    #expect(instance.advance { instance.counters.finished == 60 })
    let queue = try queue(of: instance)
    #expect(queue.handedOver == 60 && queue.wentOn == 60 && queue.depth == 0)
    let asked = times.reduce(0) { $0 + 1000 * UInt64($1) }
    #expect(queue.waitNanoseconds >= asked, "\(queue.waitNanoseconds)")
    #expect(try #require(queue.waits.bound(ofShare: 1)) >= 1000 * UInt64(times[59]))
    #expect(try #require(queue.waits.bound(ofShare: 0)) >= 1000 * UInt64(times[0]))
    #expect(queue.waits.counts[0] == 0)
    instance.expectBalanceAfterShutDown()
  }
}
