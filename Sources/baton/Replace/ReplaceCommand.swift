import ArgumentParser
import Control
import Foundation
import Runtime

/// `baton replace`: another version of the program of a running instance.
struct ReplaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replace",
    abstract: "Replace the program of a running instance while packets flow.",
    discussion: """
      Talks to a `baton run` of the same user, which verifies the new version. New packets go to it, its worker \
      programs take the place of the old ones, and maps of the same name and shape are kept with what lies in \
      them. No packet is lost. Suspended coroutines of the old version go on in their own code when they are \
      resumed, or are destroyed.

      Exit status: 0 done, 1 when the version is refused, 2 when it can't be read or no instance can be reached.

      Examples:
        baton replace udp_echo_2.o
        baton replace udp_echo_2.c --wait
        baton replace udp_echo_2.o --suspended destroy
      """)

  @Argument(help: "The new version: an object, or a .c or .swift file to build one from.")
  var program: String

  @Option(help: "What becomes of suspended coroutines: finish or destroy.")
  var suspended = SuspendedFate.finish

  @Flag(help: "Wait until no coroutine of earlier versions is left.")
  var wait = false

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Let a global variable begin as a number, or as hex:OCTETS; may be given several times.",
      valueName: "NAME=VALUE"))
  var values: [String] = []

  @OptionGroup var target: MapCommand.Target

  func run() throws {
    let sent = ControlProgram(
      name: program, object: Data(try objectOctets(program)), values: values)
    var client = try target.connect()
    let begin = ContinuousClock.now
    var report: VersionReport
    do {
      report = try client.replace(with: sent, suspended: suspended) { show($0, since: begin) }
    } catch {
      throw Refused("\(error)")
    }
    if wait { report = try waited(&client, since: begin) }
    try show(report)
  }

  private static let pauseMicroseconds: UInt32 = 100_000
  private static let noticePauseCount = 20

  private func waited(
    _ client: inout ControlClient, since begin: ContinuousClock.Instant
  ) throws -> VersionReport {
    var count = 0
    while true {
      let report = try versions(&client)
      if report.old.isEmpty { return report }
      count += 1
      if count % Self.noticePauseCount == 0 { show(report, since: begin) }
      usleep(Self.pauseMicroseconds)
    }
  }

  private func versions(_ client: inout ControlClient) throws(BadInput) -> VersionReport {
    do {
      guard case .versions(let report) = try client.ask(.versions) else {
        throw ControlAnswerError()
      }
      return report
    } catch {
      throw BadInput("\(error)")
    }
  }

  private struct ControlAnswerError: Error, CustomStringConvertible {
    let description = "an answer of another kind"
  }

  /// What takes a while says how far it is.
  private func show(_ report: VersionReport, since begin: ContinuousClock.Instant) {
    guard ContinuousClock.now - begin > .seconds(2) else { return }
    note("baton: \(Self.text(report))")
  }

  private func show(_ report: VersionReport) throws {
    guard target.json else { return print(Self.text(report)) }
    try printJSON([
      "version": report.version, "suspended": report.suspended, "destroyed": report.destroyed,
      "old": report.old.map { ["version": $0.version, "suspended": $0.suspended] },
    ])
  }

  private static func text(_ report: VersionReport) -> String {
    let destroyed = report.destroyed > 0 ? ", \(report.destroyed) were destroyed" : ""
    return
      "version \(report.version) has taken over; \(report.suspended) coroutines of earlier versions have not ended"
      + destroyed
  }
}

extension SuspendedFate: ExpressibleByArgument {}
