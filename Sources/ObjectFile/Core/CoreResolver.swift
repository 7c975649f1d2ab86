/// Finds what the target's types say to each of a program's relocations.
struct CoreResolver {
  private let local: BTF
  private let target: BTF
  private let byteOrder: ProgramImage.ByteOrder
  private let candidates: [Substring: [BTF.TypeID]]
  private var matcher: CoreMatcher

  /// What is to be done with an instruction.
  enum Resolution {
    /// Replace the number; nil where the original can't be told for sure.
    case number(original: UInt64?, new: UInt64, field: FieldChange?)
    /// The target has nothing that matches.
    case missing
  }

  /// The field that an instruction accesses, before and after.
  struct FieldChange {
    var originalByteCount: UInt32
    var newByteCount: UInt32
    /// A load or store of the other size means the same.
    var isSafe: Bool
  }

  init(_ image: ProgramImage, against target: BTF) {
    local = image.types
    self.target = target
    byteOrder = image.byteOrder
    let names = image.coreRelocations.map { CoreNames.essential(image.types.name(of: $0.typeID)) }
    candidates = CoreNames.candidates(for: Set(names), in: target)
    matcher = CoreMatcher(local: image.types, target: target)
  }

  mutating func resolve(_ relocation: CoreRelocation) throws(CoreFault) -> Resolution {
    let kind = relocation.kind
    if kind == .typeIDLocal {
      return .number(original: nil, new: UInt64(relocation.typeID), field: nil)
    }
    let entity = try CoreEntity(relocation, in: local)
    let original = try CoreValue(kind, of: entity, in: local, byteOrder)
    let matches = try self.matches(of: entity, relocation)
    guard let new = try agreed(kind, matches) else { return .missing }
    let isCertain = original?.isAmbiguous == false && !new.isAmbiguous
    return .number(
      original: isCertain ? original?.number : nil, new: new.number,
      field: fieldChange(original?.field, new.field))
  }

  private mutating func matches(
    of entity: CoreEntity, _ relocation: CoreRelocation
  ) throws(CoreFault) -> [CoreEntity] {
    let name = CoreNames.essential(local.name(of: relocation.typeID))
    guard !name.isEmpty else { throw CoreFault("a type without a name has no counterpart") }
    let family = local.kind(of: relocation.typeID).family
    var found: [CoreEntity] = []
    for candidate in candidates[name] ?? [] {
      try matcher.spend()
      guard target.kind(of: candidate).family == family else { continue }
      if let match = try matcher.match(entity, relocation.kind, candidate: candidate) {
        found.append(match)
      }
    }
    return found
  }

  /// The value that all matches have; of none, the value of what doesn't exist.
  private mutating func agreed(
    _ kind: CoreRelocation.Kind, _ matches: [CoreEntity]
  ) throws(CoreFault) -> CoreValue? {
    guard let first = matches.first else {
      return try CoreValue(kind, of: nil, in: target, byteOrder)
    }
    let value = try CoreValue(kind, of: first, in: target, byteOrder)
    for other in matches.dropFirst() {
      try matcher.spend()
      guard other.bitOffset == first.bitOffset,
        try CoreValue(kind, of: other, in: target, byteOrder)?.number == value?.number
      else { throw CoreFault("the target has several types of this name, which don't agree") }
    }
    return value
  }

  /// Zero extension makes an unsigned integer, and a pointer, the same at every size.
  private func fieldChange(_ old: CoreValue.Field?, _ new: CoreValue.Field?) -> FieldChange? {
    guard let old, let new else { return nil }
    let isSafe: Bool
    switch (local.kind(of: old.type), target.kind(of: new.type)) {
    case (.pointer, .pointer): isSafe = true
    case (.integer(_, _, _, let a, _, _), .integer(_, _, _, let b, _, _)): isSafe = !a && !b
    default: isSafe = false
    }
    return FieldChange(
      originalByteCount: old.byteCount, newByteCount: new.byteCount,
      isSafe: isSafe || old.byteCount == new.byteCount)
  }
}
