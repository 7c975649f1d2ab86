/// Which versions of its program an instance has.
public struct VersionReport: Equatable, Codable, Sendable {
  /// How often the program was replaced until it got packets: 0 for the first one.
  public var version: Int
  /// Whether a version is about to take over, or coroutines of earlier ones are still to be destroyed.
  public var isBusy: Bool
  /// Coroutines that were destroyed because their version was replaced.
  public var destroyed: Int
  /// Earlier ones of which coroutines are left, the oldest first.
  public var old: [Old]

  public struct Old: Equatable, Codable, Sendable {
    public var version: Int
    /// Coroutines that have not ended.
    public var suspended: Int
  }

  /// Coroutines of earlier versions that have not ended.
  public var suspended: Int { old.reduce(0) { $0 + $1.suspended } }
}

/// Why a program is not replaced.
public enum ReplacementError: Error, Equatable, CustomStringConvertible {
  /// So many versions have coroutines that have not ended.
  case tooManyVersions(Int)
  /// Another version has not been taken over yet.
  case busy
  /// A worker has not come to the end of its turn; once it does, the new version takes over.
  case late(worker: Int)
  /// The instance has come to its end.
  case over
  /// The version has a policy, and the instance began without one: it has no worker that would run it.
  case policy

  public var description: String {
    switch self {
    case .tooManyVersions(let count):
      "there is no room for another version: coroutines of \(count) versions have not ended"
    case .busy: "another version is just about to take over"
    case .late(let worker):
      "worker \(worker) has not come to the end of its turn; once it does, the new version takes over"
    case .over: "the instance has come to its end"
    case .policy:
      "the version has a policy, and the instance began without one: run it anew with that policy"
    }
  }
}
