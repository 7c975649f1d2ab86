import CBaton

/// What kind of map it is, with Linux's number (`enum bpf_map_type`).
public enum MapType: UInt32, Equatable, Sendable {
  case hash = 1
  case array = 2
}

/// What a program declares of a map, checked when the map is created.
public struct MapSpec: Equatable, Sendable {
  /// A `bpf_map_type`.
  public var type: UInt32
  /// In bytes; 4 for an array.
  public var keySize: UInt32
  /// In bytes.
  public var valueSize: UInt32
  public var maxEntries: UInt32
  /// The locks and containers in each value.
  public var fields: [SpecialField]

  public init(
    type: UInt32, keySize: UInt32, valueSize: UInt32, maxEntries: UInt32,
    fields: [SpecialField] = []
  ) {
    self.type = type
    self.keySize = keySize
    self.valueSize = valueSize
    self.maxEntries = maxEntries
    self.fields = fields
  }
}

extension MapSpec {
  /// In bytes. Arrays allow only 4.
  public static let keySizes: ClosedRange<UInt32> = 1...(64 << 10)
  /// In bytes.
  public static let valueSizes: ClosedRange<UInt32> = 1...(1 << 30)
  public static let entryCounts: ClosedRange<UInt32> = 1...(1 << 30)
  public static let fieldCountMax = 16

  /// The type, once all numbers are found legal.
  func validated() throws(MapError) -> MapType {
    guard let type = MapType(rawValue: type) else { throw .unsupportedType(type) }
    let keySizes = type == .array ? 4...4 : Self.keySizes
    guard keySizes.contains(keySize) else { throw .keySize(got: keySize, allowed: keySizes) }
    guard Self.valueSizes.contains(valueSize) else {
      throw .valueSize(got: valueSize, allowed: Self.valueSizes)
    }
    guard Self.entryCounts.contains(maxEntries) else {
      throw .maxEntries(got: maxEntries, allowed: Self.entryCounts)
    }
    try validateFields()
    return type
  }

  private func validateFields() throws(MapError) {
    guard fields.count <= Self.fieldCountMax else {
      throw .fieldCount(got: fields.count, max: Self.fieldCountMax)
    }
    let ordered = fields.sorted { $0.offset < $1.offset }
    for field in ordered {
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
