import Contracts
import Foundation
import ObjectFile
import Runtime
import Toolchain
import Verifier

/// Loads an object, or builds one from a `.c` or `.swift` file and loads that.
func loadProgram(
  _ path: String, _ options: ObjectOptions? = nil, _ replacements: ReplacementOptions? = nil,
  policy: PolicyOptions? = nil, variables: [String: Int64] = [:], engine: EngineKind,
  workerCount: Int, measuresTime: Bool = false,
  isChecked: Bool = false,
  hasSafePoints: Bool = true
) throws -> LoadedUnit {
  var image = try loadImage(path, options)
  if let policy { image = try policy.apply(to: image, of: path) }
  try image.set(variables, of: path)
  if let replacements { image = try replacements.apply(to: image, of: path) }
  let verified = try verify(image, of: path)
  var random = SystemRandomNumberGenerator()
  do {
    return try LoadedUnit(
      verified, engine: engine, workerCount: workerCount, seed: random.next(),
      measuresTime: measuresTime, isChecked: isChecked, hasSafePoints: hasSafePoints)
  } catch {
    throw BadInput("\(path): \(error)")
  }
}

extension ProgramImage {
  /// Gives some of its global variables other values.
  mutating func set(_ variables: [String: Int64], of path: String) throws(BadInput) {
    for (name, value) in variables {
      do { try set(name, to: value) } catch { throw BadInput("\(path): \(error)") }
    }
  }
}

/// The image's programs, proved, or why they are refused.
func verify(_ image: ProgramImage, of path: String) throws -> VerifiedUnit {
  let unit = try programUnit(image, of: path)
  do {
    return try VerifiedUnit.verifying(unit)
  } catch {
    let reasons = error.verdicts.compactMap { verdict in
      verdict.rejection.map { "\(image.functions[verdict.entry].name): \($0.report(for: image))" }
    }
    throw Refused("\(path): refused\n" + reasons.joined(separator: "\n"))
  }
}

/// The image of `source` together with another object's.
func link(
  _ image: ProgramImage, of source: String, with other: ProgramImage, of path: String
) throws(BadInput) -> ProgramImage {
  do {
    return try image.linked(with: other)
  } catch {
    throw BadInput("\(source) with \(path): \(error)")
  }
}

/// The octets of an object, which is built first from a `.c` or `.swift` file.
func objectOctets(_ path: String) throws -> [UInt8] {
  guard path.hasSuffix(".c") || path.hasSuffix(".swift") else { return try Input.octets(path) }
  return try withObject(builtFrom: path, header: nil) { try Input.octets($0) }
}

/// What the verifier works on, or what is wrong with the image.
func programUnit(
  _ image: ProgramImage, of path: String, interface: Interface = .baton
) throws(BadInput) -> ProgramUnit {
  do {
    return try ProgramUnit(image: image, interface: interface)
  } catch {
    throw BadInput("\(path): \(error)")
  }
}

/// Reads an object, or builds one from a `.c` or `.swift` file, and applies what the user says of it.
///
/// - Parameter header: the interface that a source may include, too.
func loadImage(
  _ path: String, _ options: ObjectOptions?, header: String? = nil
) throws -> ProgramImage {
  guard path.hasSuffix(".c") || path.hasSuffix(".swift") else {
    return try applied(options, to: try readImage(path), of: path)
  }
  let image = try withObject(builtFrom: path, header: header) { try readImage($0) }
  return try applied(options, to: image, of: path)
}

/// Calls `body` with the path of an object that is there meanwhile.
private func withObject<Result>(
  builtFrom path: String, header: String?, _ body: (String) throws -> Result
) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "baton-\(ProcessInfo.processInfo.processIdentifier)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let name = URL(filePath: path).deletingPathExtension().lastPathComponent
  let object = folder.appending(path: "\(name).o").path
  var build = Toolchain.Options()
  if let header { build.includePaths = [URL(filePath: header).deletingLastPathComponent().path] }
  let warnings = try baton.build(path, to: object, build)
  if !warnings.isEmpty { FileHandle.standardError.write(Data(warnings.utf8)) }
  return try body(object)
}

/// Without options, as an object of Baton's own needs none, the image stays as it is.
private func applied(
  _ options: ObjectOptions?, to image: ProgramImage, of source: String
) throws(BadInput) -> ProgramImage {
  guard let options else { return image }
  return try options.apply(to: image, of: source)
}

/// Reads an object file, or says what is wrong with it.
func readImage(_ path: String) throws(BadInput) -> ProgramImage {
  try parseImage(try Input.octets(path), of: path)
}

/// Takes an object file apart, or says what is wrong with it.
func parseImage(_ octets: [UInt8], of path: String) throws(BadInput) -> ProgramImage {
  do {
    return try ProgramImage(parsing: octets)
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
