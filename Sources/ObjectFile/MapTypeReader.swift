/// Reads a map's definition out of its type, in which libbpf's convention hides it: a member
/// `int (*name)[value]` or `enum { … = value } name` states a number, a member `type *name` a type.
struct MapTypeReader {
  let types: BTF
  let section: String
  let offset: Int
  let map: String

  private enum MapType {
    static let programArray: UInt32 = 3
    static let arrayOfMaps: UInt32 = 12
    static let hashOfMaps: UInt32 = 13
  }

  private func fault(_ reason: String) -> ObjectFileError {
    ObjectFileError(
      section: section, offset: offset, problem: .badMap(name: map, reason: reason))
  }

  func read(_ type: BTF.TypeID) throws(ObjectFileError) -> MapDefinition {
    try read(type, isInner: false)
  }

  /// Where in a map's definition its initial entries begin, in octets; nil if it can't have any.
  func entriesOffset(in type: BTF.TypeID) -> UInt32? {
    types.members(of: type).first { $0.name == "values" }.map { $0.bitOffset / 8 }
  }

  private func read(_ type: BTF.TypeID, isInner: Bool) throws(ObjectFileError) -> MapDefinition {
    let type = types.resolvingModifiers(type)
    guard case .structure(_, let members) = types.kind(of: type) else {
      throw fault("its type is '\(types.describe(type))', not a structure")
    }
    var definition = MapDefinition(
      name: map, type: 0, keySize: 0, valueSize: 0, maxEntries: 0)
    var values: BTF.TypeID?
    for member in members {
      if member.name == "values" {
        guard !isInner else { throw fault("maps nest more than once") }
        values = member.type
      } else {
        try read(member, into: &definition)
      }
    }
    guard definition.type != 0 else { throw fault("it has no 'type'") }
    if let values { try read(values: values, into: &definition) }
    return definition
  }

  private func read(
    _ member: BTF.Member, into definition: inout MapDefinition
  ) throws(ObjectFileError) {
    switch member.name {
    case "type": definition.type = try number(member)
    case "max_entries": definition.maxEntries = try number(member)
    case "map_flags": definition.flags = try number(member)
    case "key_size": try set(&definition.keySize, try number(member), "key")
    case "value_size": try set(&definition.valueSize, try number(member), "value")
    case "key":
      let type = try pointee(member)
      try set(&definition.keySize, try byteCount(type, member), "key")
      definition.keyTypeID = type
    case "value":
      let type = try pointee(member)
      try set(&definition.valueSize, try byteCount(type, member), "value")
      definition.valueTypeID = type
    case "pinning":
      let pinning = try number(member)
      guard pinning <= 1 else { throw fault("'pinning' is \(pinning), the limit is 1") }
      definition.isPinned = pinning == 1
    case "map_extra": definition.extra = try wideNumber(member)
    // Only a hint, for machines with several memories.
    case "numa_node": _ = try wideNumber(member)
    default: throw fault("member '\(member.name)' is unknown")
    }
  }

  /// Sets a size that may be stated twice, as a number and by a type, but not differently.
  private func set(
    _ size: inout UInt32, _ value: UInt32, _ what: String
  ) throws(ObjectFileError) {
    guard size == 0 || size == value else {
      throw fault("its \(what) has \(size) and \(value) octets")
    }
    size = value
  }

  private func pointee(_ member: BTF.Member) throws(ObjectFileError) -> BTF.TypeID {
    guard case .pointer(let target) = types.kind(of: types.resolvingModifiers(member.type)) else {
      throw fault("member '\(member.name)' is no pointer")
    }
    return target
  }

  private func number(_ member: BTF.Member) throws(ObjectFileError) -> UInt32 {
    let number = try wideNumber(member)
    guard let narrow = UInt32(exactly: number) else {
      throw fault("'\(member.name)' is \(number), the limit is \(UInt32.max)")
    }
    return narrow
  }

  private func wideNumber(_ member: BTF.Member) throws(ObjectFileError) -> UInt64 {
    if case .enumeration(_, _, let cases) = types.kind(of: types.resolvingModifiers(member.type)),
      let only = cases.first, cases.count == 1
    {
      return only.value
    }
    let target = types.resolvingModifiers(try pointee(member))
    guard case .array(_, _, let count) = types.kind(of: target) else {
      throw fault("member '\(member.name)' is no pointer to an array")
    }
    return UInt64(count)
  }

  private func byteCount(
    _ type: BTF.TypeID, _ member: BTF.Member
  ) throws(ObjectFileError) -> UInt32 {
    guard let byteCount = types.byteCount(of: type) else {
      throw fault("member '\(member.name)' has the type '\(types.describe(type))', of no size")
    }
    return byteCount
  }

  /// `values` is an array of pointers to what the map holds: maps like this one, or programs.
  private func read(
    values: BTF.TypeID, into definition: inout MapDefinition
  ) throws(ObjectFileError) {
    guard case .array(let element, _, _) = types.kind(of: types.resolvingModifiers(values)),
      case .pointer(let target) = types.kind(of: types.resolvingModifiers(element))
    else { throw fault("member 'values' is no array of pointers") }
    try set(&definition.valueSize, 4, "value")
    switch definition.type {
    case MapType.arrayOfMaps, MapType.hashOfMaps:
      definition.contents = .maps(like: try read(target, isInner: true))
    case MapType.programArray: definition.contents = .programs
    default: throw fault("a map of type \(definition.type) has no member 'values'")
    }
  }
}
