/// Why a map can't be created, with the numbers that say so.
public enum MapError: Error, Equatable, Sendable {
  /// Not a `bpf_map_type` that this room implements.
  case unsupportedType(UInt32)
  /// In bytes.
  case keySize(got: UInt32, allowed: ClosedRange<UInt32>)
  /// In bytes.
  case valueSize(got: UInt32, allowed: ClosedRange<UInt32>)
  case maxEntries(got: UInt32, allowed: ClosedRange<UInt32>)
  /// The size of such a value is 4 or 8 bytes.
  case wordCount(valueSize: UInt32)
  /// In bytes; the size of a ring is a power of two of pages.
  case ringSize(got: UInt32)
  /// A map of maps must say what its values are like.
  case noPrototype(MapType)
  /// Values of such a map aren't maps.
  case needlessPrototype(MapType)
  /// No such map can lie in a map of maps.
  case prototypeType(MapType)
  /// Bits that mean nothing for such a map.
  case flags(MapFlags, allowed: MapFlags)
  /// Flags that exclude each other.
  case contradiction(MapFlags)
  /// Values of such a map can't hold such a field.
  case fieldKind(SpecialField, MapType)
  /// More special fields than a value may hold.
  case fieldCount(got: Int, max: Int)
  /// The field's size isn't that of its kind.
  case fieldSize(SpecialField, expected: UInt32)
  /// The field doesn't lie in the value, or not at a multiple of `alignment`.
  case fieldPlace(SpecialField, valueSize: UInt32, alignment: UInt32)
  /// Two fields share bytes.
  case fieldOverlap(SpecialField, SpecialField)
  /// The map would take more memory than it may, in bytes.
  case memory(needed: Int, limit: Int)
  /// The system gave no memory.
  case allocation(byteCount: Int, errno: Int32)
}

extension MapError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unsupportedType(let type): "map type \(type) is not supported"
    case .keySize(let got, let allowed): "key size is \(got) bytes, allowed is \(allowed)"
    case .valueSize(let got, let allowed): "value size is \(got) bytes, allowed is \(allowed)"
    case .maxEntries(let got, let allowed): "max_entries is \(got), allowed is \(allowed)"
    case .wordCount(let size): "value size is \(size) bytes, allowed are 4 and 8"
    case .ringSize(let got): "ring size is \(got) bytes, must be a power of two"
    case .noPrototype(let type): "a map of type \(type) must say what its inner maps are like"
    case .needlessPrototype(let type): "a map of type \(type) has no inner maps"
    case .prototypeType(let type): "a map of type \(type) can't be an inner map"
    case .flags(let got, let allowed):
      "flags \(got) mean nothing for this type of map, allowed are \(allowed)"
    case .contradiction(let flags): "flags \(flags) exclude each other"
    case .fieldKind(let field, let type): "values of a map of type \(type) can't hold \(field)"
    case .fieldCount(let got, let max): "\(got) special fields in one value, at most \(max)"
    case .fieldSize(let field, let expected): "\(field) must have \(expected) bytes"
    case .fieldPlace(let field, let valueSize, let alignment):
      "\(field) must lie in the value of \(valueSize) bytes, at a multiple of \(alignment)"
    case .fieldOverlap(let first, let second): "\(first) overlaps \(second)"
    case .memory(let needed, let limit): "the map needs \(needed) bytes, the limit is \(limit)"
    case .allocation(let byteCount, let errno): "no memory of \(byteCount) bytes: errno \(errno)"
    }
  }
}
