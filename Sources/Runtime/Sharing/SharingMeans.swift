/// How threads that have a share of their cores' time get it: from the one that keeps waiting times shortest on.
public enum SharingMeans: UInt8, Sendable, CaseIterable {
  /// They run before all ordinary threads (SCHED_FIFO), and sleep by themselves. Where one doesn't, ordinary threads wait
  /// until the system has them on for a twentieth of a second.
  case fifo = 1
  /// They run before all others until they yield; where one doesn't, the system takes the core away from it once its share is
  /// used up (SCHED_DEADLINE).
  case deadline = 2
  /// They have most of what there is for ordinary threads (nice −20), and sleep by themselves.
  case nice = 3
  /// They sleep by themselves, and else compete with ordinary threads.
  case none = 4

  public var name: String { "\(self)" }

  /// As the system calls it.
  public var systemName: String {
    switch self {
    case .fifo: "SCHED_FIFO"
    case .deadline: "SCHED_DEADLINE"
    case .nice: "nice −20"
    case .none: "no priority"
    }
  }

  /// In words.
  public var text: String {
    switch self {
    case .fifo, .nice: "\(systemName) and a duty cycle of their own"
    case .deadline: "a duty cycle of their own with \(systemName) as the backstop"
    case .none: "a duty cycle of their own alone"
    }
  }
}

/// Which means an instance is to use.
public enum SharingChoice: Sendable, Equatable {
  /// The first that the system allows.
  case auto
  /// That one or none at all.
  case only(SharingMeans)

  var candidates: [SharingMeans] {
    switch self {
    case .auto: SharingMeans.allCases
    case .only(let means): [means]
    }
  }
}

/// A means that the system doesn't allow.
public struct SharingRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  public let means: SharingMeans
  public let reason: String
  /// Whether it is for want of the capability CAP_SYS_NICE, which root has.
  public let needsCapability: Bool

  public var description: String { "\(means.name): \(reason)" }
}

/// How an instance's threads share their cores.
public struct SharingSummary: Equatable, Sendable {
  /// The weakest that one of them has.
  public let means: SharingMeans
  /// What would have come before it, and is not allowed.
  public let refusals: [SharingRefusal]
}
