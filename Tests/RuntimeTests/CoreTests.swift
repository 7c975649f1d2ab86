import Runtime
import SamplePrograms
import Scheduling
import Testing
import World

/// Several workers on one core, and workers that move from core to core.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct CoreTests {
  /// For the program `parked`, whose workers hand packets to each other by `way`.
  private func frame(way: Int) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [UInt8(way), 0xFF] + Array(repeating: 0, count: 44)
  }

  private func instance(_ engine: EngineKind, workerCount: Int, cores: [Int]) throws -> Instance {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/parked.c", engine: engine, workerCount: workerCount)
    return try Instance(unit, in: .real, workerCount: workerCount, cores: cores)
  }

  /// Two hundred packets, of which every eighth comes when somebody has just fallen asleep: each is answered.
  private func areAnsweredAwakeAndAsleep(_ instance: Instance) {
    for number in 0..<200 {
      // At times both are asleep, and else they may just fall so.
      let parkCount = instance.counters.parks
      if number % 8 == 0 {
        #expect(number == 0 || instance.advance { instance.counters.parks > parkCount })
      }
      #expect(instance.peers[0].offer(frame(way: number % 3)))
      var answerCount = 0
      let isAnswered = instance.advance {
        instance.peers[0].collect { answerCount += $0[15] == 1 ? 1 : 0 }
        return answerCount == 1
      }
      #expect(isAnswered, "\(number): \(instance.counters)")
    }
  }

  /// Two workers on one thread: each sleeps, is woken by the other, and both get on.
  @Test(arguments: EngineKind.allCases)
  func twoShareACore(_ engine: EngineKind) throws {
    let instance = try instance(engine, workerCount: 2, cores: [0])
    let runtime = try #require(instance.realRuntime)
    #expect(runtime.coreCount == 1)
    areAnsweredAwakeAndAsleep(instance)
    #expect(instance.counters.parks >= 24 && instance.counters.transmitted == 200)
    instance.expectBalanceAfterShutDown()
  }

  /// Workers move at any moment, asleep or busy, several at once and back again: nothing is lost, and each is at last where
  /// it was sent.
  @Test(arguments: EngineKind.allCases, [1, 2] as [UInt64])
  func workersMoveWhilePacketsFlow(_ engine: EngineKind, _ seed: UInt64) throws {
    var numbers = RandomSource(seed: seed)
    let instance = try instance(engine, workerCount: 2, cores: [])
    let runtime = try #require(instance.realRuntime)
    #expect(runtime.coreCount == 2)
    let count = isThorough ? 50_000 : 5_000
    var (sent, answered) = (0, 0)
    let isDone = instance.advance {
      if Int.random(in: 0..<100, using: &numbers) < 20 {
        runtime.move(
          worker: Int.random(in: 0..<2, using: &numbers),
          toCore: Int.random(in: 0..<2, using: &numbers))
      }
      // At times they fall asleep.
      if Int.random(in: 0..<100, using: &numbers) < 95 || sent == answered {
        while sent < count, sent - answered < 64, instance.peers[0].offer(frame(way: sent % 3)) {
          sent += 1
        }
      }
      instance.peers[0].collect { answered += $0[15] == 1 ? 1 : 0 }
      return answered == count
    }
    #expect(isDone, "\(answered) of \(sent), seed \(seed): \(instance.counters)")
    for worker in 0..<2 { runtime.move(worker: worker, toCore: 1) }
    #expect(instance.advance { (0..<2).allSatisfy { runtime.core(ofWorker: $0) == 1 } })
    // Threads that begin again find them where they were.
    instance.stop()
    instance.start()
    #expect((0..<2).allSatisfy { runtime.core(ofWorker: $0) == 1 })
    instance.expectBalanceAfterShutDown()
  }

  /// All workers are brought to a stand, and replaced, where several share a thread.
  @Test(arguments: EngineKind.allCases)
  func replacedWhileTheyShareACore(_ engine: EngineKind) throws {
    let instance = try instance(engine, workerCount: 2, cores: [0])
    let verified = try Programs.verify("Tests/Corpus/runtime/parked.c")
    for _ in 0..<5 {
      #expect(try instance.replace(with: verified, suspended: .finish))
      #expect(try instance.destroyOld())
    }
    instance.expectBalanceAfterShutDown()
  }

  /// The best-effort worker sleeps with the core's own one, is woken by it, wakes it, and is replaced with it.
  @Test(arguments: EngineKind.allCases, [0, 1])
  func aBorrowerSleepsAndWakesWithItsOwner(_ engine: EngineKind, _ borrower: Int) throws {
    let groups =
      borrower == 1
      ? [CoreGroup("own", workers: 0..<1), CoreGroup("lent", workers: 1..<2, isBestEffort: true)]
      : [CoreGroup("lent", workers: 0..<1, isBestEffort: true), CoreGroup("own", workers: 1..<2)]
    let unit = try Programs.load(
      "Tests/Corpus/runtime/parked.c", engine: engine, workerCount: 2)
    let instance = try Instance(
      unit, in: .real, workerCount: 2, cores: [0], groups: groups)
    areAnsweredAwakeAndAsleep(instance)
    let verified = try Programs.verify("Tests/Corpus/runtime/parked.c")
    #expect(try instance.replace(with: verified, suspended: .finish))
    #expect(try instance.destroyOld())
    instance.expectBalanceAfterShutDown()
  }
}
