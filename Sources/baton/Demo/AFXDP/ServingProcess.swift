import Foundation
import Glibc

/// A program that serves as long as it runs: it says so on its first line, or by taking connections, and may say on its
/// last line what it counted.
final class ServingProcess {
  private let process = Process()
  private let output = Pipe()

  /// Returns when its first line has come.
  ///
  /// - Throws: ``Refused`` where it ends before that.
  init(_ path: String, _ arguments: [String], name: String) throws {
    try launch(path, arguments)
    guard !output.fileHandleForReading.availableData.isEmpty else {
      _ = stop()
      throw Refused("\(name): it ended before it served")
    }
  }

  /// Returns when `isServing` says so.
  init(
    _ path: String, _ arguments: [String], name: String, isServing: () -> Bool
  ) throws {
    process.standardError = FileHandle.nullDevice
    try launch(path, arguments)
    for _ in 0..<500 {
      if isServing() { return }
      usleep(10_000)
    }
    kill()
    throw Refused("\(name): it does not serve")
  }

  private func launch(_ path: String, _ arguments: [String]) throws {
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = SystemTool.environment
    process.standardOutput = output
    try process.run()
  }

  deinit { kill() }

  /// The time that it has had of processors, in nanoseconds.
  var processorTime: UInt64 {
    let path = "/proc/\(process.processIdentifier)/schedstat"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: " ").first.flatMap { UInt64($0) } ?? 0
  }

  /// Asks it to end; all that it has said since its first line.
  func stop() -> String {
    process.terminate()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// For those who keep nothing: signals may be blocked in them, as they are here.
  func kill() {
    guard process.isRunning else { return }
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
