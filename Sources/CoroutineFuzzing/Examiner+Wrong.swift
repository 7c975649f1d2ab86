import Runtime
import Verifier
import World

/// Data paths that break a clause.
extension Examiner {
  /// Puts a mistake into a data path; where nobody sees it, the fault, and on what.
  func faultOfWrong(
    _ path: DataPath, seed: UInt64
  ) throws -> (fault: Fault, path: DataPath, circumstances: Circumstances)? {
    var random = RandomSource(seed: ~seed)
    let kind = Wrong.allCases[Int(random.next() % UInt64(Wrong.allCases.count))]
    var wrong = path
    // Some wait first where they may become somebody's guest.
    wrong.routines[0].body.insert(.await(queue: Surroundings.guestQueue), at: 0)
    let place = 1 + Int(random.next() % UInt64(wrong.routines[0].body.count))
    wrong.routines[0].body.insert(.goWrong(kind), at: place)
    let circumstances = Circumstances(
      engine: .interpreter, isChecked: true,
      world: random.next() % 2 == 0 ? .virtual : .window, workerCount: 1 + Int(random.next() % 3),
      packetCount: 6, seed: seed)
    let isAccepted = try isAccepted(wrong)
    let run = try Stage(
      try surroundings.makeUnverified(wrong), circumstances, packetSeed: seed
    ).run()
    if isAccepted {
      // Where all that comes before always throws, the verifier is right.
      guard run.tally.wrong > 0 else { return nil }
      return (Fault(.accepted, "the verifier accepts \(kind.rawValue)"), wrong, circumstances)
    }
    statistics.wrongRefused += 1
    if !run.violations.isEmpty { statistics.wrongSeen += 1 }
    return Self.fault(of: run, kind).map { ($0, wrong, circumstances) }
  }

  private static func fault(of run: Observation, _ kind: Wrong) -> Fault? {
    // Whoever throws breaks nothing by what it has lost; and nobody knows what it owns, as nobody verified it.
    guard run.counters.thrown == run.violations.count else { return nil }
    if run.tally.wrong > 0, run.violations.isEmpty {
      return Fault(.unnoticed, "\(run.tally.wrong) times \(kind.rawValue)")
    }
    // Nor does anybody know what a coroutine owned that was destroyed.
    guard run.counters.destroyed == 0 else { return nil }
    guard run.hasEnded, run.chunkCounts.allSatisfy({ $0 == Stage.freeChunks }) else {
      return Fault(
        .lost,
        "after \(kind.rawValue), \(run.counters.endedCount) of \(run.sentCount) packets ended")
    }
    return nil
  }

  private func isAccepted(_ path: DataPath) throws -> Bool {
    do {
      _ = try surroundings.make(path, suspends: true)
      return true
    } catch is VerifiedUnit.Refusal {
      return false
    }
  }
}
