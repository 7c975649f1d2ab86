import CBaton

/// Where a walk over all entries of a map stands: what `bpf_for_each_map_elem` is made of.
///
/// Plain memory of the caller's, at a fixed place while it walks, since keys of arrays lie in it. The
/// caller is a participant of the map's `Epochs`, and passes no quiescent point from one entry to the
/// next. The walk meets every entry that is there all the time once, and some of those that come or go
/// meanwhile; the entry where it stands, and any other, may be deleted, updated or evicted.
public struct MapCursor: BitwiseCopyable, Sendable {
  /// The key of an array's entry. First, so that the cursor's address is its address.
  private var key: UInt32 = 0
  /// The next index of an array, or the node of a trie.
  private var index: UInt32 = 0
  private var position = TablePosition()
  private let worker: UInt32
  private let map: UInt

  /// Before the first entry; null for a map that programs don't go over. Where each worker has values of
  /// its own, the walk meets those of `worker`.
  public init?(_ map: MapOperations.Address, worker: UInt32) {
    switch unsafe MapOperations.type(of: map).structure {
    case .array, .workerArray, .trie: break
    case .table: if unsafe MapOperations.type(of: map).isOfMaps { return nil }
    case .slots, .queue, .ring: return nil
    }
    self.map = UInt(bitPattern: map)
    self.worker = worker
  }
}

extension MapOperations {
  public typealias Entry = (key: UnsafeRawPointer, value: UnsafeMutableRawPointer)

  /// Moves the cursor on to the next entry; null at the end. The key is good until the next call, the
  /// value until the next quiescent point.
  public static func next(_ cursor: UnsafeMutablePointer<MapCursor>) -> Entry? {
    guard let (key, value) = unsafe cursor.pointee.advance() else { return nil }
    return unsafe (key ?? UnsafeRawPointer(cursor), value)
  }
}

extension MapCursor {
  /// The next entry; its key is null where it lies in the cursor.
  fileprivate mutating func advance()
    -> (key: UnsafeRawPointer?, value: UnsafeMutableRawPointer)?
  {
    // Sound: the address of a map that the caller keeps alive.
    let map = unsafe MapOperations.Address(bitPattern: map).unsafelyUnwrapped
    switch unsafe MapOperations.type(of: map).structure {
    case .array:
      guard unsafe advanceIndex(below: map.pointee.max_entries) else { return nil }
      return unsafe (nil, ArrayMap(head: map).value(at: key))
    case .workerArray:
      guard unsafe advanceIndex(below: map.pointee.max_entries) else { return nil }
      return unsafe (nil, WorkerArray(head: map).values.value(key, worker: worker))
    case .table:
      let table = unsafe HashTable.at(map)
      guard unsafe table.pointee.advance(&position) else { return nil }
      let element = position.element
      let value = unsafe table.pointee.workers.map { unsafe $0.value(element, worker: worker) }
      return unsafe (
        UnsafeRawPointer(table.pointee.key(of: element)), value ?? table.pointee.value(of: element)
      )
    case .trie:
      let trie = unsafe PrefixTrie.at(map)
      guard unsafe trie.pointee.advance(&index) else { return nil }
      return unsafe (UnsafeRawPointer(trie.pointee.key(of: index)), trie.pointee.value(of: index))
    case .slots, .queue, .ring: return nil
    }
  }

  private mutating func advanceIndex(below end: UInt32) -> Bool {
    guard index < end else { return false }
    key = index
    index += 1
    return true
  }
}
