import CBaton

extension HashTable {
  /// Makes free what was retired before the epoch `safeEpoch`, and releases the nodes in its lists.
  /// Returns how many elements that were.
  func reclaim(before safeEpoch: UInt64) -> Int {
    let chain = pool.takeReclaimable(before: safeEpoch)
    if chain.count == 0 { return 0 }
    if shape.hasLists {
      var index = chain.first
      while index != 0 {
        unsafe shape.drainLists(of: value(of: index))
        index = pool.link(of: index)
      }
    }
    pool.makeFree(chain)
    return Int(chain.count)
  }

  /// Releases the nodes in all lists, of live and of retired elements. Nobody else uses the map.
  func drainAll() {
    guard shape.hasLists else { return }
    // The lists of free elements are empty.
    for index in 1...clock.elementCount { unsafe shape.drainLists(of: value(of: index)) }
  }
}
