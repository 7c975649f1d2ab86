/// What is known about a piece of a heap's memory. Places and sizes are counted in granules.
struct HeapBlock: BitwiseCopyable {
  var start: UInt32
  var count: UInt32
  /// The blocks before and behind it in memory.
  var previous: UInt32 = Heap.none
  var next: UInt32 = Heap.none
  /// Who refers to it; free when nobody does.
  var holderCount: UInt32 = 0
  /// Its neighbours in the list of free blocks of its class. Of a descriptor that describes nothing, the next such one.
  var previousFree: UInt32 = Heap.none
  var nextFree: UInt32 = Heap.none
}

/// Classes of sizes: eight to a doubling, so that a block is never more than an eighth larger than its class.
enum HeapClass {
  static let count = 240

  /// The class in which a block of so many granules is listed.
  static func holding(_ granuleCount: UInt32) -> Int {
    guard granuleCount >= 8 else { return Int(granuleCount) }
    let exponent = 31 - granuleCount.leadingZeroBitCount
    return (exponent - 2) * 8 + Int(granuleCount >> UInt32(exponent - 3)) - 8
  }

  /// The first class of which every block has at least so many granules.
  static func fitting(_ granuleCount: UInt32) -> Int {
    guard granuleCount >= 8 else { return Int(granuleCount) }
    let exponent = 31 - granuleCount.leadingZeroBitCount
    return holding(granuleCount + (1 << UInt32(exponent - 3)) - 1)
  }
}
