import ArgumentParser

@main
struct Baton: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baton", abstract: "Programmable, verified scheduling of I/O work.")
}
