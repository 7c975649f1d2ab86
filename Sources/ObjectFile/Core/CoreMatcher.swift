/// Decides which part of the target's types stands for a part of the program's, by the rules that
/// Linux's tools have (names equal but for flavors, kinds compatible, sizes free).
struct CoreMatcher {
  let local: BTF
  let target: BTF
  /// How many more comparisons may be made. Honest objects need a few a relocation; without a limit
  /// types that hold each other twice on every level would take time exponential in the levels.
  private var budget = 4_000_000

  init(local: BTF, target: BTF) {
    self.local = local
    self.target = target
  }

  /// Types are compared this deep, as in Linux.
  static let depthMax = 32

  mutating func spend() throws(CoreFault) {
    budget -= 1
    guard budget >= 0 else { throw CoreFault("the types take too long to compare") }
  }

  /// The part of `candidate` that stands for `entity`, or nil.
  mutating func match(
    _ entity: CoreEntity, _ kind: CoreRelocation.Kind, candidate: BTF.TypeID
  ) throws(CoreFault) -> CoreEntity? {
    switch entity {
    case .field(let path): return try match(path, candidate: candidate).map { .field($0) }
    case .enumCase(let type, let index):
      return try match(enumCase: index, of: type, candidate: candidate)
    case .type(let type):
      let isMatch =
        kind == .typeMatches
        ? try matches(type, candidate, isBehindPointer: false, depth: Self.depthMax)
        : try isCompatible(type, candidate, depth: Self.depthMax)
      return isMatch ? .type(candidate) : nil
    }
  }

  private mutating func match(
    enumCase index: Int, of type: BTF.TypeID, candidate: BTF.TypeID
  ) throws(CoreFault) -> CoreEntity? {
    guard case .enumeration(_, _, let locals) = local.resolvedKind(of: type),
      case .enumeration(_, _, let targets) = target.resolvedKind(of: candidate)
    else { return nil }
    let name = CoreNames.essential(locals[index].name)
    for (number, item) in targets.enumerated() {
      try spend()
      if CoreNames.essential(item.name) == name {
        return .enumCase(type: candidate, index: number)
      }
    }
    return nil
  }

  // MARK: Fields

  private mutating func match(
    _ path: CorePath, candidate: BTF.TypeID
  ) throws(CoreFault) -> CorePath? {
    var found = CorePath()
    var type = candidate
    for (number, step) in path.steps.enumerated() {
      try spend()
      type = target.resolvingModifiers(type)
      if step.memberName != nil {
        guard try enterMember(step, &type, &found) else { return nil }
        continue
      }
      // The first step is along an array that is no part of the type.
      if number > 0 {
        guard case .array(let element, _, let count) = target.kind(of: type),
          step.index < count || found.endsInFlexibleArray(count: count, in: target)
        else { return nil }
        type = target.resolvingModifiers(element)
      }
      guard target.byteCount(of: type) != nil else { return nil }
      try found.enter(element: step.index, of: type, in: target)
    }
    return found
  }

  /// Looks for the member in `type`, and in its members without a name.
  private mutating func enterMember(
    _ step: CorePath.Step, _ type: inout BTF.TypeID, _ path: inout CorePath
  ) throws(CoreFault) -> Bool {
    let owner = target.resolvingModifiers(type)
    let localMember = local.members(of: step.type)[Int(step.index)]
    for (index, member) in target.members(of: owner).enumerated() {
      try spend()
      if member.name.isEmpty {
        var inner = path
        var innerType = member.type
        try inner.advance(bits: UInt64(member.bitOffset))
        if try enterMember(step, &innerType, &inner) {
          (type, path) = (innerType, inner)
          return true
        }
      } else if member.name == localMember.name {
        guard try isFieldCompatible(localMember.type, member.type) else { return false }
        try path.advance(bits: UInt64(member.bitOffset))
        path.steps.append(
          CorePath.Step(type: owner, index: UInt32(index), memberName: member.name))
        type = member.type
        return true
      }
    }
    return false
  }

  /// May a field of one type be read as one of the other? Sizes and signs are free.
  private mutating func isFieldCompatible(
    _ ours: BTF.TypeID, _ theirs: BTF.TypeID
  ) throws(CoreFault) -> Bool {
    try spend()
    let ours = local.resolvingModifiers(ours)
    let theirs = target.resolvingModifiers(theirs)
    switch (local.kind(of: ours), target.kind(of: theirs)) {
    case (let a, let b) where a.isComposite && b.isComposite: return true
    case (.pointer, .pointer), (.float, .float): return true
    case (.forward, .forward), (.enumeration, .enumeration):
      let names = (local.name(of: ours), target.name(of: theirs))
      return names.0.isEmpty || names.1.isEmpty
        || CoreNames.essential(names.0) == CoreNames.essential(names.1)
    case (.integer(_, _, let a, _, _, _), .integer(_, _, let b, _, _, _)):
      // Integers that begin inside their octets were bit-fields once.
      return a == 0 && b == 0
    case (.array(let a, _, _), .array(let b, _, _)): return try isFieldCompatible(a, b)
    default: return false
    }
  }
}
