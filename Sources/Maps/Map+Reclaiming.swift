/// Reclamation, for whoever looks after the map between resumes.
extension Map {
  /// Elements that were deleted or replaced and wait for all participants to pass a quiescent point.
  public var limboCount: Int {
    switch type.structure {
    case .array, .workerArray: 0
    case .table: unsafe Int(table.pointee.pool.limboCount)
    }
  }

  /// Makes free what was retired before the epoch `safeEpoch`, a result of `Epochs.safe`; nodes in its
  /// lists go through `release`. Returns how many elements that were.
  @discardableResult
  public func advance(to safeEpoch: UInt64) -> Int {
    switch type.structure {
    case .array, .workerArray: 0
    case .table: unsafe table.pointee.reclaim(before: safeEpoch)
    }
  }
}
