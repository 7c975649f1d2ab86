import ObjectFile

/// What a load finds in a structure that types describe (Linux: `btf_struct_walk`).
enum FieldWalk {
  case scalar
  /// A pointer to a structure, with the type tags of what it points to. Inside of a union nobody knows
  /// whether it is one.
  case pointer(to: BTF.TypeID, tags: [String], field: String, isInUnion: Bool)
  case nothing(String)

  /// - Parameters:
  ///   - offset: from the structure's start, not negative.
  init(_ types: BTF, in structure: BTF.TypeID, offset: Int, byteCount: Int) {
    var walker = Walker(types: types, offset: offset, byteCount: byteCount)
    self = walker.walk(structure)
  }
}

private struct Walker {
  let types: BTF
  /// What is left of the way, from the start of the type at hand.
  var offset: Int
  let byteCount: Int
  var isInUnion = false

  mutating func walk(_ start: BTF.TypeID) -> FieldWalk {
    var type = types.resolvingModifiers(start)
    while true {
      let entry = types.types[Int(type)]
      let members: [BTF.Member]
      switch entry.kind {
      case .structure(_, let all): members = all
      case .union(_, let all):
        members = all
        if all.count != 1 { isInUnion = true }
      default: return .nothing("Type '\(entry.name)' is not a struct")
      }
      let size = Int(types.byteCount(of: type) ?? 0)
      let member: BTF.Member?
      if offset + byteCount > size {
        member = flexibleArray(members)
        guard member != nil else {
          return .nothing(
            "access beyond struct \(entry.name) at off \(offset) size \(byteCount)")
        }
      } else {
        member = members.first(where: covers)
      }
      guard let member else {
        return .nothing("struct \(entry.name) doesn't have field at offset \(offset)")
      }
      if member.bitFieldSize > 0 { return .scalar }
      offset -= Int(member.bitOffset) / 8
      guard let next = enter(member) else { return end(at: member, in: entry.name) }
      type = next
    }
  }

  /// An array without a length, at the end of a structure.
  private func flexibleArray(_ members: [BTF.Member]) -> BTF.Member? {
    guard let last = members.last, offset >= Int(last.bitOffset) / 8,
      case .array(_, _, 0) = types.kind(of: types.resolvingModifiers(last.type))
    else { return nil }
    return last
  }

  private func covers(_ member: BTF.Member) -> Bool {
    let start = Int(member.bitOffset) / 8
    if member.bitFieldSize > 0 {
      let end = (Int(member.bitOffset) + Int(member.bitFieldSize) + 7) / 8
      return offset <= start && end <= offset + byteCount
    }
    let size = Int(types.byteCount(of: member.type) ?? 0)
    return start <= offset && offset < start + size
  }

  /// The structure to go on in, where the member is one, or an array of such.
  private mutating func enter(_ member: BTF.Member) -> BTF.TypeID? {
    var type = types.resolvingModifiers(member.type)
    while case .array(let element, _, _) = types.kind(of: type) {
      guard let size = types.byteCount(of: element), size > 0 else { return nil }
      offset %= Int(size)
      type = types.resolvingModifiers(element)
    }
    switch types.kind(of: type) {
    case .structure, .union: return type
    default: return nil
    }
  }

  private func end(at member: BTF.Member, in structure: String) -> FieldWalk {
    var type = types.resolvingModifiers(member.type)
    while case .array(let element, _, _) = types.kind(of: type) {
      type = types.resolvingModifiers(element)
    }
    let size = Int(types.byteCount(of: type) ?? 0)
    let start = Int(member.bitOffset) / 8
    if case .pointer(let pointee) = types.kind(of: type) {
      guard offset == 0, byteCount == 8 else {
        return .nothing(
          "cannot access ptr member \(member.name) with moff \(start) in struct \(structure) with "
            + "off \(start + offset) size \(byteCount)")
      }
      let target = types.resolvingModifiers(pointee)
      switch types.kind(of: target) {
      case .structure, .union:
        return .pointer(
          to: target, tags: types.typeTags(of: pointee), field: member.name, isInUnion: isInUnion)
      default: return .scalar
      }
    }
    guard offset + byteCount <= size || size == 0 else {
      return .nothing(
        "access beyond the end of member \(member.name) (mend:\(start + size)) in struct "
          + "\(structure) with off \(start + offset) size \(byteCount)")
    }
    return .scalar
  }
}

extension BTF {
  /// The type tags in front of a type.
  func typeTags(of id: TypeID) -> [String] {
    var tags: [String] = []
    var id = id
    while true {
      switch kind(of: id) {
      case .typeTag(let next):
        tags.append(name(of: id))
        id = next
      case .const(let next), .volatile(let next), .restrict(let next), .typedef(let next):
        id = next
      default: return tags
      }
    }
  }
}
