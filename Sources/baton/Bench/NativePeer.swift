import Foundation

/// A native program to compare with, compiled beside ours in the same run.
struct NativePeer {
  let path: String

  /// Compiles `source` of Benchmarks/Native with the toolchain's optimising compiler.
  init(source: String, in folder: URL, options: [String] = []) throws {
    let name = URL(filePath: source).deletingPathExtension().lastPathComponent
    path = folder.appending(path: name).path
    let compiler = source.hasSuffix(".cpp") ? ["clang++", "-std=c++20"] : ["clang"]
    try Self.run(
      compiler + ["-O2", "\(Installation.root)/Benchmarks/Native/\(source)", "-o", path] + options)
  }

  /// Runs the peer; what it prints.
  func run(_ arguments: [String] = []) throws -> String { try Self.run([path] + arguments) }

  @discardableResult
  private static func run(_ command: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BadInput("\(command[0]) ended with status \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
