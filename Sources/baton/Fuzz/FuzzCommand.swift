import ArgumentParser

/// `baton fuzz`: looks for Baton's own mistakes.
struct FuzzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Look for mistakes of Baton's own.",
    subcommands: [FuzzVerifierCommand.self, FuzzCoroutinesCommand.self])
}
