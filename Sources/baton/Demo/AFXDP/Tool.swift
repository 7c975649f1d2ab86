import Foundation

/// Runs a command of the system to its end; throws what it said when it failed.
func runTool(_ words: String) throws(ToolFailure) {
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = words.split(separator: " ").map(String.init)
  process.environment = SystemTool.environment
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = output
  process.standardError = output
  do {
    try process.run()
  } catch {
    throw ToolFailure(command: words, output: error.localizedDescription)
  }
  let said = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    let text = String(decoding: said, as: UTF8.self)
    throw ToolFailure(
      command: words, output: text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

struct ToolFailure: Error, CustomStringConvertible {
  let command: String
  let output: String
  var description: String { "\(command): \(output)" }
}
