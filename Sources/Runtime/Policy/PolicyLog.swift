import Scheduling
import Synchronization

/// What a policy has decided, and whether it still decides. For any thread.
public final class PolicyLog: Sendable {
  private let state: Mutex<State>

  private struct State {
    var log: DecisionLog
    var use = CoreUse()
    var fault: (PolicyConduct.Fault, time: UInt64)?
  }

  /// How many decisions are kept.
  public static let capacity = 1024

  init() { state = Mutex(State(log: DecisionLog(capacity: Self.capacity))) }

  /// Allocates nothing.
  func note(_ decision: LoggedDecision) {
    state.withLock {
      $0.log.append(decision)
      $0.use.note(decision)
    }
  }

  func note(_ fault: PolicyConduct.Fault, at time: UInt64) {
    state.withLock { $0.fault = (fault, time) }
  }

  func clearFault() { state.withLock { $0.fault = nil } }

  /// The last ones, oldest first.
  public var decisions: [LoggedDecision] { state.withLock { $0.log.decisions } }

  /// How many there were, those that are forgotten among them.
  public var decisionCount: Int { state.withLock { $0.log.count } }

  /// How many cores groups have had, of all decisions so far.
  public var coreUse: CoreUse { state.withLock { $0.use } }

  /// Why the policy doesn't decide any more, and since when, in nanoseconds of the world's clock: workers are where they began
  /// to be. Nil while it does.
  public var fault: (reason: PolicyConduct.Fault, time: UInt64)? {
    state.withLock { $0.fault.map { ($0.0, $0.time) } }
  }
}
