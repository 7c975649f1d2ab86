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
    case .slots:
      for index in 0..<spec.maxEntries {
        if let value = copyOfSlot(index) { body(Self.bytes(of: index), value) }
      }
    case .table:
      epochs.read {
        unsafe table.pointee.forEach { index in
          guard let value = copyOfElement(index) else { return }
          unsafe body(copyOfKey(table.pointee.key(of: index)), value)
        }
      }
    case .trie:
      epochs.read {
        var index: UInt32 = 0
        while unsafe trie.pointee.advance(&index) {
          let value = unsafe trie.pointee.shape.snapshot(trie.pointee.value(of: index))
          unsafe body(copyOfKey(trie.pointee.key(of: index)), value)
        }
      }
    case .queue, .ring: break
    }
  }

  /// The keys, as `forEach` finds them.
  public func keys() -> [[UInt8]] {
    var keys: [[UInt8]] = []
    forEach { key, _ in keys.append(key) }
    return keys
  }

  /// The key that comes after `key`, or the first one where that is null or isn't there; null at the end,
  /// and in a map without keys. Those of arrays come in order, empty slots included.
  public func nextKey(after key: [UInt8]?) -> [UInt8]? {
    precondition(key == nil || key!.count == Int(spec.keySize), "a key of another size")
    switch type.structure {
    case .array, .workerArray, .slots: return nextIndex(after: key).map(Self.bytes)
    case .table: return epochs.read { nextKeyOfTable(after: key) }
    case .trie: return epochs.read { nextKeyOfTrie(after: key) }
    case .queue, .ring: return nil
    }
  }

  private func nextIndex(after key: [UInt8]?) -> UInt32? {
    guard let index = unsafe key?.withUnsafeBytes({ unsafe $0.loadUnaligned(as: UInt32.self) }),
      index < spec.maxEntries
    else { return 0 }
    return index == spec.maxEntries - 1 ? nil : index + 1
  }

  // Sound: the key has the map's size, which isn't 0, and keys that were found stay while we are inside.

  private func nextKeyOfTable(after key: [UInt8]?) -> [UInt8]? {
    let found = unsafe key?.withUnsafeBytes { key in
      unsafe table.pointee.position(of: key.baseAddress!)
    }
    var position = found.flatMap { $0 } ?? TablePosition()
    guard unsafe table.pointee.advance(&position) else { return nil }
    return unsafe copyOfKey(table.pointee.key(of: position.element))
  }

  private func nextKeyOfTrie(after key: [UInt8]?) -> [UInt8]? {
    var index = unsafe key?.withUnsafeBytes { unsafe trie.pointee.find($0.baseAddress!) } ?? 0
    guard unsafe trie.pointee.advance(&index) else { return nil }
    return unsafe copyOfKey(trie.pointee.key(of: index))
  }

  /// Takes out what the values own, those of deleted entries, too, and hands it to `body`, which must not use the
  /// control side of a map. No program may be running. What isn't wanted stays, in its order, and so does all that comes
  /// behind where `isWanted` gives nil.
  public func takeOwned(
    where isWanted: (UnsafeMutableRawPointer) -> Bool? = { _ in true },
    _ body: (UnsafeMutableRawPointer) -> Void
  ) {
    switch type.structure {
    case .array:
      unsafe array.forEach { _, value in
        unsafe array.shape.takeOwned(of: value, where: isWanted, body)
      }
    case .table: unsafe table.pointee.takeOwned(where: isWanted, body)
    case .queue where type == .handles:
      unsafe sift(
        where: isWanted, body, taking: { unsafe MapOperations.popHandle(address) },
        putting: { unsafe MapOperations.pushHandle(address, $0) })
    case .workerArray, .slots, .trie, .queue, .ring: break
    }
  }

  private static func bytes(of index: UInt32) -> [UInt8] {
    unsafe withUnsafeBytes(of: index) { unsafe Array($0) }
  }

  private func copyOfKey(_ key: UnsafeRawPointer) -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: key, count: Int(spec.keySize)))
  }
}
