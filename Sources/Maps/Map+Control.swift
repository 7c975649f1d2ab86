import CBaton

/// The control side: what tools and the run time do with a map, by copies.
///
/// Where each worker has a value of its own, a value here is those of all workers, each padded to a
/// multiple of eight bytes: what Linux's system calls read and write.
extension Map {
  /// How long a value is on this side, in bytes: 8 for the identifier of a program, whatever was
  /// declared, and 0 for a map, which `update(key:inner:)` writes.
  public var valueByteCount: Int {
    if type == .programArray { return 8 }
    if type.isOfMaps { return 0 }
    return type.isPerWorker
      ? Int(spec.valueSize).rounded(upTo: 8) * workerCount : Int(spec.valueSize)
  }

  /// Entries at this moment; an array has all of its, a ring buffer none.
  public var count: Int {
    switch type.structure {
    case .array, .workerArray: Int(spec.maxEntries)
    case .slots: (0..<spec.maxEntries).count { slots.word(at: $0) != 0 }
    case .table: unsafe Int(table.pointee.pool.entryCount)
    case .trie: unsafe Int(trie.pointee.pool.entryCount)
    case .queue: Int(queue.count)
    case .ring: 0
    }
  }

  /// A copy of the key's value, its special fields zero; null when there is none. Isn't counted as use
  /// of the entry. The value of the longest prefix in an LPM trie.
  ///
  /// Whole for the values of a hash map without special fields that programs don't write to in place.
  public func value(forKey key: [UInt8]) -> [UInt8]? {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    guard spec.keySize > 0 else { return nil }
    return epochs.read {
      // Sound: the key has the map's size; the value stays while we are inside.
      unsafe key.withUnsafeBytes { unsafe copyOfValue($0.baseAddress!) }
    }
  }

  private func copyOfValue(_ key: UnsafeRawPointer) -> [UInt8]? {
    switch type.structure {
    case .array: return unsafe array.lookup(key).map { unsafe array.shape.snapshot($0) }
    case .workerArray: return unsafe workerArray.snapshot(key)
    case .slots: return unsafe copyOfSlot(key.loadUnaligned(as: UInt32.self))
    case .table: return unsafe copyOfElement(table.pointee.probe(key))
    case .trie:
      guard let value = unsafe trie.pointee.lookup(key) else { return nil }
      return unsafe trie.pointee.shape.snapshot(value)
    case .queue, .ring: return nil
    }
  }

  /// The value of a slot; null where it is empty.
  func copyOfSlot(_ index: UInt32) -> [UInt8]? {
    let value = slots.snapshot(index)
    return type.isOfMaps && value != nil ? [] : value
  }

  /// The value of an element; null for element 0, which is none.
  func copyOfElement(_ index: UInt32) -> [UInt8]? {
    let value = unsafe table.pointee.snapshot(index)
    return type.isOfMaps && value != nil ? [] : value
  }

  /// As `MapOperations.update`, also where programs may not write; EPERM when the map is frozen or for
  /// reading only, EINVAL where the values are maps.
  public func update(key: [UInt8], value: [UInt8], flags: UInt64 = 0) -> Int64 {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    precondition(value.count == valueByteCount, "a value of \(value.count) bytes")
    guard isWritable else { return LinuxError.notPermitted }
    guard spec.keySize > 0, !type.isOfMaps else { return LinuxError.invalid }
    // Sound: key and value have the map's sizes.
    return unsafe key.withUnsafeBytes { key in
      unsafe value.withUnsafeBytes { value in
        unsafe MapOperations.update(address, key.baseAddress!, value.baseAddress!, flags, .control)
      }
    }
  }

  /// As `MapOperations.delete`, also where programs may not write; EPERM when the map is frozen or for reading only.
  public func delete(key: [UInt8]) -> Int64 {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    guard isWritable else { return LinuxError.notPermitted }
    guard spec.keySize > 0 else { return LinuxError.invalid }
    guard let inner else { return remove(key) }
    return replace(key, with: nil, in: inner) { remove(key) }
  }

  private func remove(_ key: [UInt8]) -> Int64 {
    // Sound: the key has the map's size.
    unsafe key.withUnsafeBytes { unsafe MapOperations.remove(address, $0.baseAddress!) }
  }

  /// From here on the control side writes no more; programs still may. EBUSY when it was frozen before.
  public func freeze() -> Int64 {
    frozen.exchange(true, ordering: .relaxed) ? LinuxError.busy : 0
  }

  public var isFrozen: Bool { frozen.load(ordering: .relaxed) }

  var isWritable: Bool { !spec.flags.contains(.readOnly) && !isFrozen }
}
