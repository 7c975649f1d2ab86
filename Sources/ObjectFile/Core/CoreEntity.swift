/// What a relocation names, in the program's types or in the target's.
enum CoreEntity {
  case field(CorePath)
  case type(BTF.TypeID)
  case enumCase(type: BTF.TypeID, index: Int)

  /// Two targets at different places can't both be meant.
  var bitOffset: UInt64 {
    if case .field(let path) = self { path.bitOffset } else { 0 }
  }
}

/// The way from a type to one of its parts, and the place it leads to.
struct CorePath {
  /// Elements, and members that have a name; those without one are only passed through.
  var steps: [Step] = []
  /// From the start of the type.
  var bitOffset: UInt64 = 0

  struct Step {
    /// The structure or union for a member, else the type of the element.
    var type: BTF.TypeID
    var index: UInt32
    /// Nil for an element.
    var memberName: String?
  }

  /// So many steps are taken at most, as in Linux.
  static let stepCountMax = 64
  /// No place is farther away, in bits: offsets in octets have 32 bits.
  private static let bitOffsetMax: UInt64 = 8 << 32

  mutating func advance(bits: UInt64) throws(CoreFault) {
    // Neither summand is larger than 2^35.
    guard bits <= Self.bitOffsetMax, bitOffset + bits <= Self.bitOffsetMax else {
      throw CoreFault("the path leads farther than 4 GiB")
    }
    bitOffset += bits
  }

  mutating func enter(
    element index: UInt32, of type: BTF.TypeID, in types: BTF
  ) throws(CoreFault) {
    guard let byteCount = types.byteCount(of: type) else {
      throw CoreFault("'\(types.describe(type))' has no size")
    }
    steps.append(Step(type: type, index: index))
    let (octets, overflow) = UInt64(byteCount).multipliedReportingOverflow(by: UInt64(index))
    guard !overflow, octets <= UInt64(UInt32.max) else {
      throw CoreFault("the path leads farther than 4 GiB")
    }
    try advance(bits: octets * 8)
  }

  /// An array without a count, at the end of a structure, has as many elements as there is room.
  func endsInFlexibleArray(count: UInt32, in types: BTF) -> Bool {
    guard count == 0, let last = steps.last, last.memberName != nil else { return false }
    return Int(last.index) + 1 == types.members(of: last.type).count
  }
}

/// Why a relocation can't be applied; the caller knows where it is.
struct CoreFault: Error {
  var reason: String

  init(_ reason: String) { self.reason = reason }
}

extension CoreEntity {
  /// What `relocation` names in the program's own types.
  init(_ relocation: CoreRelocation, in types: BTF) throws(CoreFault) {
    let indices = try Self.indices(relocation.access)
    switch relocation.kind.subject {
    case .type:
      guard indices == [0] else { throw CoreFault("a type has no parts") }
      self = .type(relocation.typeID)
    case .enumCase:
      guard case .enumeration(_, _, let cases) = types.resolvedKind(of: relocation.typeID),
        indices.count == 1, indices[0] < cases.count
      else { throw CoreFault("there is no such case") }
      self = .enumCase(type: relocation.typeID, index: Int(indices[0]))
    case .field:
      self = .field(try Self.path(indices, from: relocation.typeID, in: types))
    }
  }

  /// Takes `0:1:2` apart.
  private static func indices(_ access: String) throws(CoreFault) -> [UInt32] {
    var indices: [UInt32] = []
    for part in access.split(separator: ":", omittingEmptySubsequences: false) {
      guard let index = UInt32(part) else { throw CoreFault("'\(part)' is no number") }
      indices.append(index)
    }
    guard indices.count <= CorePath.stepCountMax else {
      throw CoreFault("\(indices.count) steps, the limit is \(CorePath.stepCountMax)")
    }
    return indices
  }

  private static func path(
    _ indices: [UInt32], from root: BTF.TypeID, in types: BTF
  ) throws(CoreFault) -> CorePath {
    var path = CorePath()
    // A string has at least one part.
    try path.enter(element: indices[0], of: root, in: types)
    var type = root
    for index in indices.dropFirst() {
      type = types.resolvingModifiers(type)
      switch types.kind(of: type) {
      case .structure(_, let members), .union(_, let members):
        guard index < members.count else {
          throw CoreFault("'\(types.describe(type))' has no member \(index)")
        }
        let member = members[Int(index)]
        try path.advance(bits: UInt64(member.bitOffset))
        if !member.name.isEmpty {
          path.steps.append(CorePath.Step(type: type, index: index, memberName: member.name))
        }
        type = member.type
      case .array(let element, _, let count):
        guard index < count || path.endsInFlexibleArray(count: count, in: types) else {
          throw CoreFault("'\(types.describe(type))' has no element \(index)")
        }
        type = types.resolvingModifiers(element)
        try path.enter(element: index, of: type, in: types)
      default: throw CoreFault("'\(types.describe(type))' has no parts")
      }
    }
    return path
  }
}

extension BTF {
  func resolvedKind(of id: TypeID) -> Kind { kind(of: resolvingModifiers(id)) }
}
