import CLinux
import Glibc
import Runtime
import SamplePrograms
import Synchronization
import Testing
import World

/// Cores whose threads stand still, for real: other workers are taken from them, and nothing is lost.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct StallTests {
  private func frame(units: Int) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [UInt8(units)] + Array(repeating: 0, count: 45)
  }

  private func instance(
    _ engine: EngineKind, workerCount: Int, stallLimit: UInt64
  ) throws -> Instance {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/stalling.c", engine: engine, workerCount: workerCount)
    return try Instance(
      unit, in: .real, workerCount: workerCount, stallLimit: stallLimit, cores: [0, 1])
  }

  /// Sends a packet, and waits for the answer.
  private func isAnswered(_ instance: Instance, by worker: Int) -> Bool {
    guard instance.peers[worker].offer(frame(units: 0)) else { return false }
    var count = 0
    return instance.advance {
      instance.peers[worker].collect { count += $0[15] == UInt8(worker) ? 1 : 0 }
      return count == 1
    }
  }

  /// One of four workers is in a turn for more than a second: the other one of its core answers meanwhile, on the other core,
  /// and is back some time after it.
  @Test(arguments: EngineKind.allCases)
  func othersAnswerMeanwhile(_ engine: EngineKind) throws {
    let instance = try instance(engine, workerCount: 4, stallLimit: 20_000_000)
    let runtime = try #require(instance.realRuntime)
    for worker in 0..<4 { #expect(isAnswered(instance, by: worker)) }
    #expect(instance.peers[0].offer(frame(units: 255)))
    var count = 0
    while instance.peers[0].collect({ _ in }) == 0 {
      #expect(isAnswered(instance, by: 2))
      count += 1
    }
    // The turn took 1.3 seconds.
    #expect(count > 50, "\(count)")
    #expect(instance.advance { (0..<4).allSatisfy { runtime.core(ofWorker: $0) == $0 % 2 } })
    let found = runtime.takeStalls().filter { $0.core == 0 }
    let stalls: [CoreStall.Stall] = found.compactMap {
      if case .standsStill(let stall) = $0.kind, stall.worker == 0 { stall } else { nil }
    }
    let stall = try #require(stalls.first, "\(found)")
    #expect(stall.place?.contains("bpf_spin") == true, "\(stall)")
    #expect(stalls.contains { $0.moves.contains { $0.worker == 2 && $0.core == 1 } }, "\(found)")
    #expect(
      found.contains {
        if case .goesOn(let length) = $0.kind { length > 1_000_000_000 } else { false }
      }, "\(found)")
    instance.expectBalanceAfterShutDown()
  }

  /// Again and again some turn takes for longer than it may, workers are sent to and fro, and threads end in the midst of it:
  /// every packet is answered by the worker that it came to.
  @Test(arguments: EngineKind.allCases, [1, 2] as [UInt64])
  func nothingIsLostWhereCoresStall(_ engine: EngineKind, _ seed: UInt64) throws {
    var numbers = RandomSource(seed: seed)
    let instance = try instance(engine, workerCount: 4, stallLimit: 1_000_000)
    let runtime = try #require(instance.realRuntime)
    let count = isThorough ? 20_000 : 3_000
    var (sent, answered, stallCount) = (0, 0, 0)
    let isDone = instance.advance {
      if Int.random(in: 0..<1_000, using: &numbers) < 5 {
        runtime.move(
          worker: Int.random(in: 0..<4, using: &numbers),
          toCore: Int.random(in: 0..<2, using: &numbers))
      }
      while sent < count, sent - answered < 64 {
        let units = Int.random(in: 0..<300, using: &numbers) == 0 ? 1 : 0
        guard instance.peers[sent % 4].offer(frame(units: units)) else { break }
        sent += 1
      }
      for worker in 0..<4 {
        instance.peers[worker].collect { answered += $0[15] == UInt8(worker) ? 1 : 0 }
      }
      stallCount += runtime.takeStalls().count {
        if case .standsStill(let stall) = $0.kind { !stall.moves.isEmpty } else { false }
      }
      if Int.random(in: 0..<20_000, using: &numbers) == 0 {
        instance.stop()
        instance.start()
      }
      return answered == count
    }
    #expect(isDone, "\(answered) of \(sent), seed \(seed): \(instance.counters)")
    #expect(stallCount > 0)
    instance.expectBalanceAfterShutDown()
  }

  /// What else the system runs may keep a core's thread from running: where that was asleep, all of its workers get on.
  @Test(.enabled(if: geteuid() == 0, "SCHED_FIFO needs root"))
  func aCoreIsTakenByTheSystem() throws {
    let instance = try instance(.jit, workerCount: 2, stallLimit: 20_000_000)
    let runtime = try #require(instance.realRuntime)
    for worker in 0..<2 { #expect(isAnswered(instance, by: worker)) }
    let parks = instance.counters.parks
    #expect(instance.advance { instance.counters.parks > parks })
    let hog = Hog()
    let thread = WorkerThread { hog.run() }
    defer {
      hog.isOver.store(true, ordering: .relaxed)
      thread.join()
    }
    while !hog.hasBegun.load(ordering: .relaxed) { usleep(1_000) }
    var isAnsweredMeanwhile = false
    // Whoever asks is not to be kept from it.
    let asker = WorkerThread {
      _ = linux_thread_pin(1)
      isAnsweredMeanwhile = self.isAnswered(instance, by: 0)
    }
    asker.join()
    #expect(isAnsweredMeanwhile)
    #expect(runtime.core(ofWorker: 0) == 1)
    hog.isOver.store(true, ordering: .relaxed)
    #expect(instance.advance { runtime.core(ofWorker: 0) == 0 })
    instance.expectBalanceAfterShutDown()
  }

  /// Has a core for itself.
  private final class Hog: Sendable {
    let hasBegun = Atomic<Bool>(false)
    let isOver = Atomic<Bool>(false)

    func run() {
      _ = linux_thread_pin(0)
      _ = linux_thread_run_first()
      hasBegun.store(true, ordering: .relaxed)
      while !isOver.load(ordering: .relaxed) {}
    }
  }
}
