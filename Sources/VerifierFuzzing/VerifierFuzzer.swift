import Verifier
import World

/// Makes programs without end and has them examined.
///
/// ```swift
/// var fuzzer = try VerifierFuzzer(seed: 7)
/// while fuzzer.statistics.accepted < 1000 {
///   if let finding = fuzzer.step() { print(finding.fault) }
/// }
/// ```
package struct VerifierFuzzer {
  package let seed: UInt64
  /// How many programs were made.
  package private(set) var programCount = 0
  private let examiner: Examiner
  private static let inputCount = 2
  /// For programs that are suspicious.
  private static let furtherInputCount = 60

  package init(seed: UInt64, plant: PlantedBug? = nil) throws {
    self.seed = seed
    examiner = Examiner(try FuzzWorld(), plant: plant)
  }

  package var statistics: Examiner.Statistics { examiner.statistics }

  /// A program on which verifier and machine disagree.
  package struct Finding: Sendable {
    /// What the program was made from.
    package var seed: UInt64
    package var program: FuzzProgram
    package var input: FuzzInput
    package var fault: Fault
  }

  /// Makes and examines one more program.
  package mutating func step() -> Finding? {
    let seed = Self.seed(programCount, of: seed)
    programCount += 1
    let program = Self.program(seed: seed)
    var random = RandomSource(seed: ~seed)
    let numbers = program.numbers
    func inputs(_ count: Int) -> [FuzzInput] {
      (0..<count).map { _ in FuzzInput(&random, near: numbers) }
    }
    guard
      case .failed(let fault, let input) = examiner.examine(
        program, on: inputs(Self.inputCount), and: { inputs(Self.furtherInputCount) })
    else { return nil }
    return Finding(seed: seed, program: program, input: input, fault: fault)
  }

  /// The program of a seed: mostly as it was generated.
  static func program(seed: UInt64) -> FuzzProgram {
    let program = ProgramGenerator.program(seed: seed)
    guard seed % 6 == 0 else { return program }
    var mutator = ProgramMutator(seed: seed)
    return mutator.mutated(program)
  }

  /// The finding with as little as it takes.
  package func minimised(_ finding: Finding) -> Finding {
    Minimiser(examiner).minimised(finding)
  }

  private static func seed(_ index: Int, of seed: UInt64) -> UInt64 {
    var source = RandomSource(seed: seed ^ UInt64(index) &* 0x9e37_79b9_7f4a_7c15)
    return source.next()
  }
}
