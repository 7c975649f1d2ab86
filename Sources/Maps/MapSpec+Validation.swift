import CBaton

extension MapSpec {
  /// In bytes, of a hash map.
  public static let keySizes: ClosedRange<UInt32> = 1...(64 << 10)
  /// In bytes.
  public static let valueSizes: ClosedRange<UInt32> = 1...(1 << 30)
  /// In bytes, of a value that each worker has its own of.
  public static let perWorkerValueSizes: ClosedRange<UInt32> = 1...(32 << 10)
  public static let entryCounts: ClosedRange<UInt32> = 1...(1 << 30)
  public static let fieldCountMax = 16

  /// Of the data behind the prefix length in an LPM trie's key, in bytes.
  public static let prefixDataSizes: ClosedRange<UInt32> = 1...256
  /// In bytes; a power of two of pages.
  public static let ringSizes: ClosedRange<UInt32> = 4096...(1 << 30)

  /// The type, once all numbers are found legal.
  func validated() throws(MapError) -> MapType {
    guard let type = MapType(rawValue: type) else { throw .unsupportedType(type) }
    try validateFlags(type)
    try validateSizes(type)
    let counts = type == .ring ? Self.ringSizes : Self.entryCounts
    guard counts.contains(maxEntries) else { throw .maxEntries(got: maxEntries, allowed: counts) }
    if type == .ring, maxEntries.nonzeroBitCount != 1 { throw .ringSize(got: maxEntries) }
    try validateFields(type)
    try validatePrototype(type)
    return type
  }

  private func validateFlags(_ type: MapType) throws(MapError) {
    let allowed = MapFlags.allowed(for: type)
    let excess = flags.subtracting(allowed)
    guard excess.isEmpty else { throw .flags(excess, allowed: allowed) }
    let contradiction = flags.contradiction
    guard contradiction.isEmpty else { throw .contradiction(contradiction) }
  }

  private func validateSizes(_ type: MapType) throws(MapError) {
    let (keySizes, valueSizes) = Self.sizes(of: type)
    guard keySizes.contains(keySize) else { throw .keySize(got: keySize, allowed: keySizes) }
    guard valueSizes.contains(valueSize) else {
      throw .valueSize(got: valueSize, allowed: valueSizes)
    }
    // A number, or one and a program's.
    if valueSizes == 4...8, valueSize % 4 != 0 { throw .wordCount(valueSize: valueSize) }
  }

  /// What Linux allows, in bytes.
  private static func sizes(
    of type: MapType
  ) -> (key: ClosedRange<UInt32>, value: ClosedRange<UInt32>) {
    switch type {
    case .array: (4...4, valueSizes)
    case .perWorkerArray: (4...4, perWorkerValueSizes)
    case .hash, .lruHash: (keySizes, valueSizes)
    case .perWorkerHash, .lruPerWorkerHash: (keySizes, perWorkerValueSizes)
    case .programArray: (4...4, 4...8)
    case .arrayOfMaps: (4...4, 4...4)
    case .hashOfMaps: (keySizes, 4...4)
    case .deviceMap, .deviceHash, .cpuMap: (4...4, 4...8)
    case .xskMap: (4...4, 4...4)
    case .lpmTrie: (4 + prefixDataSizes.lowerBound...4 + prefixDataSizes.upperBound, valueSizes)
    case .queue, .stack: (0...0, valueSizes)
    case .handles: (0...0, 8...8)
    case .ring: (0...0, 0...0)
    }
  }

  private func validatePrototype(_ type: MapType) throws(MapError) {
    guard type.isOfMaps else {
      if prototype != nil { throw .needlessPrototype(type) }
      return
    }
    guard let prototype else { throw .noPrototype(type) }
    let inner = try prototype.validated()
    // As in Linux: maps of maps have two levels, and a tail call needs to know its table.
    if inner.isForControlToWrite { throw .prototypeType(inner) }
  }

  private func validateFields(_ type: MapType) throws(MapError) {
    guard fields.count <= Self.fieldCountMax else {
      throw .fieldCount(got: fields.count, max: Self.fieldCountMax)
    }
    let ordered = fields.sorted { $0.offset < $1.offset }
    for field in ordered {
      guard type.allows(field.kind) else { throw .fieldKind(field, type) }
      guard field.byteCount == field.kind.byteCount else {
        throw .fieldSize(field, expected: field.kind.byteCount)
      }
      let alignment = field.kind.alignment
      let isInside = UInt64(field.offset) + UInt64(field.byteCount) <= UInt64(valueSize)
      guard isInside, field.offset % alignment == 0 else {
        throw .fieldPlace(field, valueSize: valueSize, alignment: alignment)
      }
    }
    for (first, second) in zip(ordered, ordered.dropFirst())
    where first.offset + first.byteCount > second.offset {
      throw .fieldOverlap(first, second)
    }
  }
}

extension MapType {
  /// True when values may hold such a field, as in Linux.
  fileprivate func allows(_ kind: SpecialField.Kind) -> Bool {
    switch kind {
    case .spinLock: self == .hash || self == .array
    case .listHead, .treeRoot, .owningPointer, .singleProducerRing, .manyProducerRing:
      self == .hash || self == .array || self == .lruHash
    }
  }
}
