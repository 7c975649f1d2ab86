/// A block of a chain that holds a long list: first the next block and where this one's octets end, then octets.
enum ListBlock {
  static let headerByteCount = 8
  static let byteCount = 32 << 10

  static func start(_ block: UInt32, _ heap: inout Heap) {
    heap.write(Heap.none, to: block, at: 0)
    heap.write(UInt32(headerByteCount), to: block, at: 4)
  }

  static func next(_ block: UInt32, _ heap: borrowing Heap) -> UInt32 {
    heap.number(in: block, at: 0)
  }

  static func end(_ block: UInt32, _ heap: borrowing Heap) -> Int {
    Int(heap.number(in: block, at: 4))
  }

  static func setNext(_ next: UInt32, of block: UInt32, _ heap: inout Heap) {
    heap.write(next, to: block, at: 0)
  }

  /// Adds as many of the octets as fit; how many.
  static func append(_ octets: Span<UInt8>, to block: UInt32, _ heap: inout Heap) -> Int {
    let end = end(block, heap)
    let count = min(octets.count, byteCount - end)
    heap.write(octets.extracting(first: count), to: block, at: end)
    heap.write(UInt32(end + count), to: block, at: 4)
    return count
  }
}
