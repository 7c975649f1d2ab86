import Foundation

/// One file of `Tests/Corpus`: a program, and in its comments what has to become of it.
public struct CorpusFile: CustomStringConvertible, Sendable {
  /// Counts from the root of the package.
  public let folder: String
  public let name: String

  public var description: String { name }
  public var path: String { "\(folder)/\(name)" }

  /// The files of `Tests/Corpus/FOLDER` that end so, by name.
  public static func all(in folder: String, endingIn endings: [String]) -> [CorpusFile] {
    let folder = "Tests/Corpus/\(folder)"
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: "\(SamplePrograms.root)/\(folder)")
    return (names ?? []).filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
      .map { CorpusFile(folder: folder, name: $0) }
  }

  public func text() throws -> String {
    try String(contentsOfFile: "\(SamplePrograms.root)/\(path)", encoding: .utf8)
  }
}
