import Runtime
import Verifier

/// Has one data path verified and run, with suspensions under some circumstances and once without, and compares.
package final class Examiner {
  let surroundings: Surroundings
  private let mistake: PlantedMistake?
  package internal(set) var statistics = Statistics()

  package struct Statistics: Equatable, Sendable {
    package var accepted = 0
    package var refused = 0
    /// How many were refused for each reason.
    package var refusals: [String: Int] = [:]
    package var runs = 0
    package var coroutines: UInt64 = 0
    /// Suspensions, by themselves and from outside.
    package var suspensions: UInt64 = 0
    package var preemptions: UInt64 = 0
    package var destroyed: UInt64 = 0
    package var thrown: UInt64 = 0
    package var cancelled: UInt64 = 0
    package var moves: UInt64 = 0
    /// How often another coroutine was owned.
    package var guests: UInt64 = 0
    /// How often a coroutine went on elsewhere before the queue program that gave it away had returned.
    package var windows = 0

    /// Data paths that break a clause: how many the verifier refused, and of how many monitors saw it.
    package var wrongRefused = 0
    package var wrongSeen = 0

    package init() {}
  }

  package init(_ surroundings: Surroundings, mistake: PlantedMistake? = nil) {
    self.surroundings = surroundings
    self.mistake = mistake
  }

  /// A data path that the verifier has accepted, with what it computes without suspensions.
  final class Subject {
    let path: DataPath
    let made: Surroundings.Made
    let judge: Judge
    let packetSeed: UInt64

    init(_ path: DataPath, _ made: Surroundings.Made, _ judge: Judge, packetSeed: UInt64) {
      self.path = path
      self.made = made
      self.judge = judge
      self.packetSeed = packetSeed
    }
  }

  /// Nil where the verifier refuses the data path.
  func subject(_ path: DataPath, seed: UInt64) throws -> Subject? {
    do {
      let plain = try surroundings.make(path, suspends: false)
      let made = try surroundings.make(path, suspends: true)
      statistics.accepted += 1
      let circumstances = CircumstancesMaker.reference(seed: seed)
      let reference = try Stage(plain, circumstances, packetSeed: seed).run()
      if let fault = Judge(reference: reference).fault(of: reference, under: circumstances) {
        throw fault
      }
      return Subject(path, made, Judge(reference: reference), packetSeed: seed)
    } catch let refusal as VerifiedUnit.Refusal {
      statistics.refused += 1
      let reason = refusal.verdicts.lazy.compactMap { $0.rejection?.reason }.first ?? "no program"
      statistics.refusals[reason, default: 0] += 1
      return nil
    }
  }

  /// One run; what is wrong with it, and what was seen.
  func run(
    _ subject: Subject, under circumstances: Circumstances
  ) throws -> (fault: Fault?, observation: Observation) {
    let observation = try Stage(
      subject.made, circumstances, mistake: mistake, packetSeed: subject.packetSeed
    ).run()
    count(observation)
    return (subject.judge.fault(of: observation, under: circumstances), observation)
  }

  /// What is wrong with the program of a finding, under its circumstances; nil where nothing is.
  package func fault(of finding: CoroutineFuzzer.Finding) throws -> Fault? {
    guard let subject = try subject(finding.path, seed: finding.seed) else { return nil }
    return try run(subject, under: finding.circumstances).fault
  }

  private func count(_ run: Observation) {
    statistics.runs += 1
    statistics.coroutines += run.counters.spawned
    statistics.suspensions += run.tally.suspended
    statistics.preemptions += run.counters.preempted
    statistics.destroyed += run.counters.destroyed
    statistics.thrown += run.counters.thrown
    statistics.cancelled += run.counters.cancelled
    statistics.moves += run.tally.moved
    statistics.guests += run.tally.guests
    statistics.windows += run.windowCount
  }
}
