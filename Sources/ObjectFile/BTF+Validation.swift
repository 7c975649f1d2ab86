extension BTF {
  /// The longest chain of types that are spelled or laid out in terms of each other. Linux allows
  /// 32; walks that recurse along such chains are bounded by it.
  public static let nestingDepthMax = 64

  /// Checks that the types can be walked without further care:
  ///
  /// - every id is in range and names a type that makes sense in its place;
  /// - no type contains itself, or is spelled in terms of itself, other than through a structure
  ///   behind a pointer, and chains are at most ``nestingDepthMax`` long;
  /// - sizes are representable, and members lie within their structure.
  ///
  /// The parser calls it. Call it for types that were built by hand.
  public func validate() throws(ObjectFileError) {
    guard types.first == BTF.empty.types[0] else { throw fault(0, "must be void") }
    for id in types.indices.dropFirst() { try checkReferences(TypeID(id)) }
    try checkNesting { $0.containedTypes }
    try checkNesting { $0.spelledTypes }
    for id in types.indices.dropFirst() { try checkSize(TypeID(id)) }
  }

  func fault(_ id: Int, _ reason: String) -> ObjectFileError {
    ObjectFileError(
      section: ".BTF", offset: 0, problem: .badType(id: UInt32(clamping: id), reason: reason))
  }

  private func referenced(_ id: TypeID, by owner: TypeID) throws(ObjectFileError) -> Kind {
    guard id < types.count else {
      throw fault(Int(owner), "names type \(id) of \(types.count)")
    }
    return types[Int(id)].kind
  }

  private func checkReferences(_ owner: TypeID) throws(ObjectFileError) {
    let kind = types[Int(owner)].kind
    for id in kind.spelledTypes {
      let target = try referenced(id, by: owner)
      if case .function = kind { continue }
      guard target.isValueType else {
        throw fault(Int(owner), "is spelled with \(id), which is no type")
      }
    }
    switch kind {
    case .void: throw fault(Int(owner), "is void with a number")
    case .structure(_, let members), .union(_, let members):
      for member in members where try !referenced(member.type, by: owner).isValueType {
        throw fault(Int(owner), "has a member of \(member.type), which is no type")
      }
    case .function(let prototype, _):
      guard case .functionPrototype = try referenced(prototype, by: owner) else {
        throw fault(Int(owner), "is a function of \(prototype), which is no prototype")
      }
    case .dataSection(_, let variables): try checkVariables(variables, of: owner)
    case .declTag(let target, let component):
      guard try referenced(target, by: owner).takesTag(component, types) else {
        throw fault(Int(owner), "tags component \(component) of type \(target)")
      }
    default: break
    }
  }

  private func checkVariables(
    _ variables: [SectionVariable], of owner: TypeID
  ) throws(ObjectFileError) {
    for variable in variables {
      switch try referenced(variable.type, by: owner) {
      // clang lists external functions in their section, too.
      case .variable, .function: continue
      default: throw fault(Int(owner), "holds type \(variable.type), which is no variable")
      }
    }
  }

  /// Depth-first without recursion: refuses cycles and chains that are too long.
  private func checkNesting(_ edges: (Kind) -> [TypeID]) throws(ObjectFileError) {
    let unknown = -1
    let inProgress = -2
    var depths = [Int](repeating: unknown, count: types.count)
    for root in types.indices where depths[root] == unknown {
      depths[root] = inProgress
      var stack = [(id: root, targets: edges(types[root].kind), next: 0, depth: 0)]
      while let top = stack.last {
        if top.next < top.targets.count {
          stack[stack.count - 1].next += 1
          let target = Int(top.targets[top.next])
          guard depths[target] != inProgress else {
            throw fault(target, "is made of itself")
          }
          if depths[target] == unknown {
            depths[target] = inProgress
            stack.append((target, edges(types[target].kind), 0, 0))
          } else {
            stack[stack.count - 1].depth = max(top.depth, depths[target] + 1)
          }
        } else {
          guard top.depth <= Self.nestingDepthMax else {
            throw fault(top.id, "nests \(top.depth) deep, the limit is \(Self.nestingDepthMax)")
          }
          depths[top.id] = top.depth
          stack.removeLast()
          if let parent = stack.indices.last {
            stack[parent].depth = max(stack[parent].depth, top.depth + 1)
          }
        }
      }
    }
  }

  private func checkSize(_ id: TypeID) throws(ObjectFileError) {
    switch types[Int(id)].kind {
    case .integer(let byteCount, let bits, let bitOffset, _, _, _):
      guard [1, 2, 4, 8, 16].contains(byteCount), UInt32(bits) + UInt32(bitOffset) <= byteCount * 8
      else { throw fault(Int(id), "is an integer of \(byteCount) octets and \(bits) bits") }
    case .enumeration(let byteCount, _, let cases):
      // One that is only declared has neither size nor cases.
      guard [1, 2, 4, 8].contains(byteCount) || byteCount == 0 && cases.isEmpty else {
        throw fault(Int(id), "is an enumeration of \(byteCount) octets")
      }
    case .float(let byteCount):
      guard [2, 4, 8, 12, 16].contains(byteCount) else {
        throw fault(Int(id), "is a number of \(byteCount) octets")
      }
    case .array(let element, _, let count):
      guard byteCount(of: id) != nil else {
        throw fault(Int(id), "is an array of \(count) × type \(element), which has no such size")
      }
    case .structure(let byteCount, let members), .union(let byteCount, let members):
      for member in members {
        guard let end = bitEnd(of: member), end <= UInt64(byteCount) * 8 else {
          throw fault(Int(id), "has \(byteCount) octets, and '\(member.name)' lies outside")
        }
      }
    default: break
    }
  }

  /// The first bit behind `member`, or nil when its type has no size.
  private func bitEnd(of member: Member) -> UInt64? {
    guard let byteCount = byteCount(of: member.type) else { return nil }
    var bits = UInt64(byteCount) * 8
    if member.bitFieldSize > 0 {
      guard UInt64(member.bitFieldSize) <= bits else { return nil }
      bits = UInt64(member.bitFieldSize)
    } else if case .integer(_, let own, _, _, _, _) = kind(of: resolvingModifiers(member.type)) {
      // Before bit-fields had a size of their own, their type was an integer of few bits.
      bits = UInt64(own)
    }
    return UInt64(member.bitOffset) + bits
  }
}

extension BTF.Kind {
  /// The types that a value of this type holds by value.
  var containedTypes: [BTF.TypeID] {
    switch self {
    case .structure(_, let members), .union(_, let members): members.map(\.type)
    case .array(let element, _, _): [element]
    case .typedef(let id), .volatile(let id), .const(let id), .restrict(let id), .typeTag(let id),
      .variable(let id, _):
      [id]
    default: []
    }
  }

  /// The types in whose terms this one is written in C.
  var spelledTypes: [BTF.TypeID] {
    switch self {
    case .pointer(let id), .typedef(let id), .volatile(let id), .const(let id), .restrict(let id),
      .typeTag(let id), .variable(let id, _), .function(let id, _):
      [id]
    case .array(let element, let index, _): [element, index]
    case .functionPrototype(let result, let parameters, _): [result] + parameters.map(\.type)
    default: []
    }
  }

  /// Could stand in a C declaration; functions, variables, sections and tags could not.
  var isValueType: Bool {
    switch self {
    case .function, .variable, .dataSection, .declTag: false
    default: true
    }
  }

  func takesTag(_ component: Int32, _ types: [BTF.TypeEntry]) -> Bool {
    switch self {
    case .structure(_, let members), .union(_, let members):
      return component >= -1 && component < members.count
    case .function(let prototype, _):
      guard prototype < types.count,
        case .functionPrototype(_, let parameters, _) = types[Int(prototype)].kind
      else { return false }
      return component >= -1 && component < parameters.count
    case .typedef, .variable: return component == -1
    default: return false
    }
  }
}
