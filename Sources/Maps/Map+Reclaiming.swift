/// Reclamation, for whoever looks after the map between resumes.
extension Map {
  /// Elements, or inner maps, that were deleted or replaced and wait for all participants to pass a quiescent point.
  public var limboCount: Int {
    switch type.structure {
    case .table: unsafe Int(table.pointee.pool.limboCount) + (inner?.retiredCount ?? 0)
    case .trie: unsafe Int(trie.pointee.pool.limboCount)
    case .array, .workerArray, .slots, .queue, .ring: inner?.retiredCount ?? 0
    }
  }

  /// Makes free what was retired before the epoch `safeEpoch`, a result of `Epochs.safe`; nodes in its
  /// lists go through `release`. Returns how many that were.
  @discardableResult
  public func advance(to safeEpoch: UInt64) -> Int {
    switch type.structure {
    case .table:
      unsafe table.pointee.reclaim(before: safeEpoch) + (inner?.reclaim(before: safeEpoch) ?? 0)
    case .trie: unsafe trie.pointee.reclaim(before: safeEpoch)
    case .array, .workerArray, .slots, .queue, .ring: inner?.reclaim(before: safeEpoch) ?? 0
    }
  }
}
