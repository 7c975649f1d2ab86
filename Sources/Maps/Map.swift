import CBaton
import Synchronization

/// A map, owned by the control side; programs hold its `address`.
///
/// The owner keeps the map alive while any program uses it: its memory goes when the last reference
/// to this object does, and with it, through `release`, the nodes that are left in its lists.
@safe
public final class Map: Sendable {
  /// In bytes.
  public static let memoryLimitDefault = 4 << 30
  public static let workerCountMax = 4096

  public let spec: MapSpec
  public let type: MapType
  /// Of the threads that use the map.
  public let epochs: Epochs
  /// How many values a key has where each worker has its own.
  public let workerCount: Int

  let frozen = Atomic<Bool>(false)
  private let memory: MemoryBlock
  private let elementCount: UInt32

  /// Makes an empty hash map, or an array of zeroed values.
  ///
  /// - Parameters:
  ///   - seed: a random number, so that nobody can choose keys that collide.
  ///   - workerCount: how many workers may use a map in which each has values of its own; as many
  ///     as take part in `epochs` where nothing is said.
  ///   - memoryLimit: how many bytes the map may take in all.
  ///   - release: gets the nodes that are left in lists; needed where `spec` has lists.
  /// - Throws: the number that is out of its limits, or that there is no memory.
  public convenience init(
    _ spec: MapSpec, seed: UInt64, epochs: Epochs, workerCount: Int? = nil,
    memoryLimit: Int = memoryLimitDefault, release: NodeRelease? = nil
  ) throws(MapError) {
    try self.init(
      spec, hashSeed: HashSeed(spec.flags.contains(.zeroSeed) ? 0 : seed), epochs: epochs,
      workerCount: workerCount ?? max(1, epochs.participantCount), memoryLimit: memoryLimit,
      release: release)
  }

  /// A hash map in which all keys have the same hash: the worst case, for tests.
  package convenience init(
    colliding spec: MapSpec, epochs: Epochs, release: NodeRelease? = nil
  ) throws(MapError) {
    try self.init(
      spec, hashSeed: .colliding, epochs: epochs, workerCount: max(1, epochs.participantCount),
      memoryLimit: Self.memoryLimitDefault, release: release)
  }

  private init(
    _ spec: MapSpec, hashSeed: HashSeed, epochs: Epochs, workerCount: Int, memoryLimit: Int,
    release: NodeRelease?
  ) throws(MapError) {
    precondition((1...Self.workerCountMax).contains(workerCount), "\(workerCount) workers")
    self.spec = spec
    self.epochs = epochs
    self.workerCount = workerCount
    type = try spec.validated()
    switch type.structure {
    case .array:
      let plan = ArrayPlan(spec)
      memory = try Self.allocate(plan.byteCount, limit: memoryLimit)
      elementCount = spec.maxEntries
      plan.build(spec, release: release, in: memory)
    case .workerArray:
      let plan = WorkerArrayPlan(spec, workerCount: workerCount)
      memory = try Self.allocate(plan.byteCount, limit: memoryLimit)
      elementCount = spec.maxEntries
      plan.build(spec, in: memory)
    case .table:
      let plan = HashPlan(spec, type, workerCount: workerCount)
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
  var workerArray: WorkerArray { unsafe WorkerArray(head: address) }
  var table: UnsafeMutablePointer<HashTable> { unsafe HashTable.at(address) }

  deinit {
    // Locks and atomics need no end of their own: the memory is all there is to them.
    switch type.structure {
    case .array:
      let array = array
      unsafe array.forEach { _, value in unsafe array.shape.drainLists(of: value) }
    case .workerArray: break
    case .table: unsafe table.pointee.drainAll(elementCount: elementCount)
    }
  }
}
