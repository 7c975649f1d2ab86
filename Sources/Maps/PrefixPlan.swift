import CBaton
import Synchronization

/// Where the parts of an LPM trie lie in its memory.
struct PrefixPlan: MapPlan {
  let byteCount: Int
  /// Twice as many as there are entries, since as many branches may part them, and spare ones.
  private let nodeCount: UInt32
  private let rootBitCount: Int
  private let trie: Int
  private let tables: Int
  private let slots: Int
  private let exact: Int
  private let links: Int
  private let tags: Int
  private let nodes: Int
  private let stride: Int
  private let valueOffset: Int
  private let dataByteCount: Int

  private static let rootBitCountMax = 16

  /// `rootBitCount` is how many levels of the tree are a table; where nothing is said, enough that few
  /// of as many prefixes as the map may hold share a slot.
  init(_ spec: MapSpec, rootBitCount: Int? = nil) {
    dataByteCount = Int(spec.keySize) - Prefix.dataOffset
    valueOffset = PrefixNode.byteCount + dataByteCount.rounded(upTo: 8)
    stride = valueOffset + Int(spec.valueSize).rounded(upTo: 8)
    let entryCount = Int(spec.maxEntries)
    let count = 2 * entryCount + HashPlan.spareCount(entryCount: entryCount, stride: stride)
    nodeCount = UInt32(count)
    let wanted = rootBitCount ?? entryCount.roundedUpToPowerOfTwo.trailingZeroBitCount + 2
    self.rootBitCount = min(wanted, 8 * dataByteCount, Self.rootBitCountMax)
    let slotCount = 1 << self.rootBitCount
    var plan = BlockPlan()
    _ = plan.reserve(MemoryLayout<baton_map>.size, alignment: 64)
    trie = plan.reserve(MemoryLayout<PrefixTrie>.size, alignment: 64)
    tables = plan.reserve(ValueShape.tablesByteCount(spec), alignment: 8)
    slots = plan.reserve(slotCount * MemoryLayout<PrefixSlot>.stride, alignment: 64)
    exact = plan.reserve(2 * slotCount * 4, alignment: 64)
    links = plan.reserve((count + 1) * 4, alignment: 64)
    tags = plan.reserve((count + 1) * 8, alignment: 64)
    nodes = plan.reserve((count + 1) * stride, alignment: 64)
    byteCount = plan.byteCount
  }

  /// Makes the map. Slots and exact places are empty, and nodes are in no tree, since the block is zero.
  /// Sound: every part lies within `byteCount` bytes of the block, aligned.
  func build(_ spec: MapSpec, _ maker: MapMaker, in block: borrowing MemoryBlock) {
    let base = unsafe block.base
    let (slotCount, places) = (1 << rootBitCount, Int(nodeCount) + 1)
    let pool = unsafe ElementPool(
      count: nodeCount, entryCountMax: spec.maxEntries, epochs: maker.epochs,
      links: (base + links).bindMemory(to: Atomic<UInt32>.self, capacity: places),
      tags: (base + tags).bindMemory(to: UInt64.self, capacity: places))
    unsafe (base + trie).bindMemory(to: PrefixTrie.self, capacity: 1).initialize(
      to: PrefixTrie(
        slots: (base + slots).bindMemory(to: PrefixSlot.self, capacity: slotCount),
        exact: (base + exact).bindMemory(to: Atomic<UInt32>.self, capacity: 2 * slotCount),
        rootBitCount: UInt32(rootBitCount), nodes: base + nodes, stride: stride,
        valueOffset: valueOffset, dataByteCount: dataByteCount, nodeCount: nodeCount,
        shape: ValueShape(spec, release: nil, tables: base + tables), pool: pool))
    unsafe base.bindMemory(to: baton_map.self, capacity: 1).initialize(
      to: baton_map(
        type: spec.type, key_size: spec.keySize, value_size: spec.valueSize,
        max_entries: spec.maxEntries, stride: UInt64(stride),
        storage: UInt64(UInt(bitPattern: base + nodes)),
        control: UInt64(UInt(bitPattern: base + trie))))
  }
}
