/// The faults of both directions, and the seed of all chance in them.
public struct FaultPlan: Equatable, Sendable {
  /// For packets that come in.
  public var received = Faults()
  /// For packets that are sent.
  public var transmitted = Faults()
  public var seed: UInt64 = 1

  public init() {}
}
