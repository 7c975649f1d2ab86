/// What the running kernel says of a program.
public struct KernelVerdict: Equatable, Sendable {
  public var outcome: Outcome
  /// What its verifier wrote, without instructions and states.
  public var log: [String] = []

  public enum Outcome: Equatable, Sendable {
    case accepted
    /// In the kernel's last words.
    case rejected(reason: String)
    /// The program can't be shown to it.
    case unavailable(reason: String)
  }

  /// How long its verifier took, as far as it got.
  public var microseconds: Int? {
    log.lazy.compactMap { line in
      guard line.hasPrefix(Self.timePrefix) else { return nil }
      return Int(line.dropFirst(Self.timePrefix.count).prefix { $0.isNumber })
    }.first
  }

  private static let timePrefix = "verification time "

  /// The last line of a log that is no figure.
  static func reason(in log: [String]) -> String? {
    log.last { line in
      ![timePrefix, "stack depth ", "processed "].contains { line.hasPrefix($0) }
    }
  }
}
