import Bytecode
import Foundation
import Interpreter
import Testing

/// The machine code against the interpreter, on random programs of all instructions. A program on which
/// they disagree becomes a file of the corpus of programs to execute.
@Suite struct RandomProgramTests {
  /// In continuous integration a million; fewer where somebody waits for the result.
  private static let programCount: UInt64 = {
    #if DEBUG
      200
    #else
      ProcessInfo.processInfo.environment["CI"] == nil ? 100_000 : 1_000_000
    #endif
  }()

  /// Programs of one unit.
  private static let batchCount: UInt64 = 20
  /// Cases of the test, which run side by side.
  private static let caseCount: UInt64 = 10

  @Test(arguments: 0..<caseCount)
  func enginesAgree(_ part: UInt64) throws {
    var thread = InterpreterThread()
    let stride = stride(
      from: part * Self.batchCount, to: Self.programCount,
      by: Int(Self.caseCount * Self.batchCount))
    for first in stride {
      let seeds = first..<first + Self.batchCount
      guard let seed = try Self.disagreement(in: seeds, on: &thread) else { continue }
      Issue.record("seed \(seed) of \(seeds): \(try Self.keep(seed))")
      return
    }
  }

  private static func program(_ seed: UInt64) -> [Instruction] {
    var maker = ProgramMaker(seed: seed)
    return maker.program(count: 4 + Int(seed % 16))
  }

  /// The first seed on whose program the engines disagree, in one unit of all.
  private static func disagreement(
    in seeds: Range<UInt64>, on thread: inout InterpreterThread
  ) throws -> UInt64? {
    let subject = try Subject(seeds.map(program))
    for (index, seed) in seeds.enumerated() {
      let expected = try #require(subject.interpreted(index, on: &thread), "seed \(seed)")
      if subject.executed(index) != expected { return seed }
    }
    return nil
  }

  /// Adds the program to the corpus, if it fails by itself; answers what was done.
  private static func keep(_ seed: UInt64) throws -> String {
    let program = program(seed)
    let subject = try Subject([program])
    let expected = try #require(subject.interpreted())
    guard subject.executed() != expected else { return "fails only beside the others" }
    let memory = String(repeating: "00", count: ProgramMaker.memoryByteCount)
    let lines = try DecodedProgram(program).operations.compactMap { $0.map { "  \($0)" } }
    let text =
      """
      # Seed \(seed): the machine code disagreed with the interpreter.
      # memory: \(memory)
      # result: \(String(expected.result, radix: 16))
      \(lines.joined(separator: "\n"))

      """
    let file = corpus.appending(path: "random_\(seed).s")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return "kept as \(file.path)"
  }

  private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Corpus/exec")
}
