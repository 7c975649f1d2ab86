import Foundation

/// Whether there is all that something needs; says what it goes without where there isn't.
func hasMeans(for name: String, _ require: () throws -> Void) -> Bool {
  do {
    try require()
    return true
  } catch {
    note("baton: without \(name): \(error)")
    return false
  }
}

/// Programs of the system that are used where they are installed.
enum SystemTool {
  private static let folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin"]

  /// This process's, in which programs of the administrator's are found, too.
  static let environment = ProcessInfo.processInfo.environment.merging(
    ["PATH": folders.joined(separator: ":")]
  ) { $0 + ":" + $1 }

  /// Where a program lies; nil where it is not installed.
  static func path(of name: String) -> String? {
    folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// - Throws: ``BadInput`` where one is not installed.
  static func require(_ names: [String], package: String) throws(BadInput) {
    for name in names where path(of: name) == nil {
      throw BadInput("\(name) is needed (\(package))")
    }
  }
}
