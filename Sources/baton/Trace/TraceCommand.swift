import ArgumentParser
import Control
import Foundation

/// `baton trace`: records what happens to the coroutines of a running instance.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Record what happens to the coroutines of a running instance.",
    discussion: """
      Talks to a `baton run` of the same user. The file shows in https://ui.perfetto.dev and in \
      chrome://tracing: a track for each worker, a slice for every run of a coroutine and, in it, of a \
      queue program, and an arrow from where a coroutine was suspended to where it went on.

      Workers note each event in memory, which takes them some nanoseconds, and never wait. What finds no \
      room is lost, counted, and marked in the file. Ctrl-C ends the recording early.

      Exit status: 0 done, 1 when events were lost, 2 when the instance refuses or can't be reached, or \
      the file can't be written.

      Examples:
        baton trace
        baton trace --seconds 0.2 --output echo.json
        baton trace --instance 4711 --json
      """)

  @Option(help: "How long to record.")
  var seconds = 1.0

  @Option(name: .shortAndLong, help: "The file to write.")
  var output = "trace.json"

  @Option(
    help: "End early when there are so many events, each of which takes 32 bytes until the end.")
  var events = 10_000_000

  @OptionGroup var target: MapCommand.Target

  func validate() throws {
    guard (0.001...3600).contains(seconds) else {
      throw ValidationError("--seconds takes 0.001 to 3600")
    }
    guard events > 0 else { throw ValidationError("--events takes 1 or more") }
  }

  func run() throws {
    let signals = StopSignals()
    // Before anything is recorded: it may be for nothing.
    let file = try OutputFile(output)
    var recording = try TraceRecording(target)
    note("baton: recording for \(seconds) s, or until Ctrl-C")
    try recording.record(seconds: seconds, eventCountMax: events, signals)
    let summary = try recording.write(to: file)
    if target.json {
      try printJSON(summary.json(file: output))
    } else {
      print(summary.text(file: output))
    }
    if summary.lost > 0 { throw ExitCode(1) }
  }
}
