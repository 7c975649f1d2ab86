import ArgumentParser
import ObjectFile
import Verifier

/// `baton verify`: the verdict on each program of an object.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Decide whether the programs of an object may run.",
    discussion: """
      Prints one verdict a program; a refusal comes with the instruction, the source line, the \
      contract that it violates and the path that leads there.

      Exit status: 0 when all are accepted, 1 when one is refused, 2 on bad input.

      Examples:
        baton verify udp_echo.o
        baton verify Programs/udp_echo.swift --program stash
        baton verify filter.o --set port=8080
      """)

  @Argument(help: "A BPF object, or a .c or .swift file to build one from.")
  var object: String

  @Option(help: "Verify only the program of this name.")
  var program: String?

  @Option(help: "How many instructions may be processed for one program.")
  var instructionLimit = 1_000_000

  @OptionGroup
  var options: ObjectOptions

  func run() throws {
    let image = try loadImage(object, options)
    let unit = try programUnit(image, of: object, interface: .suiting(image))
    guard instructionLimit > 0 else { throw BadInput("--instruction-limit takes 1 or more") }
    let verifier = Verifier(unit, limits: VerifierLimits(instructionCount: instructionLimit))
    let entries = unit.entries.filter { program == nil || image.functions[$0].name == program }
    guard !entries.isEmpty else { throw BadInput("\(object): no such program") }
    var refused = false
    for entry in entries {
      let verdict = verifier.verify(entry: entry)
      let name = "\(verdict.role) \(image.functions[entry].name)"
      if let rejection = verdict.rejection {
        refused = true
        print("\(name): refused: \(rejection.report(for: image))")
      } else {
        print(
          "\(name): accepted (\(verdict.processedCount) instructions processed, "
            + "\(verdict.stateCount) states)")
      }
    }
    if refused { throw ExitCode(1) }
  }
}

/// What the user gave can't be used: exit status 2.
struct BadInput: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
