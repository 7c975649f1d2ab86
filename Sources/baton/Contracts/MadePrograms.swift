import Foundation
import ObjectFile

/// Compiles programs that were made from contracts.
func compiledPrograms(_ source: String) throws -> ProgramImage {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "baton-\(ProcessInfo.processInfo.processIdentifier)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "clauses.c").path
  try Data(source.utf8).write(to: URL(filePath: file))
  let object = folder.appending(path: "clauses.o").path
  _ = try build(file, to: object)
  return try readImage(object)
}
