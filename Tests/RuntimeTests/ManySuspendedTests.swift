import Devices
import Runtime
import SamplePrograms
import Testing
import Verifier

/// A hundred thousand data paths that wait in lists, trees, rings, the values of a map, timer wheels and on workers, when
/// all of them have to go.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ManySuspendedTests {
  private static let count = 100_000
  /// Of them, those that have their packet still.
  private static let packetCount = 10_000
  private static let workerCount = 2
  /// Where there is room for all.
  private static let wide = [0, 1, 4, 5, 6]
  /// Rings have room for 256.
  private static let narrow = [2, 3]
  private static let narrowCount = 400

  enum Ending: CaseIterable, Sendable { case shutDown, replaced }

  private struct Bench {
    let runtime: RealRuntime
    let peers: [Peer]
  }

  private func bench(_ engine: EngineKind) throws -> Bench {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/versioned.c", engine: engine, workerCount: Self.workerCount)
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = Self.workerCount
    configuration.shape.chunkCount = 16_384
    let link = try MemoryLink(configuration)
    let runtime = try RealRuntime(
      unit: unit, workerCount: Self.workerCount, frameLimit: Self.count,
      chunkCount: 2 * configuration.shape.chunkCount
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    let peers = try (0..<Self.workerCount).map {
      Peer(queue: DeviceQueue(try link.openQueue($0, at: .far, poolID: 100 + UInt32($0))))
    }
    runtime.start()
    return Bench(runtime: runtime, peers: peers)
  }

  private func way(ofNumber number: Int) -> Int {
    number < Self.narrowCount
      ? Self.narrow[number / 2 % Self.narrow.count] : Self.wide[number / 2 % Self.wide.count]
  }

  private func suspend(_ bench: Bench) {
    for number in 0..<Self.count {
      let givesUp = number % (Self.count / Self.packetCount) != 0
      let octets =
        Array(repeating: UInt8(0x55), count: 14)
        + [
          UInt8(way(ofNumber: number) | (givesUp ? 128 : 0)), UInt8(truncatingIfNeeded: number),
          UInt8(truncatingIfNeeded: number >> 8),
        ] + Array(repeating: 0, count: 43)
      while !bench.peers[number % Self.workerCount].offer(octets) {
        bench.peers[number % Self.workerCount].collect { _ in }
      }
    }
    let end = ContinuousClock.now + .seconds(60)
    while bench.runtime.counters.spawned < Self.count, ContinuousClock.now < end {}
    #expect(bench.runtime.frameCount == Self.count)
    let depth = bench.runtime.queueStatistics.reduce(0) { $0 + $1.depth }
    #expect(depth == Self.count)
  }

  @Test(arguments: EngineKind.allCases, Ending.allCases)
  func allAreCountedAndNothingLeaks(_ engine: EngineKind, _ ending: Ending) throws {
    let bench = try bench(engine)
    suspend(bench)
    let begin = ContinuousClock.now
    switch ending {
    case .shutDown: bench.runtime.shutDown()
    case .replaced: try replace(bench)
    }
    let time = ContinuousClock.now - begin
    print("\(Self.count) suspended coroutines, \(engine), \(ending): \(time)")
    #expect(time < .seconds(20))
    bench.runtime.shutDown()
    let counters = bench.runtime.counters
    #expect(counters.destroyed == Self.count && bench.runtime.frameCount == 0)
    #expect(counters.spawned == Self.count && counters.finished == 0)
    #expect(counters.droppedDestroyed == Self.packetCount)
    #expect(counters.endedCount == counters.received)
    expectAllChunksAreBack(bench)
  }

  private func replace(_ bench: Bench) throws {
    let next = try Programs.verify(
      "Tests/Corpus/runtime/versioned.c", replacing: ["VERSION = 1": "VERSION = 2"])
    var seen: [Int] = []
    let report = try bench.runtime.controller.replace(with: next, suspended: .destroy) {
      seen.append($0.destroyed)
    }
    #expect(report.version == 1 && report.destroyed == Self.count && report.suspended == 0)
    // A piece at a time, so that workers go on in between.
    #expect(seen == seen.sorted() && Set(seen).count > 10)
    let end = ContinuousClock.now + .seconds(10)
    while !bench.runtime.controller.report.old.isEmpty, ContinuousClock.now < end {}
    #expect(bench.runtime.controller.units.count == 1)
  }

  private func expectAllChunksAreBack(_ bench: Bench) {
    for worker in 0..<Self.workerCount {
      bench.peers[worker].collect { _ in }
      let counts = bench.runtime.withQueue(of: worker) { queue in
        queue.flush()
        return queue.chunkCounts
      }
      #expect(counts == ChunkCounts(free: counts.total, held: 0, lent: 0))
      bench.peers[worker].collect { _ in }
      let far = bench.peers[worker].chunkCounts
      #expect(far == ChunkCounts(free: far.total, held: 0, lent: 0))
    }
  }
}
