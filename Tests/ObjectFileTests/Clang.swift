import Foundation
import ObjectFile
import Testing

/// The installed compiler, for objects that are not worth committing.
enum Clang {
  /// The first `clang` on PATH.
  static let path: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { URL(filePath: String($0)).appending(path: "clang") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  static let options = ["-target", "bpfel", "-mcpu=v3", "-g", "-O2"]

  /// What every source here begins with.
  static let prologue = """
    typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
    typedef unsigned long long u64; typedef long long s64;
    #define SEC(name) __attribute__((section(name), used))
    #define __core __attribute__((preserve_access_index))
    #define __uint(name, value) int (*name)[value]
    #define __type(name, value) value *name
    #define noinline __attribute__((noinline))

    """

  /// Compiles a file.
  static func object(of path: String, _ options: [String] = options) throws -> [UInt8] {
    let object = FileManager.default.temporaryDirectory
      .appending(path: "baton-\(UUID().uuidString).o")
    defer { try? FileManager.default.removeItem(at: object) }
    let process = Process()
    process.executableURL = self.path
    process.arguments = options + ["-c", path, "-o", object.path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try [UInt8](Data(contentsOf: object))
  }

  /// Compiles the prologue and `source`.
  static func object(source: String, _ options: [String] = options) throws -> [UInt8] {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "baton-\(UUID().uuidString).c")
    defer { try? FileManager.default.removeItem(at: file) }
    try (prologue + source).write(to: file, atomically: false, encoding: .utf8)
    return try object(of: file.path, options)
  }

  static func image(source: String, _ options: [String] = options) throws -> ProgramImage {
    try ProgramImage(parsing: object(source: source, options))
  }
}
