/// The table's buckets, and walking through them.
extension Store {
  func bucket(of hash: UInt32) -> Int {
    let index = Int(hash) & (2 * level - 1)
    return index < buckets.count ? index : index & (level - 1)
  }

  /// Adds a bucket when there are more keys than buckets, and moves its keys there from the one that had them.
  mutating func growIfNeeded() {
    guard count > buckets.count else { return }
    let added = buckets.count
    var index = buckets[added - level]
    buckets[added - level] = Heap.none
    buckets.append(Heap.none)
    if buckets.count == 2 * level { level *= 2 }
    while index != Heap.none {
      let next = entries[Int(index)].next
      link(index)
      index = next
    }
  }

  /// Takes the last buckets away when there are far fewer keys: two at a time, which is faster than keys can go.
  mutating func shrinkIfNeeded() {
    guard listingCount == 0 else { return }
    for _ in 0..<2 where count < buckets.count / 4 && buckets.count > Self.bucketCountMin {
      removeLastBucket()
    }
  }

  private mutating func removeLastBucket() {
    var index = buckets.removeLast()
    if buckets.count < level { level /= 2 }
    while index != Heap.none {
      let next = entries[Int(index)].next
      link(index)
      index = next
    }
  }

  private mutating func link(_ index: UInt32) {
    let bucket = bucket(of: entries[Int(index)].hash)
    entries[Int(index)].next = buckets[bucket]
    buckets[bucket] = index
  }

  /// The first entry of the bucket that a cursor means, whose keys and, if it was split, the other half's are visited
  /// together.
  func firstEntries(at cursor: UInt32) -> (UInt32, UInt32) {
    let bucket = Int(cursor) & (level - 1)
    let other = bucket + level
    return (buckets[bucket], other < buckets.count ? buckets[other] : Heap.none)
  }

  /// The cursor behind one; 0 behind the last.
  ///
  /// The bits are counted up from the highest: so, all buckets that a bucket may be split into, or joined with, come at
  /// its time, and a key that is there all the time is visited whatever happens to the table meanwhile. It may be
  /// visited twice only if buckets were joined.
  func cursor(after cursor: UInt32) -> UInt32 {
    var next = cursor & UInt32(level - 1)
    var bit = UInt32(level >> 1)
    while next & bit != 0 {
      next ^= bit
      bit >>= 1
    }
    return next | bit
  }
}
