import ArgumentParser
import Control
import Foundation
import Runtime

/// `baton top`: what a running instance does, as it does it.
struct TopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "Show what workers, queues and coroutines of a running instance do.",
    discussion: """
      Talks to a `baton run` of the same user, and shows anew each second, until Ctrl-C. Rates and shares \
      are those of the time since the last look. On no terminal, one look follows the other.

      Exit status: 0 done, 1 when the instance has ended meanwhile, 2 when it refuses or can't be reached.

      Examples:
        baton top
        baton top --once
        baton top --seconds 0.5 --json
      """)

  @Option(help: "The time between two looks.")
  var seconds = 1.0

  @Flag(help: "Look once, at this time, and end.")
  var once = false

  @OptionGroup var target: MapCommand.Target

  func validate() throws {
    // Instances hang up on who is silent for ten seconds.
    guard (0.01...5).contains(seconds) else {
      throw ValidationError("--seconds takes 0.01 to 5")
    }
  }

  func run() throws {
    let signals = StopSignals()
    var client = try target.connect()
    var before = try first(&client)
    let screen = Screen(isLive: !once && !target.json)
    defer { screen.leave() }
    while true {
      if case .stop = signals.wait(seconds: seconds) { return }
      guard let now = next(&client) else {
        note("baton: the instance has ended")
        throw ExitCode(1)
      }
      let view = LoadView(from: before, to: now)
      if target.json {
        try printJSON(view.json)
      } else {
        screen.show(view.text(screen.palette))
      }
      if once { return }
      before = now
    }
  }

  private func first(_ client: inout ControlClient) throws(BadInput) -> InstanceLoad {
    let answer: ControlAnswer
    do {
      answer = try client.ask(.load)
    } catch {
      throw BadInput("\(error)")
    }
    guard case .load(let load) = answer else { throw BadInput("an answer of another kind") }
    return load
  }

  /// Nil once the instance has gone.
  private func next(_ client: inout ControlClient) -> InstanceLoad? {
    guard case .load(let load)? = try? client.ask(.load) else { return nil }
    return load
  }
}
