extension CoreMatcher {
  /// Do two types play the same part, whatever their members are?
  mutating func isCompatible(
    _ ours: BTF.TypeID, _ theirs: BTF.TypeID, depth: Int
  ) throws(CoreFault) -> Bool {
    try descend(depth)
    let ours = local.resolvingModifiers(ours)
    let theirs = target.resolvingModifiers(theirs)
    switch (local.kind(of: ours), target.kind(of: theirs)) {
    case (.void, .void), (.structure, .structure), (.union, .union), (.forward, .forward),
      (.enumeration, .enumeration):
      return true
    case (.integer(_, _, let a, _, _, _), .integer(_, _, let b, _, _, _)): return a == 0 && b == 0
    case (.pointer(let a), .pointer(let b)), (.array(let a, _, _), .array(let b, _, _)):
      return try isCompatible(a, b, depth: depth - 1)
    case (.functionPrototype(let a, let ours, _), .functionPrototype(let b, let theirs, _)):
      guard ours.count == theirs.count else { return false }
      for (mine, other) in zip(ours, theirs)
      where try !isCompatible(mine.type, other.type, depth: depth - 1) {
        return false
      }
      return try isCompatible(a, b, depth: depth - 1)
    default: return false
    }
  }

  private mutating func descend(_ depth: Int) throws(CoreFault) {
    try spend()
    guard depth > 0 else { throw CoreFault("the types nest more than \(Self.depthMax) deep") }
  }

  /// Is the program's type one that the target's can be used as: same names, all members there,
  /// and of matching types? Behind pointers the names of structures are enough.
  mutating func matches(
    _ ours: BTF.TypeID, _ theirs: BTF.TypeID, isBehindPointer: Bool, depth: Int
  ) throws(CoreFault) -> Bool {
    try descend(depth)
    let ours = local.resolvingModifiers(ours)
    let theirs = target.resolvingModifiers(theirs)
    guard
      CoreNames.essential(local.name(of: ours)) == CoreNames.essential(target.name(of: theirs))
    else { return false }
    let kinds = (local.kind(of: ours), target.kind(of: theirs))
    switch kinds {
    case (.void, .void): return true
    case (.integer(let a, _, _, let aSigned, _, _), .integer(let b, _, _, let bSigned, _, _)):
      return a == b && aSigned == bSigned
    case (.enumeration(_, _, let a), .enumeration(_, _, let b)): return try matches(a, b)
    case (.pointer(let a), .pointer(let b)):
      return try matches(a, b, isBehindPointer: true, depth: depth - 1)
    case (.array(let a, _, let aCount), .array(let b, _, let bCount)):
      guard aCount == bCount else { return false }
      return try matches(a, b, isBehindPointer: isBehindPointer, depth: depth - 1)
    case (.functionPrototype(let a, let mine, _), .functionPrototype(let b, let others, _)):
      guard mine.count == others.count else { return false }
      for (mine, other) in zip(mine, others)
      where try !matches(
        mine.type, other.type, isBehindPointer: isBehindPointer, depth: depth - 1)
      {
        return false
      }
      return try matches(a, b, isBehindPointer: isBehindPointer, depth: depth - 1)
    default:
      if isBehindPointer { return Self.matchByTag(kinds.0, kinds.1) }
      return try matchComposites(ours, theirs, depth: depth)
    }
  }

  /// Structures and unions, complete or not, of which only the name is needed.
  private static func matchByTag(_ ours: BTF.Kind, _ theirs: BTF.Kind) -> Bool {
    switch (ours, theirs) {
    case (.structure, .structure), (.union, .union): true
    case (.structure, .forward(let isUnion)), (.forward(let isUnion), .structure): !isUnion
    case (.union, .forward(let isUnion)), (.forward(let isUnion), .union): isUnion
    case (.forward(let a), .forward(let b)): a == b
    default: false
    }
  }

  private mutating func matchComposites(
    _ ours: BTF.TypeID, _ theirs: BTF.TypeID, depth: Int
  ) throws(CoreFault) -> Bool {
    switch (local.kind(of: ours), target.kind(of: theirs)) {
    case (.forward(let a), .forward(let b)): return a == b
    case (.structure(_, let mine), .structure(_, let others)),
      (.union(_, let mine), .union(_, let others)):
      guard mine.count <= others.count else { return false }
      for member in mine where try !matches(member, oneOf: others, depth: depth) { return false }
      return true
    default: return false
    }
  }

  private mutating func matches(
    _ member: BTF.Member, oneOf others: [BTF.Member], depth: Int
  ) throws(CoreFault) -> Bool {
    let name = CoreNames.essential(member.name)
    for other in others {
      try spend()
      guard CoreNames.essential(other.name) == name else { continue }
      if try matches(member.type, other.type, isBehindPointer: false, depth: depth - 1) {
        return true
      }
    }
    return false
  }

  /// Every case of ours is there under its name, with whatever value.
  private mutating func matches(
    _ ours: [BTF.EnumCase], _ theirs: [BTF.EnumCase]
  ) throws(CoreFault) -> Bool {
    guard ours.count <= theirs.count else { return false }
    for mine in ours {
      let name = CoreNames.essential(mine.name)
      var isFound = false
      for other in theirs where !isFound {
        try spend()
        isFound = CoreNames.essential(other.name) == name
      }
      guard isFound else { return false }
    }
    return true
  }
}
