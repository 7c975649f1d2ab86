import CBaton

/// The control side: all entries.
extension Map {
  /// Calls `body` with copies of key and value: for each entry that is there all the time, and for
  /// some of those that come or go meanwhile. `body` must not use the control side of a map.
  public func forEach(_ body: (_ key: [UInt8], _ value: [UInt8]) -> Void) {
    switch type.structure {
    case .array:
      unsafe array.forEach { index, value in
        unsafe body(Self.bytes(of: index), array.shape.snapshot(value))
      }
    case .workerArray:
      for index in 0..<spec.maxEntries {
        body(Self.bytes(of: index), workerArray.values.snapshot(index, workerArray.shape))
      }
    case .table:
      epochs.read {
        unsafe table.pointee.forEach { index in
          guard let value = unsafe table.pointee.snapshot(index) else { return }
          body(key(of: index), value)
        }
      }
    }
  }

  /// The keys, as `forEach` finds them.
  public func keys() -> [[UInt8]] {
    var keys: [[UInt8]] = []
    forEach { key, _ in keys.append(key) }
    return keys
  }

  /// Calls `body` for each list in each value, so that the run time can empty them, under the lock
  /// that guards them, when the last user of the map is gone but programs still run. `body` must
  /// not use the control side of a map.
  public func forEachList(
    _ body: (_ value: UnsafeMutableRawPointer, _ list: UnsafeMutablePointer<bpf_list_head>) -> Void
  ) {
    switch type.structure {
    case .array:
      unsafe array.forEach { _, value in
        unsafe array.shape.forEachList(of: value) { unsafe body(value, $0) }
      }
    case .table:
      epochs.read {
        unsafe table.pointee.forEach { index in
          guard unsafe table.pointee.shape.hasLists else { return }
          let value = unsafe table.pointee.value(of: index)
          unsafe table.pointee.shape.forEachList(of: value) { unsafe body(value, $0) }
        }
      }
    case .workerArray: break
    }
  }

  private static func bytes(of index: UInt32) -> [UInt8] {
    unsafe withUnsafeBytes(of: index) { unsafe Array($0) }
  }

  /// Sound for an index that the table leads to.
  private func key(of index: UInt32) -> [UInt8] {
    unsafe Array(
      UnsafeRawBufferPointer(start: table.pointee.key(of: index), count: Int(spec.keySize)))
  }
}
