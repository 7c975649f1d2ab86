/// Something that an arbiter has decided.
public enum Decision: Sendable, Equatable {
  /// A worker runs on another core from here on; from −1 where it ran nowhere before.
  case move(worker: Int, from: Int, to: Int)
  /// A core is another group's; −1 is nobody's.
  case grant(core: Int, from: Int, to: Int)
  /// So many idle cores of a group do not sleep.
  case warm(group: Int, count: Int)
}

/// A decision, when it was made, and what the policy was told last of the worker that it is about.
public struct LoggedDecision: Sendable, Equatable {
  /// In nanoseconds of the world's clock.
  public var time: UInt64
  public var decision: Decision
  /// Zero where it is about no worker.
  public var cause: WorkerLoadSignal

  public init(
    time: UInt64, _ decision: Decision, cause: WorkerLoadSignal = WorkerLoadSignal()
  ) {
    self.time = time
    self.decision = decision
    self.cause = cause
  }
}

/// What a decision about a worker goes by.
public struct WorkerLoadSignal: Sendable, Equatable {
  /// Packets that had come in for the worker, and those of them that it had taken, since it began.
  public var arrived: UInt64
  public var received: UInt64
  /// Nanoseconds that it has worked, since it began.
  public var busyNanoseconds: UInt64

  public init(arrived: UInt64 = 0, received: UInt64 = 0, busyNanoseconds: UInt64 = 0) {
    self.arrived = arrived
    self.received = received
    self.busyNanoseconds = busyNanoseconds
  }
}

/// The last decisions, as many as there is room for.
public struct DecisionLog: Sendable {
  private var ring: [LoggedDecision] = []
  private let capacity: Int
  private var next = 0
  /// How many there were, those that are forgotten among them.
  public private(set) var count = 0

  public init(capacity: Int) {
    precondition(capacity > 0)
    self.capacity = capacity
    ring.reserveCapacity(capacity)
  }

  /// Allocates nothing.
  public mutating func append(_ decision: LoggedDecision) {
    if ring.count < capacity { ring.append(decision) } else { ring[next] = decision }
    next = (next + 1) % capacity
    count += 1
  }

  /// Oldest first.
  public var decisions: [LoggedDecision] {
    ring.count < capacity ? ring : Array(ring[next...] + ring[..<next])
  }
}
