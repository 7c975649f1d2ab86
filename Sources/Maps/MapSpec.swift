/// What a program declares of a map, checked when the map is created.
public struct MapSpec: Equatable, Sendable {
  /// A `bpf_map_type`.
  public var type: UInt32
  /// In bytes.
  public var keySize: UInt32
  /// In bytes.
  public var valueSize: UInt32
  public var maxEntries: UInt32
  public var flags: MapFlags
  /// The locks and containers in each value.
  public var fields: [SpecialField]

  public init(
    type: UInt32, keySize: UInt32, valueSize: UInt32, maxEntries: UInt32,
    flags: MapFlags = [], fields: [SpecialField] = []
  ) {
    self.type = type
    self.keySize = keySize
    self.valueSize = valueSize
    self.maxEntries = maxEntries
    self.flags = flags
    self.fields = fields
  }
}
