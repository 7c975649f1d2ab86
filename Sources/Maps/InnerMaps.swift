import Synchronization

/// The maps that are the values of a map of maps, kept alive for as long as a program may have found
/// them: while they are values, and until a quiescent point after that.
final class InnerMaps: Sendable {
  private struct State {
    var current: [[UInt8]: Map] = [:]
    var retired: [(tag: UInt64, map: Map)] = []
  }

  private let state = Mutex(State())

  /// The value of the key.
  func map(forKey key: [UInt8]) -> Map? { state.withLock { $0.current[key] } }

  /// Runs `write`, which changes what programs find, and if it returns 0 takes note of the new value.
  func replace(_ key: [UInt8], with map: Map?, tag: () -> UInt64, _ write: () -> Int64) -> Int64 {
    state.withLock { state in
      let status = write()
      guard status == 0 else { return status }
      if let old = state.current[key] { state.retired.append((tag(), old)) }
      state.current[key] = map
      return 0
    }
  }

  var retiredCount: Int { state.withLock { $0.retired.count } }

  /// Lets go of what was replaced before that epoch. Returns how many maps that were.
  func reclaim(before safeEpoch: UInt64) -> Int {
    let old = state.withLock { state in
      let old = state.retired.filter { $0.tag < safeEpoch }
      state.retired.removeAll { $0.tag < safeEpoch }
      return old
    }
    // They end here, outside the lock, since what is in their lists is released with them.
    return old.count
  }
}

/// Maps whose values are maps.
extension Map {
  /// The inner map of a key; null when there is none.
  public func inner(forKey key: [UInt8]) -> Map? { inner?.map(forKey: key) }

  /// Makes `map` the value of a key, and keeps it alive while programs may find it. As `update`, and
  /// EINVAL for a map that is not like the prototype, or whose readers aren't this one's.
  public func update(key: [UInt8], inner map: Map, flags: UInt64 = 0) -> Int64 {
    precondition(key.count == Int(spec.keySize), "a key of \(key.count) bytes")
    guard isWritable else { return LinuxError.notPermitted }
    guard let inner, accepts(map) else { return LinuxError.invalid }
    let value = unsafe UInt64(UInt(bitPattern: map.address))
    return replace(key, with: map, in: inner) {
      // Sound: the key has the map's size, and a value is a word.
      unsafe key.withUnsafeBytes { key in
        unsafe withUnsafeBytes(of: value) { value in
          unsafe MapOperations.update(
            address, key.baseAddress!, value.baseAddress!, flags, .control)
        }
      }
    }
  }

  /// Replaces a value by `write`, and lets go of the maps that were values before and that nobody uses.
  func replace(
    _ key: [UInt8], with map: Map?, in inner: InnerMaps, _ write: () -> Int64
  ) -> Int64 {
    let status = inner.replace(key, with: map, tag: epochs.tag, write)
    _ = inner.reclaim(before: epochs.safe())
    return status
  }

  /// As Linux compares an inner map with the one that programs were verified with.
  private func accepts(_ map: Map) -> Bool {
    guard var expected = spec.prototype else { return false }
    let hasAnyLength = map.type != .array || expected.flags.contains(.anyLengthInside)
    if hasAnyLength { expected.maxEntries = map.spec.maxEntries }
    return map.spec == expected && map.epochs === epochs && map.workerCount == workerCount
  }
}
