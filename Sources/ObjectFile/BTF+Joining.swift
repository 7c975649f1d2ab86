extension BTF {
  /// Adds the types of `other`. Answers what to add to the number of a type there, but for `void`'s.
  mutating func append(_ other: BTF) -> TypeID {
    // `void` is there already.
    let distance = TypeID(types.count) - 1
    types += other.types.dropFirst().map { entry in
      TypeEntry(name: entry.name, kind: entry.kind.moved(by: distance))
    }
    return distance
  }
}

extension BTF.TypeID {
  /// The number that the type has when others are in front of it.
  func moved(by distance: BTF.TypeID) -> BTF.TypeID { self == 0 ? 0 : self + distance }
}

extension BTF.Kind {
  fileprivate func moved(by distance: BTF.TypeID) -> BTF.Kind {
    switch self {
    case .void, .integer, .enumeration, .forward, .float: self
    case .pointer(let id): .pointer(id.moved(by: distance))
    case .array(let element, let index, let count):
      .array(
        element: element.moved(by: distance), index: index.moved(by: distance), count: count)
    case .structure(let byteCount, let members):
      .structure(byteCount: byteCount, members: members.map { $0.moved(by: distance) })
    case .union(let byteCount, let members):
      .union(byteCount: byteCount, members: members.map { $0.moved(by: distance) })
    case .typedef(let id): .typedef(id.moved(by: distance))
    case .volatile(let id): .volatile(id.moved(by: distance))
    case .const(let id): .const(id.moved(by: distance))
    case .restrict(let id): .restrict(id.moved(by: distance))
    case .typeTag(let id): .typeTag(id.moved(by: distance))
    case .function(let prototype, let linkage):
      .function(prototype: prototype.moved(by: distance), linkage: linkage)
    case .functionPrototype(let result, let parameters, let isVariadic):
      .functionPrototype(
        result: result.moved(by: distance),
        parameters: parameters.map {
          BTF.Parameter(name: $0.name, type: $0.type.moved(by: distance))
        }, isVariadic: isVariadic)
    case .variable(let id, let linkage): .variable(id.moved(by: distance), linkage: linkage)
    case .dataSection(let byteCount, let variables):
      .dataSection(
        byteCount: byteCount,
        variables: variables.map {
          BTF.SectionVariable(
            type: $0.type.moved(by: distance), offset: $0.offset, byteCount: $0.byteCount)
        })
    case .declTag(let id, let component):
      .declTag(id.moved(by: distance), component: component)
    }
  }
}

extension BTF.Member {
  fileprivate func moved(by distance: BTF.TypeID) -> BTF.Member {
    var member = self
    member.type = type.moved(by: distance)
    return member
  }
}
