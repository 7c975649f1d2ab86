import Maps
import Runtime
import SamplePrograms
import Testing

/// Coroutines that nobody resumes are cancelled where they wait, and whoever has their handles goes on.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ForgottenTests {
  /// The kinds of `forgotten.h`.
  private enum Kind: UInt8, CaseIterable {
    case answer, wait, guest, host, sleep, resumeAll, destroyAll, resumeSome
  }

  private static let limit: UInt64 = 5_000_000

  /// Offers a packet for each kind, and what comes back for them.
  private final class Run {
    let instance: Instance
    private(set) var answers: [Kind: Int] = [:]

    init(_ setting: Setting, workerCount: Int, waitLimit: UInt64) throws {
      instance = try setting.instance(
        of: "forgotten", workerCount: workerCount, seed: 17, waitLimit: waitLimit)
    }

    func offer(_ kinds: [Kind]) {
      for (number, kind) in kinds.enumerated() {
        let octets =
          Array(repeating: 0x55, count: 14) + [kind.rawValue] + Array(repeating: 0, count: 45)
        while !instance.peers[number % instance.workerCount].offer(octets) {
          instance.advance()
          collect()
        }
      }
    }

    func collect() {
      for peer in instance.peers {
        peer.collect { answers[Kind(rawValue: $0[14])!, default: 0] += 1 }
      }
      // Where nobody takes records out, there is no room for more.
      instance.unit.map(named: "records")?.consumeRecords { _ in }
    }

    func advance(until isDone: () -> Bool) -> Bool {
      instance.advance {
        collect()
        return isDone()
      }
    }

    /// How many of those that were resumed had been cancelled, and how many not.
    var outcomes: [UInt64] {
      var sums: [UInt64] = [0, 0]
      for worker in 0..<UInt8(2) {
        let value = instance.unit.map(named: "outcomes")?.value(forKey: [worker, 0, 0, 0]) ?? []
        for (index, octet) in value.enumerated() {
          sums[index / 8] += UInt64(octet) << UInt64(8 * (index % 8))
        }
      }
      return sums
    }

    /// Bytes of records that nobody has given back.
    var recordByteCount: UInt64 {
      guard let records = instance.unit.map(named: "records") else { return .max }
      records.consumeRecords { _ in }
      return unsafe MapOperations.query(records.address, 0)
    }
  }

  /// All that they own is released at once; their frames are with their handles.
  @Test(arguments: Setting.all, [true, false])
  private func whoeverIsForgottenIsCancelled(_ setting: Setting, _ isResumed: Bool) throws {
    let run = try Run(setting, workerCount: 2, waitLimit: Self.limit)
    let instance = run.instance
    // Some of the guests are owned by others then.
    run.offer([.guest, .guest, .wait, .host, .sleep, .wait, .answer, .sleep])
    let isDone = run.advance {
      run.answers == [.answer: 1, .sleep: 2] && instance.counters.droppedDestroyed == 5
    }
    #expect(isDone, "\(run.answers), \(instance.counters)")
    // A guest whose host was cancelled before it is destroyed.
    let (forgotten, destroyed) = (instance.counters.forgotten, instance.counters.destroyed)
    #expect(forgotten >= 4 && forgotten + destroyed == 5, "\(instance.counters)")
    #expect(instance.counters.cancelled == 0 && instance.counters.thrown == 0)
    #expect(run.recordByteCount == 0)
    try checkReports(instance, count: Int(forgotten))

    run.offer([isResumed ? .resumeAll : .destroyAll])
    // One guest is in a list from which nobody takes it.
    let areTaken = run.advance { instance.frameCount == 1 && run.answers.count == 3 }
    #expect(areTaken, "\(instance.frameCount) frames, \(run.outcomes)")
    if isResumed { #expect(run.outcomes == [3, 0]) }
    #expect(instance.counters.destroyed == destroyed)
    #expect(instance.queueStatistics.allSatisfy { $0.depth == 0 })
    instance.expectBalanceAfterShutDown()
    #expect(instance.counters.destroyed == destroyed)
  }

  private func checkReports(_ instance: Instance, count: Int) throws {
    let unit = instance.unit.verified.unit
    let reports = instance.unit.overruns.take().compactMap { overrun in
      if case .forgotten(let coroutine) = overrun.kind { coroutine } else { nil }
    }
    #expect(reports.count == count)
    #expect(Set(reports.map(\.name)).count == count)
    for report in reports {
      #expect(unit.image.functions[report.program].name == "wait_long")
      #expect(unit.image.functions[report.queue].name == "keep")
      #expect(report.nanoseconds >= Self.limit)
      let slot = try #require(report.slot)
      #expect(unit.contract(calledAt: slot)?.suspends == true)
    }
  }

  /// Whether somebody resumes them or nobody does in time, each ends once, and as a whole.
  @Test(arguments: Setting.all)
  func resumingAndForgettingExcludeEachOther(_ setting: Setting) throws {
    // Machine code takes hardly any virtual time.
    let virtualLimit: UInt64 = setting.engine == .jit ? 5_000 : 100_000
    let limit = setting.world == .virtual ? virtualLimit : 1_000_000
    let run = try Run(setting, workerCount: 2, waitLimit: limit)
    let instance = run.instance
    run.offer([.resumeSome])
    var offered = 0
    var counts: (forgotten: Int, answered: Int) {
      (Int(instance.counters.forgotten), run.answers[.wait, default: 0])
    }
    func areAllGone() -> Bool {
      counts.forgotten + counts.answered == offered
        && run.outcomes.reduce(0, +) == UInt64(offered)
    }
    while offered < 500 || min(counts.forgotten, counts.answered) < 20, offered < 20_000 {
      let burst = Int.random(in: 1...120)
      run.offer(Array(repeating: .wait, count: burst))
      offered += burst
      if Bool.random() { #expect(run.advance(until: areAllGone), "\(instance.counters)") }
    }
    #expect(run.advance(until: areAllGone), "\(run.answers), \(run.outcomes)")
    #expect(min(counts.forgotten, counts.answered) >= 20, "\(counts)")
    #expect(run.outcomes.first == instance.counters.forgotten)
    #expect(run.recordByteCount == 0)
    instance.expectBalanceAfterShutDown()
  }
}
