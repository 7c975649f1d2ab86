import CBaton

/// What programs do with a map, given its head and raw pointers: what `bpf_map_lookup_elem` and its
/// like are made of. Nothing here allocates, counts references or dispatches through a class.
///
/// Keys and values have the map's sizes, at any alignment. Any number of threads may call these at
/// the same time. A thread that keeps a pointer from `lookup` is a participant of the map's
/// `Epochs`: the pointer is good until its next quiescent point, even if the key is deleted.
///
/// `worker` is the number of the worker that the program runs on: below the number of workers that
/// the map was made for, where each has values of its own.
public enum MapOperations {
  public typealias Address = UnsafeMutablePointer<baton_map>

  /// The value of the key; null when there is none, and in maps in which programs look nothing up. The
  /// longest prefix's in an LPM trie; the inner map itself in a map of maps. Takes no lock.
  public static func lookup(
    _ map: Address, _ key: UnsafeRawPointer, worker: UInt32
  ) -> UnsafeMutableRawPointer? {
    // The two that matter most, before the others.
    let type = unsafe map.pointee.type
    if type == MapType.array.rawValue { return unsafe ArrayMap(head: map).lookup(key) }
    if type == MapType.hash.rawValue { return unsafe HashTable.lookup(HashTable.at(map), key) }
    return unsafe lookupOther(map, key, worker)
  }

  /// Apart, so that the fast ones are leaves.
  @inline(never)
  private static func lookupOther(
    _ map: Address, _ key: UnsafeRawPointer, _ worker: UInt32
  ) -> UnsafeMutableRawPointer? {
    switch unsafe type(of: map) {
    case .array: return unsafe ArrayMap(head: map).lookup(key)
    case .hash: return unsafe HashTable.lookup(HashTable.at(map), key)
    case .arrayOfMaps, .hashOfMaps: return unsafe innerMap(map, key)
    case .deviceMap, .cpuMap, .xskMap: return unsafe SlotArray(head: map).lookup(key)
    case .deviceHash: return unsafe HashTable.lookup(HashTable.at(map), key)
    case .lpmTrie: return unsafe PrefixTrie.at(map).pointee.lookup(key)
    case .programArray, .queue, .stack, .handles, .ring: return nil
    case .perWorkerArray: return unsafe WorkerArray(head: map).lookup(key, worker: worker)
    case .lruHash:
      let table = unsafe HashTable.at(map)
      let index = unsafe table.pointee.use(key)
      return index == 0 ? nil : unsafe table.pointee.value(of: index)
    case .perWorkerHash, .lruPerWorkerHash:
      let table = unsafe HashTable.at(map)
      let index = unsafe table.pointee.use(key)
      return index == 0 ? nil : unsafe table.pointee.workers?.value(index, worker: worker)
    }
  }

  /// The key's value that belongs to another worker, as `bpf_map_lookup_percpu_elem` finds it; null
  /// when there is none, for a worker that doesn't exist, and where all share one value.
  public static func lookup(
    _ map: Address, _ key: UnsafeRawPointer, ofWorker worker: UInt32
  ) -> UnsafeMutableRawPointer? {
    switch unsafe type(of: map).structure {
    case .workerArray:
      guard unsafe worker < WorkerArray(head: map).values.workerCount else { return nil }
    case .table:
      guard let workers = unsafe HashTable.at(map).pointee.workers, worker < workers.workerCount
      else { return nil }
    default: return nil
    }
    return unsafe lookupOther(map, key, worker)
  }

  /// Sets the value of the key; its special fields stay, or are zero where the entry is new. Where each
  /// worker has a value of its own it sets that of `worker`; those of a new entry's others are zero.
  ///
  /// - Parameter flags: `BPF_ANY`, `BPF_NOEXIST` or `BPF_EXIST`.
  /// - Returns: 0, or a negated error: EINVAL for other flags; EEXIST and ENOENT as the flags ask;
  ///   E2BIG for an index beyond the array, a full hash map, and one whose spare elements all wait
  ///   for a quiescent point. An LRU hash map makes room; it says ENOMEM for the last of these, as an
  ///   LPM trie does, which is full at ENOSPC. EINVAL in maps without keys, EPERM in those that only
  ///   the control side writes.
  public static func update(
    _ map: Address, _ key: UnsafeRawPointer, _ value: UnsafeRawPointer, _ flags: UInt64,
    worker: UInt32
  ) -> Int64 {
    if unsafe type(of: map).isForControlToWrite { return LinuxError.notPermitted }
    return unsafe update(map, key, value, flags, .worker(worker))
  }

  static func update(
    _ map: Address, _ key: UnsafeRawPointer, _ value: UnsafeRawPointer, _ flags: UInt64,
    _ writer: Writer
  ) -> Int64 {
    let type = unsafe type(of: map)
    switch type.structure {
    case .array: return unsafe ArrayMap(head: map).update(key, value, flags)
    case .workerArray: return unsafe WorkerArray(head: map).update(key, value, flags, writer)
    case .slots: return unsafe SlotArray(head: map).update(key, value, flags)
    case .table where type == .deviceHash:
      // As in Linux: there is no device 0, and `BPF_EXIST` adds devices, too.
      guard unsafe value.loadUnaligned(as: UInt32.self) != 0 else { return LinuxError.invalid }
      let flags = flags == UpdateFlags.exist ? UpdateFlags.any : flags
      return unsafe HashTable.at(map).pointee.update(key, value, flags, writer)
    case .table: return unsafe HashTable.at(map).pointee.update(key, value, flags, writer)
    case .trie: return unsafe PrefixTrie.at(map).pointee.update(key, value, flags)
    case .queue, .ring: return LinuxError.invalid
    }
  }

  /// Takes the key out. Returns 0, or a negated error: ENOENT when it isn't there, EINVAL for an array
  /// and in maps without keys, EPERM in those that only the control side writes.
  public static func delete(_ map: Address, _ key: UnsafeRawPointer) -> Int64 {
    if unsafe type(of: map).isForControlToWrite { return LinuxError.notPermitted }
    return unsafe remove(map, key)
  }

  static func remove(_ map: Address, _ key: UnsafeRawPointer) -> Int64 {
    switch unsafe type(of: map).structure {
    case .array, .workerArray, .queue, .ring: LinuxError.invalid
    case .slots: unsafe SlotArray(head: map).delete(key)
    case .table: unsafe HashTable.at(map).pointee.delete(key)
    case .trie: unsafe PrefixTrie.at(map).pointee.delete(key)
    }
  }

  @inline(__always)
  static func type(of map: Address) -> MapType {
    guard let type = unsafe MapType(rawValue: map.pointee.type) else {
      preconditionFailure("the head of a map has the type that it was made with")
    }
    return type
  }
}
