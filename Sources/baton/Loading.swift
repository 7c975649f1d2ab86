import Foundation
import ObjectFile
import Runtime
import Verifier

/// Loads an object, or builds one from a `.c` or `.swift` file and loads that.
func loadProgram(_ path: String, engine: EngineKind, workerCount: Int) throws -> LoadedUnit {
  guard path.hasSuffix(".c") || path.hasSuffix(".swift") else {
    return try load(path, of: path, engine: engine, workerCount: workerCount)
  }
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "baton-\(ProcessInfo.processInfo.processIdentifier)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let name = URL(filePath: path).deletingPathExtension().lastPathComponent
  let object = folder.appending(path: "\(name).o").path
  let warnings = try build(path, to: object)
  if !warnings.isEmpty { FileHandle.standardError.write(Data(warnings.utf8)) }
  return try load(object, of: path, engine: engine, workerCount: workerCount)
}

/// Reads, verifies and prepares an object; a refusal is reported program by program. `source` is
/// what the user gave.
private func load(
  _ object: String, of source: String, engine: EngineKind, workerCount: Int
) throws -> LoadedUnit {
  let image = try readImage(object)
  let unit: ProgramUnit
  do {
    unit = try ProgramUnit(image: image, interface: .baton)
  } catch {
    throw BadInput("\(source): \(error)")
  }
  let verified: VerifiedUnit
  do {
    verified = try VerifiedUnit.verifying(unit)
  } catch {
    let reasons = error.verdicts.compactMap { verdict in
      verdict.rejection.map { "\(image.functions[verdict.entry].name): \($0.report(for: image))" }
    }
    throw Refused("\(source): refused\n" + reasons.joined(separator: "\n"))
  }
  var random = SystemRandomNumberGenerator()
  do {
    return try LoadedUnit(
      verified, engine: engine, workerCount: workerCount, seed: random.next())
  } catch {
    throw BadInput("\(source): \(error)")
  }
}

/// Reads an object file, or says what is wrong with it.
func readImage(_ path: String) throws -> ProgramImage {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw BadInput("\(path): no such file, or no permission to read it")
  }
  do {
    return try ProgramImage(parsing: [UInt8](data))
  } catch {
    throw BadInput("\(path): \(kind(of: error)): \(error)")
  }
}

/// What is wrong, in the words of somebody who gave the wrong file.
private func kind(of error: ObjectFileError) -> String {
  switch (error.section, error.problem) {
  case ("ELF header", .badMagic): "not an ELF file"
  case (_, .bigEndian): "not for this byte order"
  case (_, .truncated): "cut off or damaged"
  case ("ELF header", .unsupported): "not a BPF object"
  default: "not a usable object"
  }
}
