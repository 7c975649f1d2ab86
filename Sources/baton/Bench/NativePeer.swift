import Foundation

/// A native program to compare with, compiled beside ours in the same run.
struct NativePeer {
  let path: String

  /// Compiles `source` of Benchmarks/Native with the toolchain's optimising compiler.
  init(source: String, in folder: URL, options: [String] = []) throws {
    let name = URL(filePath: source).deletingPathExtension().lastPathComponent
    path = folder.appending(path: name).path
    let compiler = source.hasSuffix(".cpp") ? ["clang++", "-std=c++20"] : ["clang", "-std=gnu11"]
    try Self.run(compiler + ["-O2", "\(Self.folder)/\(source)", "-o", path] + options)
  }

  private static var folder: String { "\(Installation.root)/Benchmarks/Native" }

  /// One of those that speak to the kernel's interfaces for packets, with what they share.
  static func onAFXDP(_ name: String, in folder: URL) throws -> NativePeer {
    let linux = "\(Installation.root)/Sources/CLinux"
    let shared = try FileManager.default.contentsOfDirectory(atPath: linux)
      .filter { $0.hasSuffix(".c") }.map { "\(linux)/\($0)" }
    return try NativePeer(
      source: "\(name).c", in: folder,
      options: ["-I\(linux)/include", "\(Self.folder)/common.c", "\(Self.folder)/afxdp.c"] + shared)
  }

  /// Runs the peer; what it prints.
  func run(_ arguments: [String] = []) throws -> String { try Self.run([path] + arguments) }

  /// Runs a command to its end; what it prints.
  @discardableResult
  static func run(_ command: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.environment = SystemTool.environment
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
