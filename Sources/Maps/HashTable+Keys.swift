/// The operations on keys in raw memory: here the size of the key is chosen by, once.
extension HashTable {
  /// The value of a key in a table whose workers share values; null when there is none.
  @inline(__always)
  static func lookup(
    _ table: UnsafeMutablePointer<HashTable>, _ key: UnsafeRawPointer
  ) -> UnsafeMutableRawPointer? {
    switch unsafe table.pointee.keySize {
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

  /// The element of a key, or 0.
  func probe(_ key: UnsafeRawPointer) -> UInt32 {
    switch keySize {
    case 4: unsafe probe(WordKey<UInt32>(key))
    case 8: unsafe probe(WordKey<UInt64>(key))
    case 16: unsafe probe(PairKey(key))
    default: unsafe probe(BytesKey(key, byteCount: keySize))
    }
  }

  /// As `probe`, for a program, whose looking is use.
  func use(_ key: UnsafeRawPointer) -> UInt32 {
    let index = unsafe probe(key)
    if index != 0, evicts { unsafe mark(of: index).pointee.isUsed() }
    return index
  }

  func update(
    _ key: UnsafeRawPointer, _ source: UnsafeRawPointer, _ flags: UInt64, _ writer: Writer
  ) -> Int64 {
    switch keySize {
    case 4: unsafe update(WordKey<UInt32>(key), source, flags, writer)
    case 8: unsafe update(WordKey<UInt64>(key), source, flags, writer)
    case 16: unsafe update(PairKey(key), source, flags, writer)
    default: unsafe update(BytesKey(key, byteCount: keySize), source, flags, writer)
    }
  }

  func delete(_ key: UnsafeRawPointer) -> Int64 {
    switch keySize {
    case 4: unsafe delete(WordKey<UInt32>(key))
    case 8: unsafe delete(WordKey<UInt64>(key))
    case 16: unsafe delete(PairKey(key))
    default: unsafe delete(BytesKey(key, byteCount: keySize))
    }
  }

  /// The value of an element, or those of all workers, as the control side has them; null for element 0,
  /// which is none.
  func snapshot(_ index: UInt32) -> [UInt8]? {
    if index == 0 { return nil }
    if let workers { return workers.snapshot(index, shape) }
    return unsafe shape.snapshot(value(of: index))
  }
}
