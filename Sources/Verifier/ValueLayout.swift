import Contracts
import ObjectFile

/// Where the values of one map hold what programs may not touch by themselves: locks, list heads.
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
  }

  struct Contents: Equatable, Sendable {
    var type: String
    var nodeOffset: Int
  }

  init(_ map: MapDefinition, types: BTFIndex, interface: Interface) throws(UnitError) {
    byteCount = Int(map.valueSize)
    guard let type = map.valueTypeID else { return }
    var builder = Builder(map: map.name, types: types, interface: interface)
    try builder.visit(type, at: 0, tags: [])
    fields = builder.fields.sorted { $0.offset < $1.offset }
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

  private var types: BTF { typeIndex.types }

  init(map: String, types: BTFIndex, interface: Interface) {
    self.map = map
    typeIndex = types
    self.interface = interface
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
      for (index, member) in members.enumerated() {
        let memberTags = typeIndex.declTags(of: id, component: Int32(index))
        try visit(member.type, at: offset + Int(member.bitOffset) / 8, tags: memberTags)
      }
    case .array(let element, _, let count):
      let stride = Int(types.byteCount(of: element) ?? 0)
      guard holdsSpecialField(element) else { return }
      for index in 0..<Int(count) {
        try visit(element, at: offset + index * stride, tags: tags)
      }
    default: break
    }
  }

  private func holdsSpecialField(_ id: BTF.TypeID) -> Bool {
    let entry = types.types[Int(types.resolvingModifiers(id))]
    switch entry.kind {
    case .structure(_, let members):
      if interface.typeRules[entry.name]?.isOpaque == true { return true }
      return members.contains { holdsSpecialField($0.type) }
    case .array(let element, _, _): return holdsSpecialField(element)
    default: return false
    }
  }

  private mutating func add(
    _ rule: TypeRule, byteCount: Int, at offset: Int, tags: [String]
  ) throws(UnitError) {
    guard byteCount == rule.byteCount else {
      throw .valueType(
        map: map,
        message: "“\(rule.name)” has \(byteCount) bytes here and \(rule.byteCount) in Baton")
    }
    fields.append(
      ValueLayout.Field(
        offset: offset, byteCount: byteCount, kind: rule.kind, typeName: rule.name,
        contents: try rule.kind == .container ? contents(tags) : nil))
  }

  /// Reads `contains:type:node`.
  private func contents(_ tags: [String]) throws(UnitError) -> ValueLayout.Contents {
    let prefix = "contains:"
    guard let tag = tags.first(where: { $0.hasPrefix(prefix) }) else {
      throw .valueType(map: map, message: "a list head needs __contains(type, node)")
    }
    let parts = tag.dropFirst(prefix.count).split(separator: ":").map(String.init)
    guard parts.count == 2, let rule = interface.typeRules[parts[0]],
      let node = rule.fields.first(where: { $0.name == parts[1] }),
      case .nested(let nodeType) = node.content,
      interface.typeRules[nodeType]?.kind == .node
    else {
      throw .valueType(map: map, message: "“\(tag)” names no node of a type that lists may hold")
    }
    return ValueLayout.Contents(type: rule.name, nodeOffset: node.offset)
  }
}
