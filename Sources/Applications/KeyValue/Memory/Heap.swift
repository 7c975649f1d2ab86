/// Memory for keys and values: blocks of any size out of one piece, taken and given back in constant time, by two-level
/// segregated fit (Masmano et al., "TLSF: a new dynamic memory allocator for real-time systems", 2004).
///
/// Free neighbours are joined at once. The piece has its room from the start and grows into it; pages that were never
/// used take no memory. A block has holders: it is given back when the last one lets it go, so that an answer goes
/// on while its value is replaced.
struct Heap: ~Copyable {
  /// In octets.
  static let granule = 16
  static let none = UInt32.max

  private(set) var memory: [UInt8] = []
  private var blocks: [HeapBlock] = []
  /// The first of each class, and a bit for each class that has one.
  private var firstFree: [UInt32]
  private var classes = InlineArray<4, UInt64>(repeating: 0)
  private var unusedDescriptor = none
  /// The last block in memory.
  private var last = none
  private let granuleCountMax: UInt32
  private var usedGranuleCount: UInt32 = 0

  init(byteCountMax: Int) {
    granuleCountMax = UInt32(min(byteCountMax / Self.granule, Int(UInt32.max >> 1)))
    firstFree = Array(repeating: Self.none, count: HeapClass.count)
    memory.reserveCapacity(Int(granuleCountMax) * Self.granule)
    blocks.reserveCapacity(Int(granuleCountMax) / 2)
  }

  /// Octets in blocks that somebody holds.
  var usedByteCount: Int { Int(usedGranuleCount) * Self.granule }

  /// A block of at least so many octets, with one holder; nil when there is none.
  mutating func allocate(_ byteCount: Int) -> UInt32? {
    guard byteCount <= Int(granuleCountMax) * Self.granule else { return nil }
    // Two granules at least, which bounds how many descriptors there are.
    let count = UInt32(max((byteCount + Self.granule - 1) / Self.granule, 2))
    guard let block = firstFitting(count) ?? grow(by: count) else { return nil }
    unlist(block)
    split(block, at: count)
    blocks[Int(block)].holderCount = 1
    usedGranuleCount += blocks[Int(block)].count
    return block
  }

  /// One more holder.
  mutating func hold(_ block: UInt32) { blocks[Int(block)].holderCount += 1 }

  /// Whether the only holder may change it.
  func isShared(_ block: UInt32) -> Bool { blocks[Int(block)].holderCount > 1 }

  /// A holder lets it go.
  mutating func release(_ block: UInt32) {
    precondition(blocks[Int(block)].holderCount > 0, "somebody holds the block")
    blocks[Int(block)].holderCount -= 1
    guard blocks[Int(block)].holderCount == 0 else { return }
    usedGranuleCount -= blocks[Int(block)].count
    var merged = block
    let (previous, next) = (blocks[Int(block)].previous, blocks[Int(block)].next)
    if next != Self.none, blocks[Int(next)].holderCount == 0 {
      unlist(next)
      join(merged, next)
    }
    if previous != Self.none, blocks[Int(previous)].holderCount == 0 {
      unlist(previous)
      join(previous, merged)
      merged = previous
    }
    list(merged)
  }

  /// How many octets a block has room for.
  func capacity(of block: UInt32) -> Int { Int(blocks[Int(block)].count) * Self.granule }

  /// A part of a block. Borrowed until the heap is changed.
  @_lifetime(borrow self)
  func octets(of block: UInt32, _ range: Range<Int>) -> Span<UInt8> {
    memory.span.extracting(place(of: block, range))
  }

  /// Copies octets into a block.
  mutating func write(_ octets: Span<UInt8>, to block: UInt32, at offset: Int) {
    let place = place(of: block, offset..<offset + octets.count)
    var target = memory.mutableSpan
    target.copy(octets, to: place.lowerBound)
  }

  /// Copies the first octets of a block to another one.
  mutating func copy(from source: UInt32, to target: UInt32, byteCount: Int) {
    let from = place(of: source, 0..<byteCount).lowerBound
    let to = place(of: target, 0..<byteCount).lowerBound
    var octets = memory.mutableSpan
    for index in 0..<byteCount { octets[to &+ index] = octets[from &+ index] }
  }

  /// Writes a number into a block, in the machine's own way.
  mutating func write(_ number: UInt32, to block: UInt32, at offset: Int) {
    let place = place(of: block, offset..<offset + 4).lowerBound
    for index in 0..<4 {
      memory[place + index] = UInt8(truncatingIfNeeded: number >> UInt32(8 * index))
    }
  }

  /// Reads a number that was written so.
  func number(in block: UInt32, at offset: Int) -> UInt32 {
    let place = place(of: block, offset..<offset + 4).lowerBound
    var number: UInt32 = 0
    for index in 0..<4 { number |= UInt32(memory[place + index]) << UInt32(8 * index) }
    return number
  }

  /// Where a part of a block lies in `memory`.
  func place(of block: UInt32, _ range: Range<Int>) -> Range<Int> {
    precondition(range.lowerBound >= 0 && range.upperBound <= capacity(of: block))
    let start = Int(blocks[Int(block)].start) * Self.granule
    return start + range.lowerBound..<start + range.upperBound
  }
}

extension Heap {
  /// A free block out of the lists.
  private func firstFitting(_ count: UInt32) -> UInt32? {
    var word = HeapClass.fitting(count) / 64
    var bits = classes[word] & ~0 << UInt64(HeapClass.fitting(count) % 64)
    while bits == 0 {
      word += 1
      guard word < 4 else { return nil }
      bits = classes[word]
    }
    return firstFree[word * 64 + bits.trailingZeroBitCount]
  }

  /// Takes more of the room, behind the last block; a listed free block of at least so many granules.
  private mutating func grow(by count: UInt32) -> UInt32? {
    let end = UInt32(memory.count / Self.granule)
    let isLastFree = last != Self.none && blocks[Int(last)].holderCount == 0
    let reused = isLastFree ? blocks[Int(last)].count : 0
    let missing = reused >= count ? 0 : count - reused
    guard missing <= granuleCountMax - end else { return nil }
    // A little more than what is needed, so that small blocks don't come here one by one.
    let added = min(max(missing, 4096), granuleCountMax - end)
    memory.append(contentsOf: repeatElement(0, count: Int(added) * Self.granule))
    if isLastFree {
      unlist(last)
      blocks[Int(last)].count += added
    } else {
      let block = makeDescriptor(HeapBlock(start: end, count: added, previous: last))
      if last != Self.none { blocks[Int(last)].next = block }
      last = block
    }
    list(last)
    return last
  }

  /// Cuts a block off behind so many granules; the rest becomes a free one, if it is large enough for any.
  private mutating func split(_ block: UInt32, at count: UInt32) {
    let whole = blocks[Int(block)]
    guard whole.count - count >= 2 else { return }
    let rest = makeDescriptor(
      HeapBlock(
        start: whole.start + count, count: whole.count - count, previous: block, next: whole.next))
    if whole.next != Self.none { blocks[Int(whole.next)].previous = rest } else { last = rest }
    blocks[Int(block)].next = rest
    blocks[Int(block)].count = count
    list(rest)
  }

  /// Makes one block of two neighbours that are in no list.
  private mutating func join(_ block: UInt32, _ next: UInt32) {
    let behind = blocks[Int(next)].next
    blocks[Int(block)].count += blocks[Int(next)].count
    blocks[Int(block)].next = behind
    if behind != Self.none { blocks[Int(behind)].previous = block } else { last = block }
    blocks[Int(next)].nextFree = unusedDescriptor
    unusedDescriptor = next
  }

  private mutating func makeDescriptor(_ block: HeapBlock) -> UInt32 {
    guard unusedDescriptor != Self.none else {
      blocks.append(block)
      return UInt32(blocks.count - 1)
    }
    let descriptor = unusedDescriptor
    unusedDescriptor = blocks[Int(descriptor)].nextFree
    blocks[Int(descriptor)] = block
    return descriptor
  }

  private mutating func list(_ block: UInt32) {
    let index = HeapClass.holding(blocks[Int(block)].count)
    let head = firstFree[index]
    blocks[Int(block)].previousFree = Self.none
    blocks[Int(block)].nextFree = head
    if head != Self.none { blocks[Int(head)].previousFree = block }
    firstFree[index] = block
    classes[index / 64] |= 1 << UInt64(index % 64)
  }

  private mutating func unlist(_ block: UInt32) {
    let (previous, next) = (blocks[Int(block)].previousFree, blocks[Int(block)].nextFree)
    if next != Self.none { blocks[Int(next)].previousFree = previous }
    if previous != Self.none {
      blocks[Int(previous)].nextFree = next
    } else {
      let index = HeapClass.holding(blocks[Int(block)].count)
      firstFree[index] = next
      if next == Self.none { classes[index / 64] &= ~(1 << UInt64(index % 64)) }
    }
  }
}
