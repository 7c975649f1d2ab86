import CBaton

// Maps whose values are what only the run time can follow.
extension MapOperations {
  /// What `bpf_redirect_map` finds at the index of a device map, an AF_XDP socket map or a CPU map: the
  /// device's number, the socket's, or the CPU's, which is the index itself; null where there is none.
  public static func redirectTarget(_ map: Address, _ index: UInt32) -> UInt32? {
    let type = unsafe map.pointee.type
    if type == MapType.deviceMap.rawValue || type == MapType.xskMap.rawValue {
      let word = unsafe SlotArray(head: map).word(at: index)
      return word == 0 ? nil : UInt32(truncatingIfNeeded: word)
    }
    if type == MapType.cpuMap.rawValue {
      return unsafe SlotArray(head: map).word(at: index) == 0 ? nil : index
    }
    guard type == MapType.deviceHash.rawValue else { return nil }
    let value = unsafe withUnsafePointer(to: index) {
      unsafe HashTable.lookup(HashTable.at(map), $0)
    }
    return unsafe value?.load(as: UInt32.self)
  }

  /// What `bpf_tail_call` finds in a program array: the identifier that the control side has put there;
  /// 0 where there is none.
  public static func program(_ map: Address, _ index: UInt32) -> UInt64 {
    guard unsafe type(of: map) == .programArray else { return 0 }
    return unsafe SlotArray(head: map).word(at: index)
  }

  /// The inner map of a key: the address of its head.
  static func innerMap(_ map: Address, _ key: UnsafeRawPointer) -> UnsafeMutableRawPointer? {
    if unsafe type(of: map) == .arrayOfMaps {
      let word = unsafe SlotArray(head: map).word(at: key.loadUnaligned(as: UInt32.self))
      return unsafe UnsafeMutableRawPointer(bitPattern: UInt(word))
    }
    guard let value = unsafe HashTable.lookup(HashTable.at(map), key) else { return nil }
    return unsafe UnsafeMutableRawPointer(bitPattern: UInt(value.load(as: UInt64.self)))
  }
}
