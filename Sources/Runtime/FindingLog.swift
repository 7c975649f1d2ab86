import Synchronization

/// What was found of an instance, for whoever reports it. For any thread.
public final class FindingLog<Finding: Sendable>: Sendable {
  private let found = Mutex<[Finding]>([])
  /// Later ones are not described.
  private static var countMax: Int { 256 }

  func note(_ finding: Finding) {
    found.withLock { if $0.count < Self.countMax { $0.append(finding) } }
  }

  /// Takes out what was found since the last time, oldest first.
  public func take() -> [Finding] {
    found.withLock { found in
      defer { found = [] }
      return found
    }
  }
}
