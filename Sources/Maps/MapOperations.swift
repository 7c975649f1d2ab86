import CBaton

/// What programs do with a map, given its head and raw pointers: what `bpf_map_lookup_elem` and its
/// like are made of. Nothing here allocates, counts references or dispatches through a class.
///
/// Keys and values have the map's sizes, at any alignment. Any number of threads may call these at
/// the same time. A thread that keeps a pointer from `lookup` is a participant of the map's
/// `Epochs`: the pointer is good until its next quiescent point, even if the key is deleted.
public enum MapOperations {
  public typealias Address = UnsafeMutablePointer<baton_map>

  /// The value of the key; null when there is none. Takes no lock.
  public static func lookup(_ map: Address, _ key: UnsafeRawPointer) -> UnsafeMutableRawPointer? {
    if unsafe map.pointee.type == MapType.array.rawValue {
      return unsafe ArrayMap(head: map).lookup(key)
    }
    let table = unsafe HashTable.at(map)
    switch unsafe map.pointee.key_size {
    case 4: return unsafe table.pointee.lookup(WordKey<UInt32>(key))
    case 8: return unsafe table.pointee.lookup(WordKey<UInt64>(key))
    case 16: return unsafe table.pointee.lookup(PairKey(key))
    default: return unsafe lookupBytes(table, key)
    }
  }

  /// Apart from the others, which are leaves and need no stack.
  @inline(never)
  private static func lookupBytes(
    _ table: UnsafeMutablePointer<HashTable>, _ key: UnsafeRawPointer
  ) -> UnsafeMutableRawPointer? {
    unsafe table.pointee.lookup(BytesKey(key, byteCount: table.pointee.keySize))
  }

  /// Sets the value of the key; its special fields stay, or are zero where the entry is new.
  ///
  /// - Parameter flags: `BPF_ANY`, `BPF_NOEXIST` or `BPF_EXIST`.
  /// - Returns: 0, or a negated error: EINVAL for other flags; EEXIST and ENOENT as the flags ask;
  ///   E2BIG for an index beyond the array, a full hash map, and one whose spare elements all wait
  ///   for a quiescent point.
  public static func update(
    _ map: Address, _ key: UnsafeRawPointer, _ value: UnsafeRawPointer, _ flags: UInt64
  ) -> Int64 {
    if unsafe map.pointee.type == MapType.array.rawValue {
      return unsafe ArrayMap(head: map).update(key, value, flags)
    }
    let table = unsafe HashTable.at(map)
    switch unsafe map.pointee.key_size {
    case 4: return unsafe table.pointee.update(WordKey<UInt32>(key), value, flags)
    case 8: return unsafe table.pointee.update(WordKey<UInt64>(key), value, flags)
    case 16: return unsafe table.pointee.update(PairKey(key), value, flags)
    default:
      let key = unsafe BytesKey(key, byteCount: table.pointee.keySize)
      return unsafe table.pointee.update(key, value, flags)
    }
  }

  /// Takes the key out of a hash map. Returns 0, or a negated error: ENOENT when it isn't there,
  /// EINVAL for an array.
  public static func delete(_ map: Address, _ key: UnsafeRawPointer) -> Int64 {
    if unsafe map.pointee.type == MapType.array.rawValue { return LinuxError.invalid }
    let table = unsafe HashTable.at(map)
    switch unsafe map.pointee.key_size {
    case 4: return unsafe table.pointee.delete(WordKey<UInt32>(key))
    case 8: return unsafe table.pointee.delete(WordKey<UInt64>(key))
    case 16: return unsafe table.pointee.delete(PairKey(key))
    default:
      return unsafe table.pointee.delete(BytesKey(key, byteCount: table.pointee.keySize))
    }
  }
}
