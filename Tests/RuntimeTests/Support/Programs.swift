import ObjectFile
import Runtime
import SamplePrograms
import Synchronization
import Verifier

/// Programs in C and Swift, compiled and verified when a test first asks for them.
enum Programs {
  private static let verified = Mutex<[String: VerifiedUnit]>([:])

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

  /// A variant of the source at `path`, in which some text is another.
  static func verify(_ path: String, replacing texts: [String: String]) throws -> VerifiedUnit {
    let name = "\(path) \(texts.sorted { $0.key < $1.key })"
    return try verified.withLock { known in
      if let unit = known[name] { return unit }
      let unit = try verify(try SamplePrograms.image(of: path, replacing: texts))
      known[name] = unit
      return unit
    }
  }

  private static func build(_ path: String) throws -> VerifiedUnit {
    try verify(try SamplePrograms.image(of: path))
  }

  static func verify(_ image: ProgramImage) throws -> VerifiedUnit {
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
