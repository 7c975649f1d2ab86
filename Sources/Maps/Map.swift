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
  /// What keeps the values of a map of maps alive.
  let inner: InnerMaps?
  private let memory: MemoryBlock

  /// Makes an empty map, or an array of zeroed values.
  ///
  /// - Parameters:
  ///   - seed: a random number, so that nobody can choose keys that collide.
  ///   - workerCount: how many workers may use a map in which each has values of its own; as many
  ///     as take part in `epochs` where nothing is said.
  ///   - memoryLimit: how many bytes the map may take in all.
  ///   - release: gets the nodes that are left in lists; needed where `spec` has lists.
  ///   - wakeup: is told of records that a ring buffer's consumer waits for.
  /// - Throws: the number that is out of its limits, or that there is no memory.
  public convenience init(
    _ spec: MapSpec, seed: UInt64, epochs: Epochs, workerCount: Int? = nil,
    memoryLimit: Int = memoryLimitDefault, release: OwnedRelease? = nil, wakeup: RingWakeup? = nil
  ) throws(MapError) {
    let maker = MapMaker(
      hashSeed: HashSeed(spec.flags.contains(.zeroSeed) ? 0 : seed), epochs: epochs.table,
      workerCount: workerCount ?? max(1, epochs.participantCount), memoryLimit: memoryLimit,
      release: release, wakeup: wakeup)
    try self.init(spec, epochs, maker)
  }

  /// A hash map in which all keys have the same hash: the worst case, for tests.
  package convenience init(
    colliding spec: MapSpec, epochs: Epochs, release: OwnedRelease? = nil
  ) throws(MapError) {
    let maker = MapMaker(
      hashSeed: .colliding, epochs: epochs.table,
      workerCount: max(1, epochs.participantCount), release: release)
    try self.init(spec, epochs, maker)
  }

  /// An LPM trie of which so many levels are a table, for tests.
  package convenience init(
    _ spec: MapSpec, epochs: Epochs, rootBitCount: Int
  ) throws(MapError) {
    let maker = MapMaker(
      hashSeed: HashSeed(0), epochs: epochs.table, workerCount: 1, rootBitCount: rootBitCount)
    try self.init(spec, epochs, maker)
  }

  private init(_ spec: MapSpec, _ epochs: Epochs, _ maker: MapMaker) throws(MapError) {
    precondition((1...Self.workerCountMax).contains(maker.workerCount), "no number of workers")
    self.spec = spec
    self.epochs = epochs
    workerCount = maker.workerCount
    let type = try spec.validated()
    self.type = type
    inner = type.isOfMaps ? InnerMaps() : nil
    memory = try maker.make(spec, type)
  }

  /// The head that programs hold the address of; good as long as this object is.
  public var address: UnsafeMutablePointer<baton_map> {
    unsafe memory.base.assumingMemoryBound(to: baton_map.self)
  }

  /// How much memory the map takes, in bytes.
  public var byteCount: Int { memory.byteCount - memory.repeatedByteCount }

  var array: ArrayMap { unsafe ArrayMap(head: address) }
  var workerArray: WorkerArray { unsafe WorkerArray(head: address) }
  var slots: SlotArray { unsafe SlotArray(head: address) }
  var queue: QueueMap { unsafe QueueMap(head: address) }
  var table: UnsafeMutablePointer<HashTable> { unsafe HashTable.at(address) }
  var trie: UnsafeMutablePointer<PrefixTrie> { unsafe PrefixTrie.at(address) }
  var ring: UnsafeMutablePointer<RingBuffer> { unsafe RingBuffer.at(address) }

  deinit {
    // Locks and atomics need no end of their own: the memory is all there is to them.
    switch type.structure {
    case .array:
      let array = array
      unsafe array.forEach { _, value in unsafe array.shape.releaseOwned(of: value) }
    case .table: unsafe table.pointee.releaseAll()
    case .workerArray, .slots, .trie, .queue, .ring: break
    }
  }
}
