import ObjectFile
import Runtime
import SamplePrograms
import Scheduling
import Testing
import Verifier

/// Policies decide where workers run, and nobody is lost who is not fit to.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct PolicyTests {
  private static let workerCount = 4

  private enum Manner: UInt32 { case obeys, asksForNonsense, oscillates, throwing, runningOn }

  private func instance(_ one: Setting, runLimit: UInt64? = nil) throws -> Instance {
    try one.instance(
      of: "deciding", workerCount: Self.workerCount, seed: 3, runLimit: runLimit)
  }

  private func behave(_ instance: Instance, _ manner: Manner) {
    #expect(
      instance.map("manners").update(
        key: littleEndian(UInt32(0)), value: littleEndian(manner.rawValue))
        == 0)
  }

  private func order(_ instance: Instance, _ places: [Int]) {
    for (worker, place) in places.enumerated() {
      let status = instance.map("places").update(
        key: littleEndian(UInt32(worker)), value: littleEndian(UInt32(place)))
      #expect(status == 0)
    }
  }

  /// The words of what the policy has noted.
  private func report(_ instance: Instance) -> [UInt64] {
    let octets = instance.map("reports").value(forKey: littleEndian(UInt32(0))) ?? []
    return (0..<octets.count / 8).map { word in
      (0..<8).reduce(0) { $0 | UInt64(octets[8 * word + $1]) << UInt64(8 * $1) }
    }
  }

  private func areAnswered(_ instance: Instance, count: Int = 20) -> Bool {
    let frame = [UInt8](repeating: 9, count: 60)
    for worker in 0..<Self.workerCount {
      let answers = instance.exchange(Array(repeating: frame, count: count), with: worker)
      guard answers[worker].count == count, answers[worker].allSatisfy({ $0[14] == UInt8(worker) })
      else { return false }
    }
    return true
  }

  private func cores(_ instance: Instance) -> [Int] {
    (0..<Self.workerCount).map { instance.core(ofWorker: $0) }
  }

  @Test(arguments: Setting.all)
  func workersGoWhereItSays(_ one: Setting) throws {
    let instance = try instance(one)
    for places in [[0, 1, 2, 3], [3, 3, 3, 3], [1, 0, 1, 2], [0, 0, 0, 0]] {
      order(instance, places)
      #expect(instance.advance { cores(instance) == places }, "\(cores(instance)) \(places)")
      #expect(areAnswered(instance))
    }
    let log = try #require(instance.policyLog)
    #expect(log.fault == nil)
    // Each worker began on a core of its own.
    let moves = log.decisions.filter { if case .move = $0.decision { true } else { false } }
    #expect(moves.count >= 9, "\(moves)")
    #expect(moves.contains { $0.cause.received > 0 })
    instance.expectBalanceAfterShutDown()
  }

  @Test(arguments: Setting.all)
  func itIsToldOfTheLoad(_ one: Setting) throws {
    let instance = try instance(one)
    #expect(areAnswered(instance, count: 30))
    let before = report(instance)[0]
    #expect(instance.advance { report(instance)[0] > before + 1 })
    let words = report(instance)
    // arrived, received, dropped, finished
    #expect(Array(words[2..<6]) == [30, 30, 0, 30], "\(words)")
    // Worker and core counts, and a worker that there is not.
    #expect(words[26] == 4 | 4 << 32 && Int64(bitPattern: words[27]) == -22, "\(words)")
    // The group: workers from 0 on, four of them; four cores, one at least; four at most, none warm, stalled or lent.
    #expect(Array(words[19...24]) == [4 << 32, 4 | 1 << 32, 4, 0, 0, 0], "\(words)")
    instance.expectBalanceAfterShutDown()
  }

  /// Best-effort workers are where they find a core, and answer as all others do.
  @Test(arguments: Setting.all)
  func bestEffortWorkersAnswerToo(_ one: Setting) throws {
    let instance = try one.instance(
      of: "deciding", workerCount: Self.workerCount, seed: 5,
      groups: [
        CoreGroup("owners", workers: 0..<2), CoreGroup("batch", workers: 2..<4, isBestEffort: true),
      ])
    for places in [[1, 1, 0, 0], [0, 1, 3, 2], [0, 0, 1, 1]] {
      order(instance, places)
      #expect(
        instance.advance { (0..<2).allSatisfy { instance.core(ofWorker: $0) == places[$0] } })
      #expect(areAnswered(instance, count: 50))
    }
    #expect(instance.policyLog?.fault == nil)
    instance.expectBalanceAfterShutDown()
  }

  private func expectDeposed(
    _ one: Setting, _ manner: Manner, _ isRight: (PolicyConduct.Fault) -> Bool
  ) throws {
    // On a busy machine, threads stand still for long.
    let limit: UInt64 = one.world == .virtual ? 1_000_000 : 500_000_000
    let instance = try instance(one, runLimit: manner == .runningOn ? limit : nil)
    order(instance, [2, 2, 2, 2])
    #expect(instance.advance { cores(instance) == [2, 2, 2, 2] })
    behave(instance, manner)
    let log = try #require(instance.policyLog)
    #expect(instance.advance { log.fault != nil })
    let fault = try #require(log.fault)
    #expect(isRight(fault.reason), "\(fault.reason)")
    // The default: where they began to be.
    #expect(instance.advance { cores(instance) == [0, 1, 2, 3] })
    let runs = report(instance)[0]
    #expect(areAnswered(instance))
    #expect(report(instance)[0] == runs)
    instance.expectBalanceAfterShutDown()
  }

  @Test(arguments: Setting.all)
  func whoAsksForNonsenseIsDeposed(_ one: Setting) throws {
    try expectDeposed(one, .asksForNonsense) { $0 == .invalidWishes(runs: 16) }
  }

  @Test(arguments: Setting.all)
  func whoOscillatesIsDeposed(_ one: Setting) throws {
    try expectDeposed(one, .oscillates) {
      if case .oscillation = $0 { true } else { false }
    }
  }

  @Test(arguments: Setting.all)
  func whoThrowsIsDeposed(_ one: Setting) throws {
    try expectDeposed(one, .throwing) { $0 == .threw }
  }

  /// Machine code takes no time in the virtual world.
  @Test(arguments: Setting.all.filter { $0.world == .real || $0.engine == .interpreter })
  func whoRunsOnIsDeposed(_ one: Setting) throws {
    try expectDeposed(one, .runningOn) { $0 == .ranTooLong }
  }

  /// The next version's policy goes on, and one that has none leaves the office vacant.
  @Test(arguments: Setting.all.filter { $0.language == "c" })
  func itIsReplaced(_ one: Setting) throws {
    let instance = try instance(one)
    order(instance, [1, 1, 1, 1])
    #expect(instance.advance { cores(instance) == [1, 1, 1, 1] })
    let path = "Tests/Corpus/runtime/deciding.c"
    #expect(try instance.replace(with: Programs.verify(path), suspended: .finish))
    order(instance, [2, 1, 2, 1])
    #expect(instance.advance { cores(instance) == [2, 1, 2, 1] })
    let without = try Programs.verify(path, replacing: ["#define DECIDES 1": "#define DECIDES 0"])
    #expect(try instance.replace(with: without, suspended: .finish))
    #expect(instance.advance { cores(instance) == [0, 1, 2, 3] })
    #expect(areAnswered(instance))
    instance.expectBalanceAfterShutDown()
  }

  /// Nobody would run it.
  @Test(arguments: Setting.all.filter { $0.language == "c" })
  func itDoesNotComeLater(_ one: Setting) throws {
    let path = "Tests/Corpus/runtime/deciding.c"
    let without = try Programs.verify(path, replacing: ["#define DECIDES 1": "#define DECIDES 0"])
    let unit = try LoadedUnit(without, engine: one.engine, workerCount: 2, seed: 1)
    let instance = try Instance(unit, in: one.world, workerCount: 2)
    #expect(throws: ReplacementError.policy) {
      try instance.replace(with: Programs.verify(path), suspended: .finish)
    }
    instance.expectBalanceAfterShutDown()
  }

  /// A data path and what schedules it come from two objects: one names the other's queue program, and both have a map.
  @Test(arguments: Setting.all.filter { $0.language == "c" })
  func itMayBeAnotherObject(_ one: Setting) throws {
    let path = try SamplePrograms.image(of: "Tests/Corpus/runtime/scheduled_path.c")
    let policy = try SamplePrograms.image(of: "Tests/Corpus/runtime/scheduling_policy.c")
    let verified = try Programs.verify(path.linked(with: policy))
    let unit = try LoadedUnit(verified, engine: one.engine, workerCount: 2, seed: 1)
    let instance = try Instance(unit, in: one.world, workerCount: 2)
    let frame = [UInt8](repeating: 9, count: 60)
    let answers = instance.exchange(Array(repeating: frame, count: 50), with: 0)
    #expect(answers[0].count == 50)
    #expect(instance.queueStatistics.map(\.name) == ["line_up"])
    #expect(instance.queueStatistics[0].handedOver == 50)
    #expect(instance.advance { (0..<2).allSatisfy { instance.core(ofWorker: $0) == 1 } })
    instance.expectBalanceAfterShutDown()
  }
}
