import Runtime
import SamplePrograms
import Testing
import World

/// Packets that leave by another queue than the one that they came from, also when another worker sends them.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ForwardedPacketTests {
  private static let workerCount = 3
  private static let settings = Setting.all.filter { $0.language == "c" }

  private static func instance(_ one: Setting) throws -> Instance {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/forwarded.c", engine: one.engine, workerCount: workerCount)
    return try Instance(unit, in: one.world, workerCount: workerCount, seed: 5)
  }

  /// A frame with a number, for a worker.
  private static func frame(_ number: Int, to worker: Int, waits: Bool) -> [UInt8] {
    let text = littleEndian(UInt32(number))
    return Array(repeating: 0x55, count: 14) + [UInt8(worker), waits ? 1 : 0] + text
      + Array(repeating: UInt8(truncatingIfNeeded: number), count: 40 + number % 100)
  }

  /// By way of every worker to every worker, and to one that there isn't.
  @Test(arguments: settings)
  func eachLeavesWhereItShould(_ one: Setting) throws {
    let instance = try Self.instance(one)
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = RandomSource(seed: seed)
    var lostCount: UInt64 = 0
    for round in 0..<(isThorough ? 60 : 10) {
      let frames = (0..<60).map { number in
        Self.frame(
          60 * round + number, to: .random(in: 0...Self.workerCount, using: &random),
          waits: .random(using: &random))
      }
      let answers = instance.exchange(frames, with: round % Self.workerCount)
      for worker in 0..<Self.workerCount {
        let expected = frames.filter { $0[14] == worker }
        #expect(Set(answers[worker]) == Set(expected), "seed \(seed)")
        #expect(answers[worker].count == expected.count, "seed \(seed)")
        let straight = answers[worker].filter { $0[15] == 0 }
        #expect(straight == expected.filter { $0[15] == 0 }, "in order: seed \(seed)")
      }
      lostCount += UInt64(frames.count { $0[14] == Self.workerCount })
    }
    #expect(instance.counters.droppedByProgram == lostCount)
    instance.expectBalanceAfterShutDown()
  }

  /// Nobody takes what arrives: what there is no room for is dropped and counted, and its memory comes home.
  @Test(arguments: settings)
  func whatThereIsNoRoomForIsDropped(_ one: Setting) throws {
    let instance = try Self.instance(one)
    let frame = Self.frame(1, to: 1, waits: false)
    let count: UInt64 = 4 * UInt64(Instance.chunkCount)
    let isDone = instance.advance {
      while instance.sentCount < count, instance.peers[0].offer(frame) {}
      return instance.counters.endedCount == count
    }
    #expect(isDone)
    let counters = instance.counters
    #expect(counters.transmitted + counters.droppedTransmitFull == count)
    #expect(counters.droppedTransmitFull >= count - 2 * UInt64(Instance.chunkCount))
    instance.expectBalanceAfterShutDown()
  }
}
