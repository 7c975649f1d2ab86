import CBaton

/// A map, owned by the control side; programs hold its `address`.
///
/// The owner keeps the map alive while any program uses it: its memory goes when the last reference
/// to this object does, and with it, through `release`, the nodes that are left in its lists.
@safe
public final class Map: Sendable {
  /// In bytes.
  public static let memoryLimitDefault = 4 << 30

  public let spec: MapSpec
  public let type: MapType
  /// Of the threads that use the map.
  public let epochs: Epochs

  private let memory: MemoryBlock
  private let elementCount: UInt32

  /// Makes an empty hash map, or an array of zeroed values.
  ///
  /// - Parameters:
  ///   - seed: a random number, so that nobody can choose keys that collide.
  ///   - memoryLimit: how many bytes the map may take in all.
  ///   - release: gets the nodes that are left in lists; needed where `spec` has lists.
  /// - Throws: the number that is out of its limits, or that there is no memory.
  public convenience init(
    _ spec: MapSpec, seed: UInt64, epochs: Epochs, memoryLimit: Int = memoryLimitDefault,
    release: NodeRelease? = nil
  ) throws(MapError) {
    try self.init(
      spec, hashSeed: HashSeed(seed), epochs: epochs, memoryLimit: memoryLimit, release: release)
  }

  /// A hash map in which all keys have the same hash: the worst case, for tests.
  package convenience init(
    colliding spec: MapSpec, epochs: Epochs, release: NodeRelease? = nil
  ) throws(MapError) {
    try self.init(
      spec, hashSeed: .colliding, epochs: epochs, memoryLimit: Self.memoryLimitDefault,
      release: release)
  }

  private init(
    _ spec: MapSpec, hashSeed: HashSeed, epochs: Epochs, memoryLimit: Int, release: NodeRelease?
  ) throws(MapError) {
    self.spec = spec
    self.epochs = epochs
    type = try spec.validated()
    switch type {
    case .array:
      let plan = ArrayPlan(spec)
      memory = try Self.allocate(plan.byteCount, limit: memoryLimit)
      elementCount = spec.maxEntries
      plan.build(spec, release: release, in: memory)
    case .hash:
      let plan = HashPlan(spec)
      memory = try Self.allocate(plan.byteCount, limit: memoryLimit)
      elementCount = plan.elementCount
      plan.build(spec, seed: hashSeed, epochs: epochs.table, release: release, in: memory)
    }
  }

  private static func allocate(_ byteCount: Int, limit: Int) throws(MapError) -> MemoryBlock {
    guard byteCount <= limit else { throw .memory(needed: byteCount, limit: limit) }
    return try MemoryBlock(byteCount: byteCount)
  }

  /// The head that programs hold the address of; good as long as this object is.
  public var address: UnsafeMutablePointer<baton_map> {
    unsafe memory.base.assumingMemoryBound(to: baton_map.self)
  }

  /// How much memory the map takes, in bytes.
  public var byteCount: Int { memory.byteCount }

  var array: ArrayMap { unsafe ArrayMap(head: address) }
  var table: UnsafeMutablePointer<HashTable> { unsafe HashTable.at(address) }

  deinit {
    // Locks and atomics need no end of their own: the memory is all there is to them.
    switch type {
    case .array:
      let array = array
      unsafe array.forEach { _, value in unsafe array.shape.drainLists(of: value) }
    case .hash: unsafe table.pointee.drainAll(elementCount: elementCount)
    }
  }
}
