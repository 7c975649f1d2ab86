import ArgumentParser
import Foundation
import Verifier
import VerifierFuzzing

/// `baton fuzz verifier`: whether programs that are accepted do what the verifier thinks.
struct FuzzVerifierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verifier",
    abstract: "Look for programs that do what the verifier did not think of.",
    discussion: """
      Makes random programs. Those that are accepted run in the interpreter, and what registers and \
      stacks hold before each instruction is compared with what the verifier thought then. A program on \
      which the two differ is made as short as it still fails, and written to a file.

      --plant has the verifier make a mistake on purpose, which has to be found: \
      \(PlantedBug.allCases.map(\.rawValue).joined(separator: ", ")).

      Exit status: 0 when nothing was found, 1 when something was, 2 on bad input.

      Examples:
        baton fuzz verifier --seconds 60
        baton fuzz verifier --programs 1000 --seed 7
        baton fuzz verifier --seconds 60 --plant bound-off-by-one
      """)

  @Option(help: "For how long; 10 where neither this nor --programs is given.")
  var seconds: Double?

  @Option(help: "How many programs to make.")
  var programs: Int?

  @Option(help: "What the programs are made from; the same seed makes the same ones.")
  var seed: UInt64?

  @Option(help: "A mistake for the verifier to make.")
  var plant: PlantedBug?

  @Option(help: "Where to write the file of a finding.")
  var output = "."

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    if let seconds, seconds <= 0 { throw BadInput("--seconds takes more than 0") }
    if let programs, programs <= 0 { throw BadInput("--programs takes 1 or more") }
    var generator = SystemRandomNumberGenerator()
    var run = FuzzRun(
      try VerifierFuzzer(seed: seed ?? generator.next() >> 32, plant: plant),
      duration: seconds.map { .seconds($0) } ?? (programs == nil ? .seconds(10) : nil),
      programLimit: programs ?? .max)
    let finding = run.findOne()
    var file: String?
    if let finding { file = try write(finding) }
    if json {
      try printJSON(run.object(finding, file: file))
    } else {
      print(run.text(finding, file))
    }
    if finding != nil { throw ExitCode(1) }
  }

  /// The file's path.
  private func write(_ finding: VerifierFuzzer.Finding) throws -> String {
    let path = URL(filePath: output).appending(path: "embedding_\(finding.seed).s").relativePath
    do {
      try FindingFile(finding).text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw BadInput("\(path): \(error.localizedDescription)")
    }
    return path
  }
}

extension PlantedBug: ExpressibleByArgument {}
