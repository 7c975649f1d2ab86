/// What a fault injector did, in both directions.
public struct FaultCounters: Equatable, Sendable {
  public var lost: UInt64 = 0
  public var duplicated: UInt64 = 0
  /// Packets that were to be duplicated while no chunk was free.
  public var notDuplicated: UInt64 = 0
  public var corrupted: UInt64 = 0
  /// Packets that did not go on at once.
  public var delayed: UInt64 = 0
  /// Packets that others have overtaken.
  public var reordered: UInt64 = 0
  /// Packets dropped since too many were on their way.
  public var droppedOverLimit: UInt64 = 0
  /// Packets that were on their way when the queue was closed.
  public var droppedAtClose: UInt64 = 0

  public init() {}

  static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.lost += b.lost
    sum.duplicated += b.duplicated
    sum.notDuplicated += b.notDuplicated
    sum.corrupted += b.corrupted
    sum.delayed += b.delayed
    sum.reordered += b.reordered
    sum.droppedOverLimit += b.droppedOverLimit
    sum.droppedAtClose += b.droppedAtClose
    return sum
  }
}
