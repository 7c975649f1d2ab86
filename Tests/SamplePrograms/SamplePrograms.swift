import Foundation
import ObjectFile
import Toolchain

/// Programs in C and Swift that tests compile when they need them.
public enum SamplePrograms {
  /// The root of the package.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// Whether programs can be compiled here. Prints the reason where not; in CI that is a failure.
  public static let canBeBuilt: Bool = {
    do {
      _ = try Toolchain(interface: "\(root)/Interface")
      return true
    } catch {
      print("programs can't be compiled here: \(error)")
      return ProcessInfo.processInfo.environment["CI"] == "true"
    }
  }()

  /// Compiles the source at `path`, which counts from the root of the package.
  public static func image(of path: String) throws -> ProgramImage {
    try withFolder { try image(of: "\(root)/\(path)", in: $0) }
  }

  /// The same with other text for some that stands in the source or in the header that is named like it.
  public static func image(of path: String, replacing texts: [String: String]) throws
    -> ProgramImage
  {
    try withFolder { folder in
      let source = URL(filePath: "\(root)/\(path)")
      let header = source.deletingPathExtension().appendingPathExtension("h")
      var found: Set<String> = []
      for file in [source, header] {
        var text = try String(contentsOf: file, encoding: .utf8)
        for (old, new) in texts where text.contains(old) {
          text = text.replacingOccurrences(of: old, with: new)
          found.insert(old)
        }
        let copy = folder.appending(path: file.lastPathComponent)
        try text.write(to: copy, atomically: false, encoding: .utf8)
      }
      precondition(found.count == texts.count, "\(path) has none of \(texts.keys)")
      return try image(of: folder.appending(path: source.lastPathComponent).path, in: folder)
    }
  }

  /// The types of an interface header, whose path counts from the root of the package.
  public static func interfaceTypes(of path: String) throws -> BTF {
    try Toolchain(interface: "\(root)/Interface").interfaceTypes(header: "\(root)/\(path)")
  }

  /// Compiles C, before which `baton.h` is included where it doesn't do so itself.
  public static func image(source: String) throws -> ProgramImage {
    try ProgramImage(parsing: object(source: source))
  }

  /// The object that the same becomes.
  public static func object(source: String) throws -> [UInt8] {
    try withFolder { folder in
      let file = folder.appending(path: "program.c")
      let prologue = source.contains("#include") ? "" : "#include \"baton.h\"\n"
      try (prologue + source + "\n").write(to: file, atomically: false, encoding: .utf8)
      return try object(of: file.path, in: folder)
    }
  }

  private static func image(of path: String, in folder: URL) throws -> ProgramImage {
    try ProgramImage(parsing: object(of: path, in: folder))
  }

  private static func object(of path: String, in folder: URL) throws -> [UInt8] {
    let object = folder.appending(path: "program.o")
    try Toolchain(interface: "\(root)/Interface").build(source: path, output: object.path)
    return [UInt8](try Data(contentsOf: object))
  }

  private static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
