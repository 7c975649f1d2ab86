extension BTF {
  /// Whether values of a type, and of a type of `others`, look the same in memory and have the same names in
  /// them. Names of types, qualifiers and what pointers point to don't matter. Both must be validated.
  public func isAlike(_ id: TypeID, _ other: TypeID, of others: BTF) -> Bool {
    var comparison = BTFComparison(types: self, others: others)
    return comparison.areAlike(id, other)
  }
}

private struct BTFComparison {
  let types: BTF
  let others: BTF
  /// Nested structures may mention each other exponentially often.
  private var alike: Set<Pair> = []

  private struct Pair: Hashable {
    var type: BTF.TypeID
    var other: BTF.TypeID
  }

  init(types: BTF, others: BTF) {
    self.types = types
    self.others = others
  }

  mutating func areAlike(_ type: BTF.TypeID, _ other: BTF.TypeID) -> Bool {
    let pair = Pair(
      type: types.resolvingModifiers(type), other: others.resolvingModifiers(other))
    if alike.contains(pair) { return true }
    guard areAlike(types.kind(of: pair.type), others.kind(of: pair.other)) else { return false }
    alike.insert(pair)
    return true
  }

  private mutating func areAlike(_ kind: BTF.Kind, _ other: BTF.Kind) -> Bool {
    switch (kind, other) {
    case (.pointer, .pointer): return true
    case (.array(let element, _, let count), .array(let otherElement, _, let otherCount)):
      return count == otherCount && areAlike(element, otherElement)
    case (.structure(let size, let members), .structure(let otherSize, let otherMembers)),
      (.union(let size, let members), .union(let otherSize, let otherMembers)):
      return size == otherSize && areAlike(members, otherMembers)
    // These have no type of others in them.
    default: return kind == other
    }
  }

  private mutating func areAlike(_ members: [BTF.Member], _ others: [BTF.Member]) -> Bool {
    guard members.count == others.count else { return false }
    for (member, other) in zip(members, others) {
      guard member.name == other.name, member.bitOffset == other.bitOffset,
        member.bitFieldSize == other.bitFieldSize, areAlike(member.type, other.type)
      else { return false }
    }
    return true
  }
}
