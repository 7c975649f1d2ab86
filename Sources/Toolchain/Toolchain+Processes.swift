import Foundation

extension Toolchain {
  /// Runs a compiler to its end and returns what it wrote to standard error.
  func run(_ tool: String, _ arguments: [String]) throws(ToolchainError) -> String {
    try execute(tool, arguments).diagnostics
  }

  /// The same, with what it wrote to standard output.
  func execute(
    _ tool: String, _ arguments: [String]
  ) throws(ToolchainError) -> (output: Data, diagnostics: String) {
    let name = URL(filePath: tool).lastPathComponent
    let folder = FileManager.default.temporaryDirectory
    let errors = folder.appending(path: "baton-\(UUID().uuidString).err")
    let result = folder.appending(path: "baton-\(UUID().uuidString).out")
    defer {
      try? FileManager.default.removeItem(at: errors)
      try? FileManager.default.removeItem(at: result)
    }
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    do {
      // Files and not pipes: nobody has to empty them while the compiler writes.
      try Data().write(to: errors)
      try Data().write(to: result)
      process.standardError = try FileHandle(forWritingTo: errors)
      process.standardOutput = try FileHandle(forWritingTo: result)
      try process.run()
      process.waitUntilExit()
      let diagnostics = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
      guard process.terminationStatus == 0 else {
        throw ToolchainError.failed(
          tool: name, status: process.terminationStatus,
          diagnostics: Diagnostics.explained(diagnostics))
      }
      return (try Data(contentsOf: result), diagnostics)
    } catch let error as ToolchainError {
      throw error
    } catch {
      throw .unreadable(path: tool, reason: error.localizedDescription)
    }
  }

  /// Runs `body` with a folder for intermediate files, and removes the folder unless it is asked for.
  func withFolder<Value>(
    _ options: Options, _ body: (URL) throws(ToolchainError) -> Value
  ) throws(ToolchainError) -> Value {
    let folder =
      options.intermediates.map { URL(filePath: $0) }
      ?? FileManager.default.temporaryDirectory.appending(path: "baton-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .unreadable(path: folder.path, reason: error.localizedDescription)
    }
    defer { if options.intermediates == nil { try? FileManager.default.removeItem(at: folder) } }
    return try body(folder)
  }

  func read(_ path: String) throws(ToolchainError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
  }

  func write(_ text: String, to path: String) throws(ToolchainError) {
    do {
      try text.write(toFile: path, atomically: false, encoding: .utf8)
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
  }
}
