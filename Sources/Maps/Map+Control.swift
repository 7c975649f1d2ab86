import CBaton

/// The control side: what tools and the run time do with a map, by copies.
///
/// Where each worker has a value of its own, a value here is those of all workers, each padded to a
/// multiple of eight bytes: what Linux's system calls read and write.
extension Map {
  /// How long a value is on this side, in bytes.
  public var valueByteCount: Int {
    type.isPerWorker
      ? Int(spec.valueSize).rounded(upTo: 8) * workerCount : Int(spec.valueSize)
  }

  /// Entries at this moment; an array has all of its.
  public var count: Int {
    switch type.structure {
    case .array, .workerArray: Int(spec.maxEntries)
    case .table: unsafe Int(table.pointee.pool.entryCount)
    }
  }

  /// A copy of the key's value, its special fields zero; null when there is none. Isn't counted as use
  /// of the entry.
  ///
  /// Whole for the values of a hash map without special fields that programs don't write to in place.
  public func value(forKey key: [UInt8]) -> [UInt8]? {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    return epochs.read {
      // Sound: the key has the map's size; the value stays while we are inside.
      unsafe key.withUnsafeBytes { unsafe copyOfValue($0.baseAddress!) }
    }
  }

  private func copyOfValue(_ key: UnsafeRawPointer) -> [UInt8]? {
    switch type.structure {
    case .array: unsafe array.lookup(key).map { unsafe array.shape.snapshot($0) }
    case .workerArray: unsafe workerArray.snapshot(key)
    case .table: unsafe table.pointee.snapshot(table.pointee.probe(key))
    }
  }

  /// As `MapOperations.update`, and EPERM when the map is frozen or for reading only.
  public func update(key: [UInt8], value: [UInt8], flags: UInt64 = 0) -> Int64 {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    precondition(value.count == valueByteCount, "a value of \(value.count) bytes")
    guard isWritable else { return LinuxError.notPermitted }
    // Sound: key and value have the map's sizes.
    return unsafe key.withUnsafeBytes { key in
      unsafe value.withUnsafeBytes { value in
        unsafe MapOperations.update(address, key.baseAddress!, value.baseAddress!, flags, .control)
      }
    }
  }

  /// As `MapOperations.delete`, and EPERM when the map is frozen or for reading only.
  public func delete(key: [UInt8]) -> Int64 {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    guard isWritable else { return LinuxError.notPermitted }
    // Sound: the key has the map's size.
    return unsafe key.withUnsafeBytes { unsafe MapOperations.delete(address, $0.baseAddress!) }
  }

  /// From here on the control side writes no more; programs still may. EBUSY when it was frozen before.
  public func freeze() -> Int64 {
    frozen.exchange(true, ordering: .relaxed) ? LinuxError.busy : 0
  }

  public var isFrozen: Bool { frozen.load(ordering: .relaxed) }

  private var isWritable: Bool { !spec.flags.contains(.readOnly) && !isFrozen }
}
