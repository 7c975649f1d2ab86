import CBaton
import Synchronization

/// A chain of elements and the lock that its writers take. Readers take none.
struct Bucket: ~Copyable {
  /// Index of the first element, or 0. At the start, as in `ElementHead`.
  let first = Atomic<UInt32>(0)
  let lock = Lock()
}

/// What stands before key and value in an element.
struct ElementHead: ~Copyable {
  /// Index of the next element of the chain, or 0. Stays as it is when the element is unlinked, so
  /// that a reader goes on from there.
  let next = Atomic<UInt32>(0)
  /// The high half of the key's hash. Never changes while the element can be found.
  var hash: UInt32 = 0

  static var byteCount: Int { 8 }
}

/// A hash map: chains of preallocated elements, read without locks.
///
///     element   | next | hash | key, up to a multiple of 8 | value, up to a multiple of 8 |
///
/// A table that evicts has a `UseMark` before each element. Where each worker has a value of its own,
/// values lie apart from the elements, those of one worker together: see `WorkerValues`.
///
/// An update of an existing key puts a new element in the place of the old one, in one store, as an
/// insertion and a deletion also are one store each. So a reader sees the old value or the new
/// one, whole, and a key that stays in the table is never missed: what is unlinked still leads to
/// all that stood behind it, and new keys come in at the front. Memory of an unlinked element isn't
/// reused until every participant of `Epochs` has passed a quiescent point.
///
/// Values with special fields are the exception: they can't move while somebody holds their lock or
/// is linked in their list, so they are overwritten in place, around the fields; aligned units of up
/// to eight bytes are then whole. So are values of workers, which only their own worker and the control
/// side write.
@safe
struct HashTable: ~Copyable {
  let buckets: UnsafeMutablePointer<Bucket>
  let bucketMask: UInt64
  let seed: HashSeed
  /// Where the element of index 0, which is none, would be.
  let elements: UnsafeMutableRawPointer
  let stride: Int
  /// From the start of an element, in bytes.
  let valueOffset: Int
  let keySize: Int
  let shape: ValueShape
  let pool: ElementPool
  /// Where each worker has a value of its own.
  let workers: WorkerValues?
  /// True when a full table makes room by itself.
  let evicts: Bool
  let clock: Clock

  static func at(_ map: UnsafeMutablePointer<baton_map>) -> UnsafeMutablePointer<HashTable> {
    unsafe UnsafeMutablePointer(bitPattern: UInt(map.pointee.control)).unsafelyUnwrapped
  }

  /// Sound for an index that came out of a chain or the pool: elements never move.
  @inline(__always)
  func element(_ index: UInt32) -> UnsafeMutableRawPointer {
    unsafe elements + Int(index) &* stride
  }

  @inline(__always)
  func head(of index: UInt32) -> UnsafeMutablePointer<ElementHead> {
    unsafe element(index).assumingMemoryBound(to: ElementHead.self)
  }

  @inline(__always)
  func key(of index: UInt32) -> UnsafeMutableRawPointer {
    unsafe element(index) + ElementHead.byteCount
  }

  @inline(__always)
  func value(of index: UInt32) -> UnsafeMutableRawPointer { unsafe element(index) + valueOffset }

  @inline(__always)
  func bucket(_ hash: UInt64) -> UnsafeMutablePointer<Bucket> {
    unsafe buckets + Int(truncatingIfNeeded: hash & bucketMask)
  }

  /// True when the element has this key.
  @inline(__always)
  func matches<Key: TableKey>(_ index: UInt32, _ key: Key, _ hash: UInt64) -> Bool {
    unsafe head(of: index).pointee.hash == UInt32(hash >> 32) && key.equals(self.key(of: index))
  }

  /// The value of a key; null when the table has none. The caller is inside `Epochs`, and keeps the
  /// pointer no longer than until its next quiescent point.
  @inline(__always)
  func lookup<Key: TableKey>(_ key: Key) -> UnsafeMutableRawPointer? {
    let index = probe(key)
    return index == 0 ? nil : unsafe value(of: index)
  }

  /// The element of a key, or 0.
  @inline(__always)
  func probe<Key: TableKey>(_ key: Key) -> UInt32 {
    let hash = key.hash(seed)
    // Pairs with the releasing stores of writers: key and value are written before they are found.
    var index = unsafe bucket(hash).pointee.first.load(ordering: .acquiring)
    while index != 0 {
      if matches(index, key, hash) { break }
      index = unsafe head(of: index).pointee.next.load(ordering: .acquiring)
    }
    return index
  }
}
