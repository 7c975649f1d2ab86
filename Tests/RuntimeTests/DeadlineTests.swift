import Runtime
import SamplePrograms
import Testing
import World

/// Data paths that wait in a queue until a deadline: who resumes them first, or the timer wheel.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct DeadlineTests {
  private enum Command: UInt8 { case wait, open, close, refused, destroyed, yield }

  private struct Answer {
    var outcome: UInt8
    var served: UInt8
    var waits: UInt8
  }

  /// What the programs counted, in the order of their `struct tally`.
  private struct Tally: Equatable {
    var expired: UInt64
    var knownBefore: UInt64
    var wrong: UInt64
  }

  private func frame(_ command: Command, microseconds: UInt16 = 0, waits: UInt8 = 1) -> [UInt8] {
    Array(repeating: 0x55, count: 14)
      + [
        UInt8(truncatingIfNeeded: microseconds), UInt8(microseconds >> 8), command.rawValue, waits,
      ]
      + Array(repeating: 0, count: 42)
  }

  private func collect(_ instance: Instance, into answers: inout [Answer]) {
    for peer in instance.peers {
      _ = peer.collect { answers.append(Answer(outcome: $0[18], served: $0[19], waits: $0[17])) }
    }
  }

  private func tally(_ instance: Instance) throws -> Tally {
    let value = try #require(instance.unit.map(named: "tallies")?.value(forKey: [0, 0, 0, 0]))
    let words = (0..<3).map { field in
      (0..<8).reduce(UInt64(0)) { $0 | UInt64(value[8 * field + $1]) << UInt64(8 * $1) }
    }
    return Tally(expired: words[0], knownBefore: words[1], wrong: words[2])
  }

  private func answers(_ count: Int, of instance: Instance) -> [Answer] {
    var answers: [Answer] = []
    let areThere = instance.advance {
      collect(instance, into: &answers)
      return answers.count >= count
    }
    #expect(areThere, "\(answers.count) answers of \(count)")
    return answers
  }

  /// Nobody is served: each goes on by itself, as often as it waits. What they leave in the line is known to be of no
  /// use, and goes once the line is served.
  @Test(arguments: Setting.all)
  func whoIsNotServedGoesOn(_ one: Setting) throws {
    // Swift's programs don't count atomically.
    let workerCount = one.language == "c" ? 2 : 1
    let instance = try one.instance(of: "deadlines", workerCount: workerCount, seed: 3)
    let count = 60
    for number in 0..<count {
      #expect(
        instance.peers[number % workerCount].offer(frame(.wait, microseconds: 200, waits: 3)))
    }
    let answers = answers(count, of: instance)
    #expect(answers.allSatisfy { $0.outcome == 110 && $0.served == 0 })
    #expect(instance.frameCount == 0 && instance.ticketCount == 3 * count)
    #expect(instance.peers[0].offer(frame(.open)))
    #expect(instance.advance { (try? tally(instance).expired) == UInt64(3 * count) })
    #expect(instance.advance { instance.ticketCount == 0 })
    #expect(
      try tally(instance)
        == Tally(expired: UInt64(3 * count), knownBefore: UInt64(3 * count), wrong: 0))
    instance.expectBalanceAfterShutDown()
  }

  /// Everybody is served long before the deadline, which concerns nobody then.
  @Test(arguments: Setting.all)
  func whoIsServedForgetsTheDeadline(_ one: Setting) throws {
    let instance = try one.instance(of: "deadlines", workerCount: 2, seed: 4)
    #expect(instance.peers[0].offer(frame(.open)))
    let count = 60
    for number in 0..<count {
      #expect(instance.peers[number % 2].offer(frame(.wait, microseconds: .max, waits: 5)))
    }
    let answers = answers(count, of: instance)
    #expect(answers.allSatisfy { $0.outcome == 0 && $0.served == 5 })
    #expect(instance.advance { instance.ticketCount == 0 })
    #expect(try tally(instance) == Tally(expired: 0, knownBefore: 0, wrong: 0))
    #expect(instance.observer.load().workers.allSatisfy { $0.sleeping == 0 })
    instance.expectBalanceAfterShutDown()
  }

  /// Who is yielded for waits without a deadline, by the same line.
  @Test(arguments: Setting.all)
  func yieldingLetsOthersRun(_ one: Setting) throws {
    let instance = try one.instance(of: "deadlines", seed: 4)
    #expect(instance.peers[0].offer(frame(.open)))
    for _ in 0..<20 { #expect(instance.peers[0].offer(frame(.yield, waits: 7))) }
    #expect(answers(20, of: instance).allSatisfy { $0.outcome == 0 && $0.served == 7 })
    #expect(instance.queueStatistics[0].handedOver == 140)
    instance.expectBalanceAfterShutDown()
  }

  /// The queue program does not keep the handle, or destroys it: nothing of it is left, on the wheel either.
  @Test(arguments: Setting.all)
  func whatIsNotKeptLeavesNothing(_ one: Setting) throws {
    let instance = try one.instance(of: "deadlines", seed: 5)
    for _ in 0..<20 {
      #expect(instance.peers[0].offer(frame(.refused, microseconds: 100, waits: 2)))
      #expect(instance.peers[0].offer(frame(.destroyed, microseconds: 100)))
    }
    #expect(answers(20, of: instance).allSatisfy { $0.outcome == 5 && $0.served == 0 })
    #expect(instance.advance { instance.counters.destroyed == 20 })
    #expect(instance.frameCount == 0 && instance.ticketCount == 0)
    #expect(instance.queueStatistics[0].refused == 40)
    instance.expectBalanceAfterShutDown()
  }

  /// Being served and the deadline come at about the same time, on three workers: each wait ends once, in one of both
  /// ways.
  @Test(arguments: Setting.all)
  func oneOfBothTakesIt(_ one: Setting) throws {
    let seed = UInt64.random(in: 0..<1 << 32)
    print("deadlines: seed \(seed)")
    var random = RandomSource(seed: seed)
    let instance = try one.instance(of: "deadlines", workerCount: 3, seed: seed)
    var answers: [Answer] = []
    let count = 1_500
    for number in 0..<count {
      let command: Command = number % 40 < 20 ? .open : .close
      let isLine = number % 20 == 0
      let frame =
        isLine
        ? frame(command)
        : frame(
          .wait, microseconds: UInt16(random.next() % 400), waits: UInt8(1 + random.next() % 4))
      // What has timed out and lies somewhere has a ticket, of which there are not so many that any number may wait.
      while number - answers.count > 200 || !instance.peers[number % 3].offer(frame) {
        instance.advance(turns: 1)
        collect(instance, into: &answers)
      }
      if number % 7 == 0 { instance.advance(turns: 4) }
    }
    let lineCount = (count + 19) / 20
    let isDone = instance.advance {
      collect(instance, into: &answers)
      return answers.count == count - lineCount
    }
    #expect(isDone, "seed \(seed): \(answers.count) answers")
    // What has timed out left a ticket, and so is counted once as expired.
    let timedOut = answers.reduce(0) { $0 + Int($1.waits) - Int($1.served) }
    #expect(instance.peers[0].offer(frame(.open)))
    #expect(instance.advance { instance.ticketCount == 0 }, "seed \(seed)")
    let tally = try tally(instance)
    #expect(tally.wrong == 0, "seed \(seed)")
    // C's programs count atomically.
    if one.language == "c" { #expect(tally.expired == UInt64(timedOut), "seed \(seed)") }
    instance.expectBalanceAfterShutDown("seed \(seed)")
  }

  /// At the end, those that wait are destroyed, and what others have left goes, too.
  @Test(arguments: Setting.all)
  func theEndTakesBoth(_ one: Setting) throws {
    let instance = try one.instance(of: "deadlines", workerCount: 2, seed: 6)
    for number in 0..<40 {
      let microseconds: UInt16 = number < 20 ? 1 : .max
      #expect(instance.peers[number % 2].offer(frame(.wait, microseconds: microseconds)))
    }
    #expect(instance.advance { instance.counters.finished >= 20 })
    #expect(instance.advance { instance.counters.received == 40 })
    instance.expectBalanceAfterShutDown()
    // In the real world, others may have come to their time by then.
    #expect(instance.counters.destroyed + instance.counters.finished == 40)
    if one.world == .virtual { #expect(instance.counters.destroyed == 20) }
  }

  /// A new version of the program takes over while some wait, and some have left what stood for them: these belong to the
  /// old version, and go with it.
  @Test(arguments: Setting.all)
  func aNewVersionTakesBoth(_ one: Setting) throws {
    let instance = try one.instance(of: "deadlines", workerCount: 2, seed: 15)
    for number in 0..<40 {
      let microseconds: UInt16 = number < 20 ? 1 : .max
      #expect(instance.peers[number % 2].offer(frame(.wait, microseconds: microseconds)))
    }
    #expect(instance.advance { instance.counters.finished >= 20 })
    #expect(instance.advance { instance.counters.received == 40 })
    let next = try Programs.verify("Tests/Corpus/runtime/deadlines.\(one.language)")
    #expect(try instance.replace(with: next, suspended: .destroy))
    #expect(instance.advance { instance.versionReport.old.isEmpty })
    #expect(instance.advance { instance.ticketCount == 0 })
    #expect(instance.frameCount == 0)
    #expect(instance.peers[0].offer(frame(.open)))
    for number in 0..<10 {
      #expect(instance.peers[number % 2].offer(frame(.wait, microseconds: .max)))
    }
    _ = answers(10, of: instance)
    instance.expectBalanceAfterShutDown()
  }

  /// There are no more tickets than frames: then the wait is refused.
  @Test(arguments: ["c", "swift"], EngineKind.allCases)
  func ticketsAreLimited(_ language: String, _ engine: EngineKind) throws {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/deadlines.\(language)", engine: engine, workerCount: 1)
    let instance = try Instance(unit, in: .virtual, frameLimit: 10, seed: 7)
    for _ in 0..<2 { #expect(instance.peers[0].offer(frame(.wait, microseconds: 10, waits: 8))) }
    let answers = answers(2, of: instance)
    #expect(answers.contains { $0.outcome == 12 })
    #expect(instance.ticketCount == 10)
    instance.expectBalanceAfterShutDown()
  }

  /// Monitors find nothing wrong with any of it.
  @Test(arguments: ["c", "swift"])
  func waitingBreaksNoContract(_ language: String) throws {
    let unit = try LoadedUnit(
      try Programs.verify("Tests/Corpus/runtime/deadlines.\(language)"), engine: .interpreter,
      workerCount: 2, seed: 1, isChecked: true)
    let instance = try Instance(unit, in: .virtual, workerCount: 2, seed: 8)
    for number in 0..<40 {
      let command: Command = number % 4 == 0 ? .refused : .wait
      #expect(
        instance.peers[number % 2].offer(
          frame(command, microseconds: UInt16(number), waits: 3)))
    }
    #expect(answers(40, of: instance).count == 40)
    #expect(instance.peers[0].offer(frame(.open)))
    #expect(instance.advance { instance.ticketCount == 0 })
    instance.expectBalanceAfterShutDown()
    #expect(unit.violations.isEmpty, "\(unit.violations)")
  }
}
