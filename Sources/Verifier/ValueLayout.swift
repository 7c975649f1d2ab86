import Contracts
import ObjectFile

/// Where the values of one map, or the objects of one of the program's structures, hold what programs may not
/// touch by themselves: locks, list heads.
public struct ValueLayout: Sendable {
  var byteCount: Int
  var fields: [Field] = []

  public struct Field: Equatable, Sendable {
    public var offset: Int
    public var byteCount: Int
    public var kind: TypeRule.Kind
    public var typeName: String
    /// For a container: the type it holds, and the member that links it.
    var contents: Contents?
    /// For a pointer that programs may leave there.
    var pointer: Pointer?
  }

  /// A pointer of the kernel's, or to an object of the program's, in a map or in another object.
  struct Pointer: Equatable, Sendable {
    var kind: Kind
    /// The structure that it points to, of the program's types; the kernel may have one of the same name.
    var type: BTF.TypeID
    /// The same, where it is one of the interface's.
    var interfaceType: String?

    /// In the words of the type tags.
    enum Kind: String {
      /// What is there is owned by the place.
      case owned = "kptr"
      case untrusted = "kptr_untrusted"
      case perProcessor = "percpu_kptr"
    }
  }

  struct Contents: Equatable, Sendable {
    var type: String
    var nodeOffset: Int
    /// The structure, where it is one of the program's own.
    var ownType: BTF.TypeID?
  }

  init(_ map: MapDefinition, types: BTFIndex, interface: Interface) throws(UnitError) {
    byteCount = Int(map.valueSize)
    guard let type = map.valueTypeID else { return }
    var builder = Builder(map: map.name, types: types, interface: interface)
    try builder.visit(type, at: 0, tags: [])
    fields = builder.found
    try checkPlaces(in: map)
  }

  /// The layout of the program's structure `type`; nil where it holds nothing special.
  init?(
    structure type: BTF.TypeID, types: BTFIndex, interface: Interface
  ) throws(UnitError) {
    byteCount = Int(types.types.byteCount(of: type) ?? 0)
    var builder = Builder(map: types.types.name(of: type), types: types, interface: interface)
    guard builder.holdsSpecialField(type) else { return nil }
    try builder.visit(type, at: 0, tags: [])
    fields = builder.found
  }

  /// Fields must lie in the value, apart, and begin as zero: their contents are the run time's own.
  private func checkPlaces(in map: MapDefinition) throws(UnitError) {
    var end = 0
    for field in fields {
      guard field.offset >= end, field.offset + field.byteCount <= byteCount else {
        throw .valueType(
          map: map.name,
          message: "“\(field.typeName)” at \(field.offset) does not fit a value of \(byteCount) "
            + "bytes, of which \(end) are taken")
      }
      end = field.offset + field.byteCount
      guard let initial = map.initialValue else { continue }
      guard initial.count >= end, initial[field.offset..<end].allSatisfy({ $0 == 0 }) else {
        throw .valueType(
          map: map.name, message: "“\(field.typeName)” at \(field.offset) does not begin as zero")
      }
    }
    guard !fields.isEmpty, map.isReadOnly else { return }
    throw .valueType(map: map.name, message: "“\(fields[0].typeName)” in read-only data")
  }

  /// The special field that overlaps an access, if any does.
  func field(overlapping offset: Int, byteCount: Int) -> Field? {
    fields.first { offset < $0.offset + $0.byteCount && $0.offset < offset + byteCount }
  }

  func field(at offset: Int) -> Field? { fields.first { $0.offset == offset } }
}

private struct Builder {
  let map: String
  let typeIndex: BTFIndex
  let interface: Interface
  var fields: [ValueLayout.Field] = []
  /// Whether a type holds a special field, by type.
  private var isSpecial: [BTF.TypeID: Bool] = [:]

  /// Fewer special fields than that may be allowed by the type of one that was found.
  private var ownCountMax: Int?

  /// More of them in one value are refused.
  private static let fieldCountMax = 16

  private var types: BTF { typeIndex.types }

  init(map: String, types: BTFIndex, interface: Interface) {
    self.map = map
    typeIndex = types
    self.interface = interface
  }

  /// What was found, from the first on.
  var found: [ValueLayout.Field] {
    hasTooMany ? [] : fields.sorted { $0.offset < $1.offset }
  }

  /// More than a type allows that was found: then there are none, and more are not looked for.
  private var hasTooMany: Bool { ownCountMax.map { fields.count > $0 } ?? false }

  private mutating func add(_ field: ValueLayout.Field) throws(UnitError) {
    if hasTooMany { return }
    guard fields.count < Self.fieldCountMax else {
      throw .valueType(
        map: map, message: "more than \(Self.fieldCountMax) special fields in a value")
    }
    fields.append(field)
    if let most = interface.typeRules[field.typeName]?.fieldCountMax {
      ownCountMax = min(most, ownCountMax ?? most)
    }
  }

  mutating func visit(_ id: BTF.TypeID, at offset: Int, tags: [String]) throws(UnitError) {
    let id = types.resolvingModifiers(id)
    let entry = types.types[Int(id)]
    switch entry.kind {
    case .structure(let byteCount, let members):
      if let rule = interface.typeRules[entry.name], rule.isOpaque {
        try add(rule, byteCount: Int(byteCount), at: offset, tags: tags)
        return
      }
      for (index, member) in members.enumerated() where holdsSpecialField(member.type) {
        let memberTags = typeIndex.declTags(of: id, component: Int32(index))
        try visit(member.type, at: offset + Int(member.bitOffset) / 8, tags: memberTags)
      }
    case .array(let element, _, let count):
      let stride = Int(types.byteCount(of: element) ?? 0)
      guard holdsSpecialField(element) else { return }
      for index in 0..<Int(count) {
        if hasTooMany { return }
        try visit(element, at: offset + index * stride, tags: tags)
      }
    case .dataSection(_, let variables):
      for variable in variables where holdsSpecialField(variable.type) {
        try visit(
          variable.type, at: offset + Int(variable.offset),
          tags: typeIndex.declTags(of: variable.type))
      }
    case .variable(let type, _): try visit(type, at: offset, tags: tags)
    case .pointer(let pointee):
      if let pointer = keptPointer(pointee) { try add(pointer, at: offset) }
    case .union where holdsSpecialField(id):
      throw .valueType(map: map, message: "a union can't hold locks or containers")
    default: break
    }
  }

  /// Each type is looked at once: nested structures may mention it exponentially often.
  mutating func holdsSpecialField(_ id: BTF.TypeID) -> Bool {
    let id = types.resolvingModifiers(id)
    if let known = isSpecial[id] { return known }
    let entry = types.types[Int(id)]
    let result: Bool
    switch entry.kind {
    case .structure(_, let members), .union(_, let members):
      result =
        interface.typeRules[entry.name]?.isOpaque == true
        || members.contains { holdsSpecialField($0.type) }
    case .array(let element, _, let count): result = count > 0 && holdsSpecialField(element)
    case .variable(let type, _): result = holdsSpecialField(type)
    case .pointer(let pointee): result = keptPointer(pointee) != nil
    default: result = false
    }
    isSpecial[id] = result
    return result
  }

  private mutating func add(
    _ rule: TypeRule, byteCount: Int, at offset: Int, tags: [String]
  ) throws(UnitError) {
    guard byteCount == rule.byteCount else {
      throw .valueType(
        map: map,
        message: "“\(rule.name)” has \(byteCount) bytes here and \(rule.byteCount) in Baton")
    }
    guard offset % rule.alignment == 0 else {
      throw .valueType(
        map: map, message: "“\(rule.name)” at \(offset) is not aligned to \(rule.alignment)")
    }
    try add(
      ValueLayout.Field(
        offset: offset, byteCount: byteCount, kind: rule.kind, typeName: rule.name,
        contents: try rule.kind == .container ? contents(tags, of: rule) : nil))
  }

  /// Reads `contains:type:node`.
  private func contents(
    _ tags: [String], of container: TypeRule
  ) throws(UnitError) -> ValueLayout.Contents {
    let prefix = "contains:"
    guard let tag = tags.first(where: { $0.hasPrefix(prefix) }) else {
      throw .valueType(map: map, message: "a list head needs __contains(type, node)")
    }
    let parts = tag.dropFirst(prefix.count).split(separator: ":").map(String.init)
    if parts.count == 2, let own = ownContents(type: parts[0], node: parts[1]) { return own }
    guard parts.count == 2, let rule = interface.typeRules[parts[0]], rule.destructor != nil,
      let node = rule.fields.first(where: { $0.name == parts[1] }),
      case .nested(let nodeType) = node.content,
      nodeType == container.nodeType
    else {
      throw .valueType(
        map: map,
        message: "“\(tag)” names no \(container.nodeType ?? "node") of a type that a "
          + "\(container.name) may hold")
    }
    return ValueLayout.Contents(type: rule.name, nodeOffset: node.offset)
  }
}

extension Builder {
  /// What the tag of a pointer's target says.
  fileprivate func keptPointer(_ pointee: BTF.TypeID) -> ValueLayout.Pointer? {
    let kinds = types.typeTags(of: pointee).compactMap(ValueLayout.Pointer.Kind.init(rawValue:))
    guard let kind = kinds.first else { return nil }
    let type = types.resolvingModifiers(pointee)
    let name = types.name(of: type)
    return ValueLayout.Pointer(
      kind: kind, type: type,
      interfaceType: interface.typeRules[name]?.destructor == nil ? nil : name)
  }

  fileprivate mutating func add(
    _ pointer: ValueLayout.Pointer, at offset: Int
  ) throws(UnitError) {
    guard offset % 8 == 0 else {
      throw .valueType(map: map, message: "a pointer at \(offset) is not aligned to 8")
    }
    // What may lie in containers may be kept by pointers, too.
    if let type = pointer.interfaceType {
      guard pointer.kind == .owned, interface.typeRules[type].map(interface.isLinked) == true else {
        throw .valueType(map: map, message: "no pointer to “\(type)” may be left in a value")
      }
    }
    try add(
      ValueLayout.Field(
        offset: offset, byteCount: 8, kind: .pointer, typeName: "bpf_kptr", pointer: pointer))
  }

  /// What a list or tree holds whose objects are of one of the program's own structures.
  fileprivate func ownContents(type name: String, node: String) -> ValueLayout.Contents? {
    guard interface.typeRules[name] == nil, let id = typeIndex.structure(named: name),
      let member = types.members(of: id).first(where: { $0.name == node }),
      interface.typeRules[types.name(of: types.resolvingModifiers(member.type))]?.kind == .node
    else { return nil }
    return ValueLayout.Contents(
      type: name, nodeOffset: Int(member.bitOffset) / 8, ownType: id)
  }
}

extension TypeRule {
  /// What the size allows, in bytes: structures are as long as a multiple of their alignment.
  fileprivate var alignment: Int { min(8, byteCount & -byteCount) }
}
