import Foundation

/// Where control sockets lie: in a folder of the user's own, each named for its process.
public enum ControlPath {
  /// `$XDG_RUNTIME_DIR/baton`, or one for the user in `/tmp`.
  public static var folder: String {
    if let folder = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], !folder.isEmpty {
      return folder + "/baton"
    }
    return "/tmp/baton-\(getuid())"
  }

  /// The socket of this process; makes the folder, for nobody but the user.
  public static func make() throws -> String {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var status = stat()
    // Written during the call.
    guard unsafe lstat(folder, &status) == 0, status.st_uid == getuid(),
      status.st_mode & 0o077 == 0
    else { throw ControlError("\(folder) is not this user's alone") }
    return path(ofProcess: getpid())
  }

  public static func path(ofProcess number: Int32) -> String { "\(folder)/\(number).sock" }

  /// The processes that have a socket there and run. Those that died left theirs behind.
  public static func processes() -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".sock") }.compactMap { Int32($0.dropLast(5)) }
      .filter { kill($0, 0) == 0 }.sorted()
  }
}
