import ArgumentParser
import Contracts
import Foundation

/// `baton contracts`: interfaces as tables and diagrams, and what is odd about them.
struct ContractsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contracts",
    abstract: "Look at the rules of an interface.",
    discussion: """
      Examples:
        baton contracts show
        baton contracts show lean.h --dot | dot -Tsvg > lean.svg
        baton contracts lint lean.h
        baton contracts coverage
        baton contracts fuzz --seconds 60
      """,
    subcommands: [
      ContractsShowCommand.self, ContractsLintCommand.self, ContractsCoverageCommand.self,
      ContractsFuzzCommand.self,
    ])
}

/// Which interface is meant.
struct InterfaceArgument: ParsableArguments {
  @Argument(help: "A header with contracts, or baton or linux for those that ship with Baton.")
  var interface = "baton"

  func read() throws -> Interface {
    switch interface {
    case "baton": .baton
    case "linux": .linux
    default: try InterfaceFile(path: interface).read()
    }
  }

  /// The headers in which the interface's declarations stand, the most likely one first.
  var headers: [String] {
    let shipped = [Interface.batonHeader, "baton.h", "helpers.h"].map {
      "\(Installation.interface)/\($0)"
    }
    switch interface {
    case "baton": return shipped
    case "linux":
      let folder = "\(Installation.interface)/linux"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.sorted().map { "\(folder)/\($0)" } + shipped.suffix(1)
    default: return [interface] + shipped
    }
  }
}

/// `baton contracts lint`.
struct ContractsLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Find rules that nobody can come to, or get away from.",
    discussion: """
      Names states that no call brings a value into, or takes it out of though they are not final; \
      arguments that no call can have; locks that can't be taken or given up; orders of locks that make a \
      cycle; and functions that no role can call.

      Exit status: 0 when nothing is odd, 1 when something is, 2 on bad input.

      Examples:
        baton contracts lint
        baton contracts lint lean.h --json
      """)

  @OptionGroup var interface: InterfaceArgument

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let findings = try interface.read().lint().map { finding in
      (finding, place: place(of: finding))
    }
    if json {
      try printJSON([
        "findings": findings.map { finding, place in
          var object: [String: Any] = [
            "declaration": finding.declaration, "text": finding.text, "message": finding.message,
          ]
          object["file"] = place?.file
          object["line"] = place?.line
          return object
        }
      ])
    } else {
      for (finding, place) in findings {
        let where_ = place.map { "\($0.file):\($0.line): " } ?? ""
        print("\(where_)\(finding.message)")
      }
      if findings.isEmpty { print("nothing is odd") }
    }
    if !findings.isEmpty { throw ExitCode(1) }
  }

  private func place(of finding: LintFinding) -> (file: String, line: Int)? {
    for file in interface.headers {
      guard let text = try? String(contentsOfFile: file, encoding: .utf8),
        let place = HeaderText(text).place(of: finding.text, in: finding.declaration)
      else { continue }
      return (file, place.line)
    }
    return nil
  }
}
