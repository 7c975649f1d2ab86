import CBaton
import Synchronization

/// Where the parts of a hash map lie in its memory.
struct HashPlan: MapPlan {
  let byteCount: Int
  /// As many as there are entries, and spare ones.
  private let elementCount: UInt32
  private let table: Int
  private let tables: Int
  private let buckets: Int
  private let bucketCount: Int
  private let links: Int
  private let tags: Int
  private let elements: Int
  private let stride: Int
  private let valueOffset: Int
  /// What stands before each element, in bytes.
  private let markByteCount: Int
  private let workers: WorkerValuesPlan?

  init(_ spec: MapSpec, _ type: MapType, workerCount: Int) {
    valueOffset = ElementHead.byteCount + Int(spec.keySize).rounded(upTo: 8)
    markByteCount = type.evicts ? MemoryLayout<UseMark>.size : 0
    stride =
      markByteCount + valueOffset + (type.isPerWorker ? 0 : Int(spec.valueSize).rounded(upTo: 8))
    let entryCount = Int(spec.maxEntries)
    let share = type.isPerWorker ? workerCount * Int(spec.valueSize).rounded(upTo: 8) : 0
    let count = entryCount + Self.spareCount(entryCount: entryCount, stride: stride + share)
    elementCount = UInt32(count)
    // A full table has one to two elements in three buckets, so that most keys are found at once.
    bucketCount = (entryCount + entryCount / 2).roundedUpToPowerOfTwo
    var plan = BlockPlan()
    _ = plan.reserve(MemoryLayout<baton_map>.size, alignment: 64)
    table = plan.reserve(MemoryLayout<HashTable>.size, alignment: 64)
    tables = plan.reserve(ValueShape.tablesByteCount(spec), alignment: 8)
    buckets = plan.reserve(bucketCount * MemoryLayout<Bucket>.stride, alignment: 64)
    // Index 0 means none, so there is one place more of each.
    links = plan.reserve((count + 1) * 4, alignment: 64)
    tags = plan.reserve((count + 1) * 8, alignment: 64)
    elements = plan.reserve((count + 1) * stride, alignment: 64)
    workers =
      type.isPerWorker
      ? WorkerValuesPlan(spec, count: count + 1, workerCount: workerCount, in: &plan) : nil
    byteCount = plan.byteCount
  }

  /// Elements beyond `max_entries`: each update of a key takes one, until the old one is reclaimed.
  ///
  /// As many as there are entries up to 64 KiB of them and 64 MiB, at least 512 where they take less
  /// than 256 KiB, and eight however large they are, unless there are fewer entries.
  static func spareCount(entryCount: Int, stride: Int) -> Int {
    let few = min(entryCount, 8)
    let small = min(512, (256 << 10) / stride)
    let many = min(entryCount, 64 << 10, (64 << 20) / stride)
    return max(few, small, many)
  }

  /// Makes the map. Sound: every part lies within `byteCount` bytes of the block, aligned.
  func build(_ spec: MapSpec, _ maker: MapMaker, in block: borrowing MemoryBlock) {
    let base = unsafe block.base
    let buckets = unsafe (base + buckets).bindMemory(to: Bucket.self, capacity: bucketCount)
    for index in 0..<bucketCount { unsafe (buckets + index).initialize(to: Bucket()) }
    let places = Int(elementCount) + 1
    let pool = unsafe ElementPool(
      count: elementCount, entryCountMax: spec.maxEntries, epochs: maker.epochs,
      links: (base + links).bindMemory(to: Atomic<UInt32>.self, capacity: places),
      tags: (base + tags).bindMemory(to: UInt64.self, capacity: places))
    unsafe (base + table).bindMemory(to: HashTable.self, capacity: 1).initialize(
      to: HashTable(
        buckets: buckets, bucketMask: UInt64(bucketCount - 1), seed: maker.hashSeed,
        elements: base + elements + markByteCount, stride: stride, valueOffset: valueOffset,
        keySize: Int(spec.keySize),
        shape: ValueShape(spec, release: maker.release, tables: base + tables), pool: pool,
        workers: workers.map { unsafe $0.values(in: base) },
        evicts: markByteCount > 0, clock: Clock(elementCount: elementCount)))
    unsafe base.bindMemory(to: baton_map.self, capacity: 1).initialize(
      to: baton_map(
        type: spec.type, key_size: spec.keySize, value_size: spec.valueSize,
        max_entries: spec.maxEntries, stride: UInt64(stride),
        storage: UInt64(UInt(bitPattern: base + elements)),
        control: UInt64(UInt(bitPattern: base + table))))
  }
}
