import Foundation
import ObjectFile
import Runtime
import Verifier

/// One of the programs that a demo compares.
struct DemoProgram {
  /// As the user gave it, without folders.
  let name: String
  let path: String
  private let image: ProgramImage

  /// - Parameters:
  ///   - name: of a program in that folder of `Programs`, or the path of a source or an object.
  ///   - other: what it is linked behind.
  init(_ name: String, in folder: String, linkedTo other: DemoProgram? = nil) throws {
    self.name = URL(filePath: name).lastPathComponent
    path = try Self.path(of: name, in: folder)
    let image = try loadImage(path, nil)
    self.image =
      if let other { try link(other.image, of: other.path, with: image, of: path) } else { image }
  }

  /// Several of them, each by another name.
  static func all(
    _ names: [String], in folder: String, linkedTo other: DemoProgram? = nil
  ) throws -> [DemoProgram] {
    let programs = try names.map { try DemoProgram($0, in: folder, linkedTo: other) }
    for (index, program) in programs.enumerated()
    where programs[..<index].contains(where: { $0.name == program.name }) {
      throw BadInput("\(program.name): two policies have this name")
    }
    return programs
  }

  private static func path(of name: String, in folder: String) throws(BadInput) -> String {
    guard !name.contains("/"), ![".c", ".swift", ".o"].contains(where: name.hasSuffix) else {
      return name
    }
    let programs = "\(Installation.root)/Programs/\(folder)"
    let path = "\(programs)/\(name).c"
    guard !FileManager.default.fileExists(atPath: path) else { return path }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: programs)) ?? []
    let known = names.filter { $0.hasSuffix(".c") }.map { $0.dropLast(2) }.sorted()
    throw BadInput(
      "\(name): there is no such policy; there are \(known.joined(separator: ", ")), and files")
  }

  /// Whether it has a global variable of that name.
  func has(_ variable: String) -> Bool { image.variables.contains { $0.name == variable } }

  /// The program, proved, with other values in some variables: what a run of it begins with is made of that each time.
  func verified(_ variables: [String: Int64] = [:]) throws -> VerifiedUnit {
    var image = image
    try image.set(variables, of: path)
    return try verify(image, of: path)
  }

  /// One run's own.
  func load(_ verified: VerifiedUnit, engine: EngineKind, workerCount: Int) throws -> LoadedUnit {
    do {
      return try LoadedUnit(verified, engine: engine, workerCount: workerCount, seed: 1)
    } catch {
      throw BadInput("\(path): \(error)")
    }
  }
}
