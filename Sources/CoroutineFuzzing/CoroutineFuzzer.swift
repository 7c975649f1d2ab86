import Runtime
import World

/// Makes data paths without end, and has each examined.
///
/// ```swift
/// var fuzzer = CoroutineFuzzer(Surroundings(image), seed: 7)
/// while fuzzer.programCount < 1000 {
///   if let finding = try fuzzer.step() { print(finding.fault) }
/// }
/// ```
package struct CoroutineFuzzer {
  package let seed: UInt64
  /// How many programs were made. Each is made from a seed of its own: the first one from the fuzzer's, the next one
  /// from that plus one.
  package private(set) var programCount = 0
  private let examiner: Examiner
  private let isReal: Bool
  private let mistake: PlantedMistake?

  /// Of so many programs one is examined systematically.
  private static let systematicShare: UInt64 = 16
  /// Of so many, one is tried with a mistake of its own, too.
  private static let wrongShare: UInt64 = 2

  /// - Parameters:
  ///   - isReal: threads, instead of the virtual world, whose runs can't be repeated.
  ///   - mistake: one to make on purpose; in the virtual world.
  package init(
    _ surroundings: Surroundings, seed: UInt64, isReal: Bool = false,
    mistake: PlantedMistake? = nil
  ) {
    precondition(mistake == nil || !isReal, "mistakes are planted in the virtual world")
    self.seed = seed
    self.isReal = isReal
    self.mistake = mistake
    examiner = Examiner(surroundings, mistake: mistake)
  }

  package var statistics: Examiner.Statistics { examiner.statistics }

  /// A data path on which something went wrong.
  package struct Finding: Sendable {
    /// What the program was made from.
    package var seed: UInt64
    package var path: DataPath
    package var circumstances: Circumstances
    package var fault: Fault
  }

  /// Makes and examines one more program.
  ///
  /// - Throws: where no instance can be made.
  package mutating func step() throws -> Finding? {
    let seed = seed &+ UInt64(programCount)
    programCount += 1
    var mixer = RandomSource(seed: seed)
    let path = DataPathGenerator.path(seed: mixer.next())
    if !isReal, mistake == nil, seed % Self.wrongShare == 1,
      let (fault, wrong, circumstances) = try examiner.faultOfWrong(path, seed: seed)
    {
      return Finding(seed: seed, path: wrong, circumstances: circumstances, fault: fault)
    }
    guard let subject = try examiner.subject(path, seed: seed) else { return nil }
    if !isReal, seed % Self.systematicShare == 0 {
      let engine = mistake?.engine ?? (mixer.next() % 2 == 0 ? .interpreter : .jit)
      if let (fault, circumstances) = try examiner.systematicFault(subject, engine, seed: seed) {
        return Finding(seed: seed, path: path, circumstances: circumstances, fault: fault)
      }
    }
    var maker = CircumstancesMaker(seed: mixer.next(), isReal: isReal, engine: mistake?.engine)
    for circumstances in maker.some() {
      guard let fault = try examiner.run(subject, under: circumstances).fault else { continue }
      return Finding(seed: seed, path: path, circumstances: circumstances, fault: fault)
    }
    return nil
  }

  /// The finding with as little as it takes.
  package func minimised(_ finding: Finding) throws -> Finding {
    try Minimiser(examiner).minimised(finding)
  }

  /// The data path's instructions, one a line; for reports.
  package func listing(_ finding: Finding) throws -> String {
    try examiner.listing(finding.path)
  }
}
