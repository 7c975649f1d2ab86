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
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let object = folder.appending(path: "program.o")
    try Toolchain(interface: "\(root)/Interface")
      .build(source: "\(root)/\(path)", output: object.path)
    return try ProgramImage(parsing: [UInt8](Data(contentsOf: object)))
  }
}
