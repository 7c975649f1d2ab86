import CBaton

/// The control side: what tools and the run time do with a map, by copies.
extension Map {
  /// Entries at this moment; an array has all of its.
  public var count: Int {
    switch type {
    case .array: Int(spec.maxEntries)
    case .hash: unsafe Int(table.pointee.pool.entryCount)
    }
  }

  /// A copy of the key's value, its special fields zero; null when there is none.
  ///
  /// Whole for the values of a hash map without special fields that programs don't write to in place.
  public func value(forKey key: [UInt8]) -> [UInt8]? {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    return epochs.read {
      // Sound: the key has the map's size; the value stays while we are inside.
      unsafe key.withUnsafeBytes { key in
        guard let value = unsafe MapOperations.lookup(address, key.baseAddress!) else { return nil }
        return unsafe shape.snapshot(value)
      }
    }
  }

  /// As `MapOperations.update`.
  public func update(key: [UInt8], value: [UInt8], flags: UInt64 = 0) -> Int64 {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    precondition(value.count == Int(spec.valueSize), "a value of \(value.count) bytes")
    // Sound: key and value have the map's sizes.
    return unsafe key.withUnsafeBytes { key in
      unsafe value.withUnsafeBytes { value in
        unsafe MapOperations.update(address, key.baseAddress!, value.baseAddress!, flags)
      }
    }
  }

  /// As `MapOperations.delete`.
  public func delete(key: [UInt8]) -> Int64 {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    // Sound: the key has the map's size.
    return unsafe key.withUnsafeBytes { unsafe MapOperations.delete(address, $0.baseAddress!) }
  }

  /// Calls `body` with copies of key and value: for each entry that is there all the time, and for
  /// some of those that come or go meanwhile. `body` must not use the control side of a map.
  public func forEach(_ body: (_ key: [UInt8], _ value: [UInt8]) -> Void) {
    unsafe forEachValue { key, value in unsafe body(key, shape.snapshot(value)) }
  }

  /// The keys, as `forEach` finds them.
  public func keys() -> [[UInt8]] {
    var keys: [[UInt8]] = []
    unsafe forEachValue { key, _ in keys.append(key) }
    return keys
  }

  /// Calls `body` for each list in each value, so that the run time can empty them, under the lock
  /// that guards them, when the last user of the map is gone but programs still run. `body` must
  /// not use the control side of a map.
  public func forEachList(
    _ body: (_ value: UnsafeMutableRawPointer, _ list: UnsafeMutablePointer<bpf_list_head>) -> Void
  ) {
    unsafe forEachValue { _, value in
      unsafe shape.forEachList(of: value) { unsafe body(value, $0) }
    }
  }

  private var shape: ValueShape {
    switch type {
    case .array: array.shape
    case .hash: unsafe table.pointee.shape
    }
  }

  private func forEachValue(_ body: (_ key: [UInt8], _ value: UnsafeMutableRawPointer) -> Void) {
    switch type {
    case .array:
      unsafe array.forEach { index, value in
        unsafe body(withUnsafeBytes(of: index) { unsafe Array($0) }, value)
      }
    case .hash:
      let keySize = Int(spec.keySize)
      epochs.read {
        unsafe table.pointee.forEach { key, value in
          unsafe body(Array(UnsafeRawBufferPointer(start: key, count: keySize)), value)
        }
      }
    }
  }
}

/// Reclamation, for whoever looks after the map between resumes.
extension Map {
  /// Elements that were deleted or replaced and wait for all participants to pass a quiescent point.
  public var limboCount: Int {
    switch type {
    case .array: 0
    case .hash: unsafe Int(table.pointee.pool.limboCount)
    }
  }

  /// Makes free what was retired before the epoch `safeEpoch`, a result of `Epochs.safe`; nodes in its
  /// lists go through `release`. Returns how many elements that were.
  @discardableResult
  public func advance(to safeEpoch: UInt64) -> Int {
    switch type {
    case .array: 0
    case .hash: unsafe table.pointee.reclaim(before: safeEpoch)
    }
  }
}
