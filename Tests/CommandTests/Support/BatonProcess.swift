import Foundation

/// How a command ended, and what it said.
struct Ending {
  let status: Int32
  let isSignal: Bool
  let output: String
  let errors: String

  /// What it said on standard error, without the line's end.
  var message: String { errors.trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// The built executable, running.
final class BatonProcess {
  /// It lies beside the test bundle, in `…/debug` or `…/release`.
  static let path: String = {
    let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let folders = [bundle, URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()]
      .map { $0.deletingLastPathComponent() }
    let paths = folders.map { $0.appending(path: "baton").path }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? paths[1]
  }()

  /// The package's folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  private let process = Process()
  private let folder: Folder

  /// Begins `baton` with these arguments, or `words` before them, such as `setpriv`.
  init(_ arguments: [String], behind words: [String] = []) throws {
    folder = try Folder()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words + [Self.path] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try folder.fileToWrite("output")
    process.standardError = try folder.fileToWrite("errors")
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  var identifier: Int32 { process.processIdentifier }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until it has said this on standard error; false when it ends before, or after 2 minutes.
  func says(_ text: String) -> Bool {
    for _ in 0..<12_000 {
      if folder.text("errors").contains(text) { return true }
      if !process.isRunning { return folder.text("errors").contains(text) }
      usleep(10_000)
    }
    return false
  }

  func waitForEnd() -> Ending {
    process.waitUntilExit()
    return Ending(
      status: process.terminationStatus,
      isSignal: process.terminationReason == .uncaughtSignal,
      output: folder.text("output"), errors: folder.text("errors"))
  }
}

/// Runs `baton` to its end.
func baton(_ arguments: String..., behind words: [String] = []) throws -> Ending {
  try BatonProcess(arguments, behind: words).waitForEnd()
}

/// A folder for one test's files, which goes with the value.
final class Folder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "baton-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func text(_ name: String) -> String {
    (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
  }

  /// Writes a file; returns its path.
  func write(_ data: some Sequence<UInt8>, to name: String) throws -> String {
    try Data(data).write(to: URL(filePath: path(name)))
    return path(name)
  }

  func fileToWrite(_ name: String) throws -> FileHandle {
    _ = try write([], to: name)
    return try FileHandle(forWritingTo: URL(filePath: path(name)))
  }
}
