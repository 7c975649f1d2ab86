import Foundation
import ObjectFile
import Runtime
import Synchronization
import Toolchain
import Verifier

/// Programs in C and Swift, compiled and verified when a test first asks for them.
enum Programs {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  private static let verified = Mutex<[String: VerifiedUnit]>([:])

  /// Whether programs can be compiled here. Prints the reason where not; in CI that is a failure.
  static let canBeBuilt: Bool = {
    do {
      _ = try Toolchain(interface: "\(root)/Interface")
      return true
    } catch {
      print("programs can't be compiled here: \(error)")
      return ProcessInfo.processInfo.environment["CI"] == "true"
    }
  }()

  /// A loaded instance of the source at `path`, which counts from the root of the package.
  static func load(
    _ path: String, engine: EngineKind, workerCount: Int, seed: UInt64 = 1
  ) throws -> LoadedUnit {
    try LoadedUnit(try verify(path), engine: engine, workerCount: workerCount, seed: seed)
  }

  static func verify(_ path: String) throws -> VerifiedUnit {
    try verified.withLock { known in
      if let unit = known[path] { return unit }
      let unit = try build(path)
      known[path] = unit
      return unit
    }
  }

  private static func build(_ path: String) throws -> VerifiedUnit {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let object = folder.appending(path: "program.o")
    try Toolchain(interface: "\(root)/Interface")
      .build(source: "\(root)/\(path)", output: object.path)
    let image = try ProgramImage(parsing: [UInt8](Data(contentsOf: object)))
    let unit = try ProgramUnit(image: image, interface: .baton)
    do {
      return try VerifiedUnit.verifying(unit)
    } catch {
      throw Refused(reports: error.verdicts.compactMap { $0.rejection?.report(for: image) })
    }
  }

  struct Refused: Error {
    var reports: [String]
  }
}

/// Debug builds run everything, but less of it.
let isThorough: Bool = {
  #if DEBUG
    false
  #else
    true
  #endif
}()
