import CBaton
import Synchronization

/// Where somebody who goes over all entries of a table stands.
struct TablePosition: BitwiseCopyable {
  /// The bucket of the entry, or where to look for the first one.
  var bucket: UInt32 = 0
  /// The element of the entry; 0 before the first one.
  var element: UInt32 = 0
}

extension HashTable {
  /// Moves on to the next entry; false at the end. The caller has been inside `Epochs` since it came to
  /// where it stands, which may be deleted meanwhile.
  ///
  /// Meets every entry that is there all the time once, and some of the others.
  func advance(_ position: inout TablePosition) -> Bool {
    if position.element != 0 {
      // What is unlinked still leads to all that stood behind it.
      position.element = unsafe head(of: position.element).pointee.next.load(ordering: .acquiring)
      if position.element != 0 { return true }
      position.bucket += 1
    }
    while position.bucket <= bucketMask {
      position.element = unsafe buckets[Int(position.bucket)].first.load(ordering: .acquiring)
      if position.element != 0 { return true }
      position.bucket += 1
    }
    return false
  }

  /// Calls `body` for the elements that `advance` comes by. The caller is inside `Epochs`.
  func forEach(_ body: (_ index: UInt32) -> Void) {
    var position = TablePosition()
    while advance(&position) { body(position.element) }
  }

  /// Where the entry of a key stands; null when there is none.
  func position(of key: UnsafeRawPointer) -> TablePosition? {
    let element = unsafe probe(key)
    guard element != 0 else { return nil }
    let bucket = unsafe hash(of: key) & bucketMask
    return TablePosition(bucket: UInt32(truncatingIfNeeded: bucket), element: element)
  }

  private func hash(of key: UnsafeRawPointer) -> UInt64 {
    switch keySize {
    case 4: unsafe WordKey<UInt32>(key).hash(seed)
    case 8: unsafe WordKey<UInt64>(key).hash(seed)
    case 16: unsafe PairKey(key).hash(seed)
    default: unsafe BytesKey(key, byteCount: keySize).hash(seed)
    }
  }
}
