/// Giving keys their values.
extension Store {
  /// Gives a key a value; false, and nothing is done, when memory is used up.
  ///
  /// A value that takes about as much as the one before is written in its place.
  mutating func set(_ key: Span<UInt8>, to value: Span<UInt8>, deadline: UInt64) -> Bool {
    let hash = hash(key)
    guard let index = find(key, hash) else {
      return add(key, value, hash, deadline: deadline)
    }
    guard write(value, at: index) else { return false }
    setDeadline(deadline, at: index)
    return true
  }

  private mutating func add(
    _ key: Span<UInt8>, _ value: Span<UInt8>, _ hash: UInt32, deadline: UInt64
  ) -> Bool {
    guard let block = take(key.count + value.count, with: Self.entryByteCount) else { return false }
    heap.write(key, to: block, at: 0)
    heap.write(value, to: block, at: key.count)
    insert(
      Entry(
        deadline: deadline, hash: hash, block: block, keyByteCount: UInt32(key.count),
        valueByteCount: UInt32(value.count)))
    return true
  }

  /// A block of so many octets, if so many and `overhead` more may be taken.
  private mutating func take(_ byteCount: Int, with overhead: Int) -> UInt32? {
    guard hasRoom(for: byteCount + 2 * Heap.granule + overhead) else { return nil }
    return heap.allocate(byteCount)
  }

  /// Writes another value; the deadline stays.
  mutating func replaceValue(at index: Int, with value: Span<UInt8>) -> Bool {
    guard write(value, at: index) else { return false }
    noteChange(at: index)
    return true
  }

  /// Writes another value, of which its caller takes note.
  private mutating func write(_ value: Span<UInt8>, at index: Int) -> Bool {
    let entry = entries[index]
    let byteCount = Int(entry.keyByteCount) + value.count
    if !isSuitable(entry.block, for: byteCount) {
      guard let block = take(byteCount, with: 0) else { return false }
      move(index, to: block, byteCount: Int(entry.keyByteCount))
    }
    heap.write(value, to: entries[index].block, at: Int(entry.keyByteCount))
    entries[index].valueByteCount = UInt32(value.count)
    return true
  }

  /// Adds octets behind the value. A block that is too small is replaced by one of twice the size, so that many small
  /// additions don't copy the value each time.
  mutating func append(_ octets: Span<UInt8>, at index: Int) -> Bool {
    let entry = entries[index]
    let byteCount = entry.byteCount + octets.count
    if heap.isShared(entry.block) || heap.capacity(of: entry.block) < byteCount {
      guard let block = take(2 * byteCount, with: 0) ?? take(byteCount, with: 0) else {
        return false
      }
      move(index, to: block, byteCount: entry.byteCount)
    }
    heap.write(octets, to: entries[index].block, at: entry.byteCount)
    entries[index].valueByteCount += UInt32(octets.count)
    noteChange(at: index)
    return true
  }

  private func isSuitable(_ block: UInt32, for byteCount: Int) -> Bool {
    let capacity = heap.capacity(of: block)
    return !heap.isShared(block) && capacity >= byteCount && capacity <= 2 * byteCount + 64
  }

  /// Puts the first octets of an entry's block into another one, which becomes its block.
  private mutating func move(_ index: Int, to block: UInt32, byteCount: Int) {
    heap.copy(from: entries[index].block, to: block, byteCount: byteCount)
    heap.release(entries[index].block)
    entries[index].block = block
  }

  mutating func setDeadline(_ deadline: UInt64, at index: Int) {
    if entries[index].deadline != 0 { deadlineCount -= 1 }
    if deadline != 0 { deadlineCount += 1 }
    entries[index].deadline = deadline
    noteChange(at: index)
  }
}
