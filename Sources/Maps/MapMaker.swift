/// What a map is made from, apart from its spec, which was found legal.
struct MapMaker {
  var hashSeed: HashSeed
  var epochs: EpochTable
  var workerCount: Int
  var memoryLimit = Map.memoryLimitDefault
  var release: OwnedRelease?
  var wakeup: RingWakeup?
  /// Levels of an LPM trie that are a table; null where the map may choose.
  var rootBitCount: Int?

  /// The memory of a new map, its head first.
  func make(_ spec: MapSpec, _ type: MapType) throws(MapError) -> MemoryBlock {
    let spec = type.isForControlToWrite ? spec.storingWords : spec
    switch type.structure {
    case .array: return try make(spec, ArrayPlan(spec))
    case .workerArray: return try make(spec, WorkerArrayPlan(spec, workerCount: workerCount))
    case .slots: return try make(spec, SlotPlan(spec))
    case .table: return try make(spec, HashPlan(spec, type, workerCount: workerCount))
    case .trie: return try make(spec, PrefixPlan(spec, rootBitCount: rootBitCount))
    case .queue: return try make(spec, QueuePlan(spec))
    case .ring: return try make(spec, RingPlan(spec))
    }
  }

  private func make(_ spec: MapSpec, _ plan: some MapPlan) throws(MapError) -> MemoryBlock {
    guard plan.byteCount <= memoryLimit else {
      throw .memory(needed: plan.byteCount, limit: memoryLimit)
    }
    let memory = try plan.allocate()
    plan.build(spec, self, in: memory)
    return memory
  }
}

/// Where the parts of one map lie in its memory.
protocol MapPlan {
  /// What the map takes, in bytes.
  var byteCount: Int { get }

  func allocate() throws(MapError) -> MemoryBlock

  /// Makes the map in what `allocate` has returned.
  func build(_ spec: MapSpec, _ maker: MapMaker, in block: borrowing MemoryBlock)
}

extension MapPlan {
  func allocate() throws(MapError) -> MemoryBlock { try MemoryBlock(byteCount: byteCount) }
}

extension MapSpec {
  /// The same, with the words for values that stand for what programs declare as descriptors.
  fileprivate var storingWords: MapSpec {
    var spec = self
    spec.valueSize = 8
    return spec
  }
}
