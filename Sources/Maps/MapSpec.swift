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
  /// What the values of a map of maps are like.
  public var prototype: MapSpec? {
    get { prototypes.first }
    set { prototypes = newValue.map { [$0] } ?? [] }
  }

  /// At most one: a structure can't hold one of its own kind but in an array.
  private var prototypes: [MapSpec] = []

  public init(
    type: UInt32, keySize: UInt32, valueSize: UInt32, maxEntries: UInt32,
    flags: MapFlags = [], fields: [SpecialField] = [], prototype: MapSpec? = nil
  ) {
    self.type = type
    self.keySize = keySize
    self.valueSize = valueSize
    self.maxEntries = maxEntries
    self.flags = flags
    self.fields = fields
    self.prototype = prototype
  }
}
