/// What a map is made from, apart from its spec, which was found legal.
struct MapMaker {
  var hashSeed: HashSeed
  var workerCount: Int
  var memoryLimit = Map.memoryLimitDefault
  var release: NodeRelease?
  var wakeup: RingWakeup?
  /// Levels of an LPM trie that are a table; null where the map may choose.
  var rootBitCount: Int?

  /// The memory of a new map, its head first.
  func make(_ spec: MapSpec, _ type: MapType, _ epochs: EpochTable) throws(MapError) -> MemoryBlock
  {
    switch type.structure {
    case .array:
      let plan = ArrayPlan(spec)
      let memory = try allocate(plan.byteCount)
      plan.build(spec, release: release, in: memory)
      return memory
    case .workerArray:
      let plan = WorkerArrayPlan(spec, workerCount: workerCount)
      let memory = try allocate(plan.byteCount)
      plan.build(spec, in: memory)
      return memory
    case .slots:
      let plan = SlotPlan(spec)
      let memory = try allocate(plan.byteCount)
      plan.build(spec.storingWords, in: memory)
      return memory
    case .table:
      let spec = type.isOfMaps ? spec.storingWords : spec
      let plan = HashPlan(spec, type, workerCount: workerCount)
      let memory = try allocate(plan.byteCount)
      plan.build(spec, seed: hashSeed, epochs: epochs, release: release, in: memory)
      return memory
    case .trie:
      let plan = PrefixPlan(spec, rootBitCount: rootBitCount)
      let memory = try allocate(plan.byteCount)
      plan.build(spec, epochs: epochs, in: memory)
      return memory
    case .queue:
      let plan = QueuePlan(spec)
      let memory = try allocate(plan.byteCount)
      plan.build(spec, in: memory)
      return memory
    case .ring:
      let plan = RingPlan(spec)
      try checkLimit(plan.byteCount)
      let memory = try MemoryBlock(
        headByteCount: plan.headByteCount, ringByteCount: Int(spec.maxEntries))
      plan.build(spec, wakeup: wakeup, in: memory)
      return memory
    }
  }

  private func allocate(_ byteCount: Int) throws(MapError) -> MemoryBlock {
    try checkLimit(byteCount)
    return try MemoryBlock(byteCount: byteCount)
  }

  private func checkLimit(_ byteCount: Int) throws(MapError) {
    guard byteCount <= memoryLimit else { throw .memory(needed: byteCount, limit: memoryLimit) }
  }
}

extension MapSpec {
  /// The same, with the words for values that stand for what programs declare as descriptors.
  fileprivate var storingWords: MapSpec {
    guard let type = MapType(rawValue: type), type.isForControlToWrite else { return self }
    var spec = self
    spec.valueSize = 8
    return spec
  }
}
