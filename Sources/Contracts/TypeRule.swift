import ObjectFile

/// The rules of one structure type of the interface.
public struct TypeRule: Equatable, Sendable {
  public var name: String
  public var id: BTF.TypeID
  public var byteCount: Int
  public var kind: Kind
  /// The exported function that disposes of an owned value.
  public var destructor: String?
  /// What messages call it; its name, where it has no other.
  public var title: String
  /// A value that a loop asks for one thing after another.
  public var isIterator: Bool
  /// Of a container: the type of the members that link what it holds.
  public var nodeType: String?
  /// The kernel's structure that this one is a view of.
  public var seenAs: String?
  /// Of a value with more special fields, some of this type, none is one.
  public var fieldCountMax: Int?
  /// The states that contracts may tell of.
  public var machines: [StateMachine]
  /// The states in which a value may be given up, by its destructor, by what says `__ends`, or at the program's
  /// end; nil where in any.
  public var finalStates: [String]?
  /// The version of the interface that it is a type of; nil where nobody says.
  public var version: Int?
  /// How to tell at run time that a value is in a state.
  public var predicates: [StatePredicate]
  /// The type whose instance each value belongs to.
  public internal(set) var owner: String?
  /// Programs that may not use maps in whose values it lies.
  public var barred: Barred?
  public var fields: [FieldRule]

  public struct Barred: Equatable, Sendable {
    /// What such programs are told.
    public var reason: String
    public var roles: RoleList
  }

  public enum Kind: String, Sendable {
    case plain, lock, container, node, map
    /// What a role's programs are given: only at its beginning, and never changed but field by field.
    case context
    /// Calls give it out and take it back; programs may hold it, and others may hold it as well.
    case object
    /// The same, of which programs may also move the pointer, by constants.
    case record
    /// Memory of which nobody knows how much there is before the program is attached.
    case buffer
    /// What programs hand on to arm it, in the value of a map.
    case timer, workqueue
    /// How many refer to the object that it lies in.
    case refcount
    /// A pointer that programs leave in a map.
    case pointer
    /// What hands on what calls put into it: their contracts say what that is.
    case ring
    /// Memory that a call gives out, of as many bytes as it was asked for.
    case memory
    /// A value that lies in the program's stack, made and used by calls only.
    case local
  }

  /// Whether programs may look inside at all.
  public var isOpaque: Bool {
    ![.plain, .memory, .context, .object, .record, .buffer].contains(kind)
  }

  /// All lists of roles in the rule.
  var roleLists: [RoleList] {
    [barred?.roles].compactMap { $0 }
      + fields.flatMap { [$0.readers, $0.writers].compactMap { $0 } }
  }

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
    try own.checkKnown(
      [
        "kind:", "destructor:", "native:", "called:", "states:", "barred:", "iterator", "seen_as:",
        "at_most:", "final:", "belongs_to:", "holds:",
        "linked_by:", "version:",
      ],
      declaration: name)
    destructor = own.value(after: "destructor:")
    isIterator = own.contains("iterator")
    nodeType = own.value(after: "linked_by:")
    version = own.value(after: "version:").flatMap { Int($0) }
    seenAs = own.value(after: "seen_as:")
    fieldCountMax = own.value(after: "at_most:").flatMap { Int($0) }
    title = own.value(after: "called:") ?? name
    machines =
      try own.value(after: "states:")
      .map { text throws(ContractError) in try StateMachine.parse(text, declaration: name) } ?? []
    predicates = []
    for text in own.values(after: "holds:") {
      predicates.append(try StatePredicate(parsing: text, declaration: name))
    }
    finalStates = own.value(after: "final:").map { RoleList(parsing: $0).names }
    owner = own.value(after: "belongs_to:")
    barred = own.value(after: "barred:").map { text in
      let reason = text.prefix { $0 != ":" }
      return Barred(
        reason: String(reason),
        roles: RoleList(parsing: String(text.dropFirst(reason.count).dropFirst())))
    }
    fields = []
    var native: NativeLayout?
    if let nativeName = own.value(after: "native:") {
      native = NativeLayout(of: name, in: nativeName, types)
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
  /// Only the field as a whole is read.
  public var isWhole: Bool
  /// Where parts of the field that are read must begin: within so many octets.
  public var narrowByteCount: Int
  /// The roles whose programs may read it; nil means all.
  public var readers: RoleList?
  /// The roles whose programs may write it; nil means none.
  public var writers: RoleList?
  /// Parts of the field may be written.
  public var isWritableNarrow: Bool
  /// The states in one of which the value must be when the field is read, or written; nil means any.
  public var readStates: [String]?
  public var writeStates: [String]?
  /// Where a load really goes when the type has a native layout.
  public var native: Native?

  public enum Content: Equatable, Sendable {
    case scalar
    case packetData, packetMeta, packetEnd
    case opaque
    /// A pointer, of which only the whole is read.
    case pointer(ValuePattern)
    /// A structure type with rules of its own.
    case nested(String)
  }

  public struct Native: Equatable, Sendable {
    public var offset: Int
    public var byteCount: Int
  }

  /// The size of what an array is made of; the field's, where it is none.
  public var elementByteCount: Int

  fileprivate init(
    _ member: BTF.Member, in owner: String, tags: [String], native layout: NativeLayout?,
    types: BTF
  ) throws(ContractError) {
    name = member.name
    offset = Int(member.bitOffset) / 8
    byteCount = types.size(of: member.type)
    elementByteCount = types.size(of: types.elementType(of: member.type))
    content = .scalar
    let path = owner + "." + name
    try tags.checkKnown(Self.annotations, declaration: path)
    isWhole = tags.contains("field:whole")
    narrowByteCount = tags.value(after: "narrow:").flatMap { Int($0) } ?? byteCount
    readers = tags.value(after: "readable:").map(RoleList.init(parsing:))
    let narrow = tags.value(after: "writable_narrow:")
    writers = (narrow ?? tags.value(after: "writable:")).map(RoleList.init(parsing:))
    isWritableNarrow = narrow != nil
    readStates = tags.value(after: "readable_in:").map { RoleList(parsing: $0).names }
    writeStates = tags.value(after: "writable_in:").map { RoleList(parsing: $0).names }
    if let structure = types.structureName(of: member.type) { content = .nested(structure) }
    if let text = tags.filter({ $0 != "field:whole" }).value(after: "field:") {
      content = try Self.content(named: text, of: path)
    }
    if let text = tags.value(after: "yields:") {
      var parser = SignatureParser(scanner: Scanner(text, declaration: path))
      content = .pointer(try parser.pattern())
      guard parser.scanner.isAtEnd else { throw parser.scanner.error("unexpected text") }
    }
    guard let layout else { return }
    guard let target = layout.members.first(where: { $0.name == member.name }) else {
      if layout.beginsWithOwner { return }
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
    // Only loads are rewritten.
    guard writers == nil || native?.offset == offset else {
      throw ContractError(
        declaration: owner, text: name, column: 1, message: "a field that lies elsewhere is written"
      )
    }
  }

  private static let annotations = [
    "field:whole", "field:", "narrow:", "contains:", "readable:", "writable:", "writable_narrow:",
    "yields:", "readable_in:", "writable_in:",
  ]

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

/// Where the run time keeps the fields of a type.
private struct NativeLayout {
  var members: [BTF.Member]
  /// The type itself comes first, so that fields which are no members are where they are declared.
  var beginsWithOwner: Bool

  /// Nil when there is no structure of the name.
  init?(of owner: String, in name: String, _ types: BTF) {
    for entry in types.types where entry.name == name {
      guard case .structure(_, let members) = entry.kind else { continue }
      self.members = members
      beginsWithOwner = members.first.flatMap { types.structureName(of: $0.type) } == owner
      return
    }
    return nil
  }
}

extension BTF {
  fileprivate func structureName(of id: TypeID) -> String? {
    let entry = types[Int(resolvingModifiers(id))]
    if case .structure = entry.kind { return entry.name }
    return nil
  }

  /// What an array, of however many dimensions, is made of.
  fileprivate func elementType(of id: TypeID) -> TypeID {
    var id = resolvingModifiers(id)
    while case .array(let element, _, _) = types[Int(id)].kind { id = resolvingModifiers(element) }
    return id
  }

  fileprivate func size(of id: TypeID) -> Int { Int(byteCount(of: id) ?? 0) }
}
