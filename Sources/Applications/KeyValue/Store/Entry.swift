/// A key and its value, which lie one behind the other in a block of the heap.
struct Entry: BitwiseCopyable {
  /// When it is gone, in milliseconds: once the clock is beyond. 0: never.
  var deadline: UInt64 = 0
  /// The low half of the key's hash.
  var hash: UInt32
  var block: UInt32
  var keyByteCount: UInt32
  var valueByteCount: UInt32
  /// Those of earlier ones are gone: all keys were removed since.
  var generation: UInt32 = 0
  /// The next one in its bucket, or the next unused one.
  var next = Heap.none
  /// Which change was its last one, of all that there were in the store.
  var version: UInt64 = 0

  var keyRange: Range<Int> { 0..<Int(keyByteCount) }
  var valueRange: Range<Int> { Int(keyByteCount)..<byteCount }
  var byteCount: Int { Int(keyByteCount) + Int(valueByteCount) }
  /// False for a place that holds no entry.
  var isUsed: Bool { block != Heap.none }

  static var unused: Self {
    Self(hash: 0, block: Heap.none, keyByteCount: 0, valueByteCount: 0)
  }
}
