import Runtime
import World

/// The machine and the load's way into it.
public struct SimulationConfiguration: Equatable, Sendable {
  /// How many workers there are, each with a device queue.
  public var workerCount: Int
  /// How many cores they have, to which they belong in turn or as a policy says.
  public var coreCount: Int
  public var timing = CoreTiming()
  /// Which device queue a request comes to.
  public var steering = Steering.toFirst
  /// How many requests each worker may have, on their way and in its coroutines.
  public var requestMax = 8_192
  public var seed: UInt64 = 1
  /// Within which bounds the program's policy decides where workers run, if it has one.
  public var policy = PolicyConfiguration()
  /// Whether the policy runs on a core of its own, beside the others.
  public var policyHasOwnCore = false
  /// How long a core may take from one turn to the next before its other workers get on elsewhere, in nanoseconds; nil for as
  /// long as it likes.
  public var stallLimit: UInt64?

  /// As many workers as cores, where nothing else is said.
  public init(coreCount: Int, workerCount: Int? = nil) {
    self.coreCount = coreCount
    self.workerCount = workerCount ?? coreCount
  }
}

/// Which device queue a request comes to.
public enum Steering: Equatable, Sendable {
  /// To that of the first core, which hands them out.
  case toFirst
  /// To any, as chance wants it: as a device does that knows many flows by their hashes.
  case anywhere
  /// To one after the other.
  case inTurn
  /// To that of its class: the first class's to the first, and so on.
  case byClass
}
