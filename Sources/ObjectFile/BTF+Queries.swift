/// Questions about validated types. Ids must be in range, as all ids in a validated value are.
extension BTF {
  public func kind(of id: TypeID) -> Kind { types[Int(id)].kind }

  public func name(of id: TypeID) -> String { types[Int(id)].name }

  /// The type behind typedefs, qualifiers and type tags.
  public func resolvingModifiers(_ id: TypeID) -> TypeID {
    var id = id
    while let next = kind(of: id).modified { id = next }
    return id
  }

  /// The size of a value in octets; nil for what has none: `void`, functions, incomplete types.
  /// A variable's is that of its type.
  public func byteCount(of id: TypeID) -> UInt32? {
    switch kind(of: resolvingModifiers(id)) {
    case .integer(let byteCount, _, _, _, _, _), .structure(let byteCount, _),
      .union(let byteCount, _), .enumeration(let byteCount, _, _), .float(let byteCount),
      .dataSection(let byteCount, _):
      return byteCount
    case .pointer: return 8
    case .array(let element, _, let count):
      guard let size = byteCount(of: element) else { return nil }
      let (product, overflow) = size.multipliedReportingOverflow(by: count)
      return overflow ? nil : product
    case .variable(let type, _): return byteCount(of: type)
    default: return nil
    }
  }

  /// The members of a structure or union, behind modifiers; empty for other types.
  public func members(of id: TypeID) -> [Member] {
    switch kind(of: resolvingModifiers(id)) {
    case .structure(_, let members), .union(_, let members): members
    default: []
    }
  }

  /// What lies at an octet of a value.
  public struct Location: Equatable, Sendable {
    /// The structure or union that directly holds the member.
    public var owner: TypeID
    /// An index into the owner's members: the `component` of its declaration tags.
    public var memberIndex: Int
    /// From the start of the value that was asked about to the start of `type`, in octets.
    public var byteOffset: UInt32
    /// The type that was found there: the member's, or the element's when it is an array.
    public var type: TypeID
  }

  /// The innermost member of `id` that covers octet `offset`, through nested structures, unions
  /// and arrays. In a union the first member that covers it. Nil for padding, and where `id` is
  /// neither structure nor union nor an array of such.
  public func innermostMember(of id: TypeID, atByte offset: UInt32) -> Location? {
    var found: Location?
    var type = resolvingModifiers(id)
    var base: UInt32 = 0
    while true {
      switch kind(of: type) {
      case .array(let element, _, _):
        guard let size = byteCount(of: element), size > 0, offset - base < byteCount(of: type) ?? 0
        else { return found }
        base += (offset - base) / size * size
        type = resolvingModifiers(element)
        found?.byteOffset = base
        found?.type = element
      case .structure(_, let members), .union(_, let members):
        guard let index = members.firstIndex(where: { covers($0, byte: offset - base) }) else {
          return nil
        }
        base += members[index].bitOffset / 8
        found = Location(
          owner: type, memberIndex: index, byteOffset: base, type: members[index].type)
        type = resolvingModifiers(members[index].type)
      default: return found
      }
    }
  }

  private func covers(_ member: Member, byte: UInt32) -> Bool {
    let first = member.bitOffset / 8
    if member.bitFieldSize > 0 {
      let end = (UInt64(member.bitOffset) + UInt64(member.bitFieldSize) + 7) / 8
      return byte >= first && UInt64(byte) < end
    }
    guard let size = byteCount(of: member.type) else { return false }
    return byte >= first && byte - first < size
  }

  /// The type tags between a pointer and what it points at, the outermost first. The pointer may
  /// itself be behind modifiers; other types have none.
  public func typeTags(alongPointer id: TypeID) -> [String] {
    guard case .pointer(let target) = kind(of: resolvingModifiers(id)) else { return [] }
    var tags: [String] = []
    var next = target
    while let inner = kind(of: next).modified {
      if case .typedef = kind(of: next) { break }
      if case .typeTag = kind(of: next) { tags.append(name(of: next)) }
      next = inner
    }
    return tags
  }
}

extension BTF.Kind {
  /// The type that this one only adds a name or a qualifier to.
  var modified: BTF.TypeID? {
    switch self {
    case .typedef(let id), .volatile(let id), .const(let id), .restrict(let id), .typeTag(let id):
      id
    default: nil
    }
  }
}
