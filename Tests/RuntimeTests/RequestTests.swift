import Runtime
import SamplePrograms
import Testing
import Verifier

/// One worker's program asks the data path that another one runs to stop: in the midst of walks over a map, too.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct RequestTests {
  private static let entryCount: UInt64 = 40

  private func frame(rounds: UInt16) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [UInt8(rounds & 255), UInt8(rounds >> 8)]
      + Array(repeating: 0, count: 44)
  }

  /// What one walk over the entries adds up to.
  private static let walkSum = (0..<entryCount).reduce(UInt64(0)) { sum, key in
    sum &+ ((0..<20).reduce(key) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 } & 0xffff)
  }

  private static func word(_ octets: some Collection<UInt8>) -> UInt64 {
    octets.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// As `struct tally` of `asked.h` has them.
  private struct Tally {
    var asked, refused, quantum, request, others: UInt64

    init(_ instance: Instance) {
      let value = instance.unit.map(named: "tallies")?.value(forKey: [0, 0, 0, 0]) ?? []
      let words = stride(from: 0, to: value.count, by: 8).map { word(value[$0..<$0 + 8]) }
      (asked, refused, quantum, request, others) = (
        words[0], words[1], words[2], words[3], words[4]
      )
    }
  }

  /// Rounds of a walk end in the function that it is made with.
  private func checkSafePoints(_ unit: VerifiedUnit) {
    let walker = unit.unit.image.functions.first { $0.name == "add_entry" || $0.name == "addEntry" }
    let points = walker?.range.compactMap { unit.safePoints[$0] } ?? []
    #expect(!points.isEmpty && points.allSatisfy(\.suspends), "\(points)")
  }

  @Test(arguments: Setting.all)
  func anotherWorkersRequestSuspends(_ setting: Setting) throws {
    let instance = try setting.instance(of: "asked", workerCount: 2, seed: 19)
    // Machine code takes no virtual time: nobody else runs while it does.
    let isInterrupted = setting.world == .real || setting.engine == .interpreter
    checkSafePoints(instance.unit.verified)
    let rounds: UInt16 = setting.engine == .jit ? 3000 : 60
    var (answers, offered) = (0, 0)
    let collect = {
      instance.peers[0].collect { octets in
        answers += 1
        let sum = Self.word((16..<24).map { octets[$0] })
        #expect(sum == UInt64(rounds) &* Self.walkSum, "\(sum)")
      }
    }
    // As many as it takes until some runs were asked on two workers that run at once.
    while offered < 20 || isInterrupted && Tally(instance).request < 20, offered < 20_000 {
      while !instance.peers[0].offer(frame(rounds: rounds)) {
        instance.advance()
        _ = collect()
      }
      offered += 1
      instance.advance(turns: 50)
      _ = collect()
    }
    let isDone = instance.advance {
      _ = collect()
      return answers == offered
    }
    #expect(isDone, "\(answers) of \(offered) answers, \(instance.counters)")
    let tally = Tally(instance)
    #expect(tally.refused == 0 && tally.quantum == 0, "\(tally)")
    #expect(tally.request == instance.counters.preempted, "\(tally)")
    #expect(tally.request <= tally.asked, "a request for a run that is over concerns nobody")
    if isInterrupted { #expect(tally.request >= 20 && tally.others > 0, "\(tally)") }
    instance.expectBalanceAfterShutDown()
  }

  /// Who is suspended in the midst of a walk is destroyed there.
  @Test(arguments: Setting.all)
  func whoIsSuspendedInAWalkIsDestroyed(_ setting: Setting) throws {
    // Machine code takes no virtual time: nobody else runs while it does.
    if setting.world == .virtual, setting.engine == .jit { return }
    for seed in UInt64(1)...6 {
      // On a busy machine all may have come to their end before they were asked often enough.
      var attempts = 0
      while try destroyedCount(setting, seed: seed) == 0, attempts < 20 { attempts += 1 }
      #expect(attempts < 20, "seed \(seed)")
    }
  }

  /// How many are destroyed at the end, some time after they were asked.
  private func destroyedCount(_ setting: Setting, seed: UInt64) throws -> UInt64 {
    let instance = try setting.instance(of: "asked", workerCount: 2, seed: seed)
    let count: UInt64 = 8
    for _ in 0..<count {
      // So many rounds that hardly one comes to its end meanwhile.
      while !instance.peers[0].offer(frame(rounds: 4095)) { instance.advance() }
    }
    let wanted = UInt64.random(in: 8..<20)
    let hasEnded = instance.advance {
      let counters = instance.counters
      return counters.preempted >= wanted || counters.finished == count
    }
    #expect(hasEnded, "\(instance.counters)")
    instance.expectBalanceAfterShutDown()
    return instance.counters.destroyed
  }
}
