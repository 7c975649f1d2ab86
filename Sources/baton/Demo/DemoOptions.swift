import ArgumentParser
import Foundation
import Plot

/// What the case studies have in common.
struct DemoOptions: ParsableArguments {
  @Option(help: "Requests are the same ones again with the same number.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Write the plot to this file, or into this folder (default: the working folder).",
      valueName: "PATH"))
  var svg: String?

  @Flag(name: .customLong("no-svg"), help: "Write no plot.")
  var noSVG = false

  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  func validate() throws {
    guard !noSVG || svg == nil else { throw ValidationError("give --svg or --no-svg") }
  }

  /// Writes the figure; where, or nil where none is wanted.
  func write(_ figure: Figure, as name: String) throws(BadInput) -> String? {
    guard !noSVG else { return nil }
    let path = path(of: name)
    do {
      try figure.svg.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw BadInput("--svg \(path): \(error.localizedDescription)")
    }
    return path
  }

  private func path(of name: String) -> String {
    guard let svg else { return name }
    let target = URL(filePath: svg).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: target)[.type]
    let isFolder = type as? FileAttributeType == .typeDirectory
    guard svg.hasSuffix("/") || isFolder else { return svg }
    return URL(filePath: svg).appending(path: name).path
  }
}

/// Parts of a list such as `fcfs,ps`; none may be empty.
func parts(of list: String, _ option: String) throws(ValidationError) -> [String] {
  let parts = list.split(separator: ",", omittingEmptySubsequences: false)
    .map { $0.trimmingCharacters(in: .whitespaces) }
  guard !parts.contains("") else {
    throw ValidationError("\(option) \(list): give a list such as a,b")
  }
  return parts
}
