import CBaton

extension HashTable {
  /// Makes free what was retired before the epoch `safeEpoch`, and releases what it owns.
  /// Returns how many elements that were.
  func reclaim(before safeEpoch: UInt64) -> Int {
    let chain = pool.takeReclaimable(before: safeEpoch)
    if chain.count == 0 { return 0 }
    if shape.mayOwn {
      var index = chain.first
      while index != 0 {
        unsafe shape.releaseOwned(of: value(of: index))
        index = pool.link(of: index)
      }
    }
    pool.makeFree(chain)
    return Int(chain.count)
  }

  /// Releases what elements own, live and retired ones. Nobody else uses the map.
  func releaseAll() { unsafe takeOwned { unsafe shape.releaseOwned($0) } }

  /// Takes out what elements own, live and retired ones. Nobody else uses the map.
  func takeOwned(
    where isWanted: (UnsafeMutableRawPointer) -> Bool? = { _ in true },
    _ body: (UnsafeMutableRawPointer) -> Void
  ) {
    guard shape.mayOwn else { return }
    // Free elements own nothing.
    for index in 1...clock.elementCount {
      unsafe shape.takeOwned(of: value(of: index), where: isWanted, body)
    }
  }
}
