import ObjectFile

/// The rules of one structure type of the interface.
public struct TypeRule: Equatable, Sendable {
  public var name: String
  public var id: BTF.TypeID
  public var byteCount: Int
  public var kind: Kind
  /// The exported function that disposes of an owned value.
  public var destructor: String?
  public var fields: [FieldRule]

  public enum Kind: String, Sendable {
    case plain, lock, container, node, map
    /// Memory that a call gives out, of as many bytes as it was asked for.
    case memory
    /// A value that lies in the program's stack, made and used by calls only.
    case local
  }

  /// Whether programs may look inside at all.
  public var isOpaque: Bool { kind != .plain && kind != .memory }

  /// The field that covers `byteCount` bytes at `offset`, if exactly one does.
  public func field(at offset: Int, byteCount: Int) -> FieldRule? {
    fields.first { $0.offset <= offset && offset + byteCount <= $0.offset + $0.byteCount }
  }

  init(
    name: String, id: BTF.TypeID, byteCount: Int, members: [BTF.Member], tags: DeclarationTags,
    types: BTF
  ) throws(ContractError) {
    self.name = name
    self.id = id
    self.byteCount = byteCount
    let own = tags.whole(id)
    let kindName = own.value(after: "kind:") ?? "plain"
    guard let kind = Kind(rawValue: kindName) else {
      throw ContractError(
        declaration: name, text: "kind:" + kindName, column: 6, message: "no such kind of type")
    }
    self.kind = kind
    try own.checkKnown(["kind:", "destructor:", "native:"], declaration: name)
    destructor = own.value(after: "destructor:")
    fields = []
    var native: [BTF.Member]?
    if let nativeName = own.value(after: "native:") {
      native = types.structureMembers(named: nativeName)
      guard native != nil else {
        throw error("the native type “\(nativeName)” is declared nowhere in the interface")
      }
    }
    for (index, member) in members.enumerated() {
      fields.append(
        try FieldRule(
          member, in: name, tags: tags.component(index, of: id), native: native, types: types))
    }
  }
}

extension TypeRule {
  func error(_ message: String) -> ContractError {
    ContractError(declaration: name, text: "struct " + name, column: 1, message: message)
  }
}

/// One field of an interface type: where it lies, what it holds, and where the run time keeps it.
public struct FieldRule: Equatable, Sendable {
  public var name: String
  public var offset: Int
  public var byteCount: Int
  public var content: Content
  /// Where a load really goes when the type has a native layout.
  public var native: Native?

  public enum Content: Equatable, Sendable {
    case scalar
    case packetData, packetMeta, packetEnd
    case opaque
    /// A structure type with rules of its own.
    case nested(String)
  }

  public struct Native: Equatable, Sendable {
    public var offset: Int
    public var byteCount: Int
  }

  init(
    _ member: BTF.Member, in owner: String, tags: [String], native members: [BTF.Member]?,
    types: BTF
  ) throws(ContractError) {
    name = member.name
    offset = Int(member.bitOffset) / 8
    byteCount = types.size(of: member.type)
    content = .scalar
    try tags.checkKnown(["field:", "contains:"], declaration: owner + "." + name)
    if let structure = types.structureName(of: member.type) { content = .nested(structure) }
    if let text = tags.value(after: "field:") {
      content = try Self.content(named: text, of: owner + "." + name)
    }
    guard let members else { return }
    guard let target = members.first(where: { $0.name == member.name }) else {
      throw ContractError(
        declaration: owner, text: name, column: 1, message: "the native type has no such member")
    }
    let nativeByteCount = types.size(of: target.type)
    // A rewritten load must leave what the declared one would have: a number of its size, or, for
    // a pointer to the packet, a whole pointer.
    let isPointer = [Content.packetData, .packetMeta, .packetEnd].contains(content)
    guard nativeByteCount == (isPointer ? 8 : byteCount) else {
      throw ContractError(
        declaration: owner, text: name, column: 1,
        message: "the native type's member has \(nativeByteCount) bytes")
    }
    native = Native(offset: Int(target.bitOffset) / 8, byteCount: nativeByteCount)
  }

  private static func content(
    named text: String, of field: String
  ) throws(ContractError) -> Content {
    switch text {
    case "packet_data": return .packetData
    case "packet_meta": return .packetMeta
    case "packet_end": return .packetEnd
    case "opaque": return .opaque
    default:
      throw ContractError(
        declaration: field, text: "field:" + text, column: 7, message: "no such kind of field")
    }
  }
}

extension BTF {
  fileprivate func structureMembers(named name: String) -> [Member]? {
    for entry in types where entry.name == name {
      if case .structure(_, let members) = entry.kind { return members }
    }
    return nil
  }

  fileprivate func structureName(of id: TypeID) -> String? {
    let entry = types[Int(resolvingModifiers(id))]
    if case .structure = entry.kind { return entry.name }
    return nil
  }

  fileprivate func size(of id: TypeID) -> Int { Int(byteCount(of: id) ?? 0) }
}
